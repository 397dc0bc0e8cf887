import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../generated/api.ts';
import { formatTime } from '../object.ts';

const NO_DEADLINE = 2 ** 31 - 1;

/** Undefined when the Deployment is not to be timed (`HasProgressDeadline`). */
export function progressDeadlineMs({ spec }: Deployment): number | undefined {
  const seconds = spec?.progressDeadlineSeconds ?? 600;
  return seconds === NO_DEADLINE ? undefined : seconds * 1000;
}

export function newCondition(
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  return { type, status, lastUpdateTime: formatTime(nowMs), lastTransitionTime: formatTime(nowMs), reason, message };
}

export function conditionIn(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Sets a condition; one with the same status and reason stays as it is (`SetDeploymentCondition`). */
export function withCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const current = conditionIn(status, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return status;
  const kept = current?.status === condition.status ? keepTransition(condition, current) : condition;
  return { ...status, conditions: [...(withoutCondition(status, condition.type).conditions ?? []), kept] };
}

export function withoutCondition(status: DeploymentStatus, type: string): DeploymentStatus {
  if (conditionIn(status, type) === undefined) return status;
  return { ...status, conditions: status.conditions?.filter((condition) => condition.type !== type) ?? [] };
}

/** The condition with the moment of its last change of status taken over from the former one. */
export function keepTransition(condition: DeploymentCondition, former: DeploymentCondition): DeploymentCondition {
  return former.lastTransitionTime === undefined ? condition : { ...condition, lastTransitionTime: former.lastTransitionTime };
}
