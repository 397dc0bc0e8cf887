import type { ContainerStatus, Job, Pod, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from '../../generated/api.ts';
import { refOf } from '../object.ts';
import { type Indexes, parseIndexes } from './index-set.ts';

/** What a Job's failure policy makes of a failed pod. */
export interface PolicyMatch {
  readonly action: 'Ignore' | 'Count' | 'FailIndex' | 'FailJob' | undefined;
  /** Ignored failures do not count towards the back-off limit. */
  readonly isCounted: boolean;
  /** Why the whole Job fails, for FailJob. */
  readonly message?: string;
}

/**
 * The first rule that matches decides; none counts the failure.
 *
 * Mirrors pkg/controller/job/pod_failure_policy.go matchPodFailurePolicy.
 */
export function matchFailurePolicy({ spec }: Job, pod: Pod): PolicyMatch {
  for (const [index, rule] of (spec?.podFailurePolicy?.rules ?? []).entries()) {
    const cause = causeOf(rule, pod);
    if (cause === undefined) continue;
    const message = `${cause} matching ${rule.action} rule at index ${index}`;
    switch (rule.action) {
      case 'Ignore':
        return { action: 'Ignore', isCounted: false };
      case 'FailIndex':
        return { action: 'FailIndex', isCounted: true };
      case 'Count':
        return { action: 'Count', isCounted: true };
      case 'FailJob':
        return { action: 'FailJob', isCounted: true, message };
    }
  }
  return { action: undefined, isCounted: true };
}

/** The success rule that is met, as the condition's message (success_policy.go matchSuccessPolicy). */
export function matchSuccessPolicy({ spec }: Job, succeeded: Indexes, completions: number): string | undefined {
  if (succeeded.size === 0) return undefined;
  const met = (spec?.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.size >= succeededCount;
    const wanted = parseIndexes(succeededIndexes, completions);
    const reached = [...wanted].filter((index) => succeeded.has(index)).length;
    return wanted.size > 0 && (reached === wanted.size || (succeededCount !== undefined && reached >= succeededCount));
  });
  return met < 0 ? undefined : `Matched rules at index ${met}`;
}

function causeOf(rule: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { namespace, name } = refOf(pod);
  if (rule.onExitCodes !== undefined) {
    const status =
      findExit(pod.status?.containerStatuses, rule.onExitCodes) ?? findExit(pod.status?.initContainerStatuses, rule.onExitCodes);
    return status && `Container ${status.name} for pod ${namespace}/${name} failed with exit code ${status.state?.terminated?.exitCode}`;
  }
  const patterns = rule.onPodConditions ?? [];
  const condition = pod.status?.conditions?.find(({ type, status }) =>
    patterns.some((pattern) => pattern.type === type && (pattern.status ?? 'True') === status),
  );
  return condition && `Pod ${namespace}/${name} has condition ${condition.type}`;
}

function findExit(
  statuses: readonly ContainerStatus[] | undefined,
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
): ContainerStatus | undefined {
  return statuses?.find(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode ?? 0;
    if (exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
    const isListed = values.includes(exitCode);
    return operator === 'In' ? isListed : operator === 'NotIn' && !isListed;
  });
}
