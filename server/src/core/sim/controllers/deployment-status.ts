import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { keyOf, refOf, timeOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import { conditionIn, keepTransition, newCondition, progressDeadlineMs, withCondition, withoutCondition } from './deployment-conditions.ts';
import type { Revisions } from './deployment-revision.ts';
import { type Steps, type Sync, writeStatus } from './deployment-sync.ts';
import { maxUnavailableOf, replicasOf } from './fenceposts.ts';
import { nameOf, totalOf, totalSize } from './replica-sets.ts';

/** Reasons of the condition Progressing at the end of a rollout. */
const COMPLETED = 'NewReplicaSetAvailable';
const TIMED_OUT = 'ProgressDeadlineExceeded';

/** The status outside of a rollout: no progress is estimated (`syncDeploymentStatus`). */
export function* syncStatus(sync: Sync, revisions: Revisions): Steps<'written'> {
  const status = countStatus(sync, revisions);
  if (isEqual(status, sync.deployment.status)) return 'written';
  return yield* writeStatus(sync, status, message('simDeploymentStatus', { deployment: refOf(sync.deployment).name }));
}

/** The status during a rollout, with the conditions Progressing and ReplicaFailure (`progress.go syncRolloutStatus`). */
export function* syncRolloutStatus(sync: Sync, revisions: Revisions): Steps<'written'> {
  const { deployment } = sync;
  const counted = countStatus(sync, revisions);
  const timed =
    progressDeadlineMs(deployment) === undefined ? withoutCondition(counted, 'Progressing') : withProgress(sync, counted, revisions.newSet);
  const failure = failureOf(revisions);
  const status = failure === undefined ? withoutCondition(timed, 'ReplicaFailure') : withCondition(timed, failure);
  if (isEqual(status, deployment.status)) return yield* planProgressCheck(sync);
  return yield* writeStatus(sync, status, message('simDeploymentStatus', { deployment: refOf(deployment).name }));
}

/** All replicas are of the new template and available, and no old ones are left (`DeploymentComplete`). */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = replicasOf(deployment);
  return (
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

function countStatus(sync: Sync, { newSet, oldSets }: Revisions): DeploymentStatus {
  const { deployment } = sync;
  const all = newSet === undefined ? oldSets : [...oldSets, newSet];
  const availableReplicas = totalOf(all, 'availableReplicas');
  const terminatingReplicas = terminatingOf(all);
  const { collisionCount, conditions } = deployment.status ?? {};
  const status: DeploymentStatus = {
    observedGeneration: deployment.metadata?.generation ?? 0,
    replicas: totalOf(all, 'replicas'),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: totalOf(all, 'readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, totalSize(all) - availableReplicas),
    ...(terminatingReplicas === undefined ? {} : { terminatingReplicas }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
  const isEnough = availableReplicas >= replicasOf(deployment) - maxUnavailableOf(deployment);
  return withCondition(
    status,
    isEnough
      ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', sync.nowMs)
      : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', sync.nowMs),
  );
}

/** Undefined when a ReplicaSet that was synced does not count its terminating pods. */
function terminatingOf(sets: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of sets) {
    if (status?.terminatingReplicas !== undefined) total += status.terminatingReplicas;
    else if ((status?.observedGeneration ?? 0) !== 0) return undefined;
  }
  return total;
}

function withProgress(sync: Sync, status: DeploymentStatus, newSet: ReplicaSet | undefined): DeploymentStatus {
  const { deployment, nowMs } = sync;
  const current = conditionIn(deployment.status, 'Progressing');
  // Nothing is rolling out: a resync after completion estimates nothing.
  if (status.replicas === status.updatedReplicas && current?.reason === COMPLETED) return status;
  const who = newSet === undefined ? `Deployment "${refOf(deployment).name}"` : `ReplicaSet "${nameOf(newSet)}"`;
  if (isComplete(deployment, status)) {
    return withCondition(status, newCondition('Progressing', 'True', COMPLETED, `${who} has successfully progressed.`, nowMs));
  }
  if (hasProgressed(deployment.status, status)) {
    const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${who} is progressing.`, nowMs);
    // Unlike other conditions this one is written anew with the same reason: its lastUpdateTime is the clock of the deadline.
    const kept = current?.status === 'True' ? keepTransition(condition, current) : condition;
    return withCondition(withoutCondition(status, 'Progressing'), kept);
  }
  if (hasTimedOut(deployment, status, nowMs)) {
    return withCondition(status, newCondition('Progressing', 'False', TIMED_OUT, `${who} has timed out progressing.`, nowMs));
  }
  return status;
}

/** More of the new, fewer of the old, more ready or more available than the status said before (`DeploymentProgressing`). */
function hasProgressed(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const updated = (status: DeploymentStatus | undefined): number => status?.updatedReplicas ?? 0;
  const old = (status: DeploymentStatus | undefined): number => (status?.replicas ?? 0) - updated(status);
  return (
    updated(after) > updated(before) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const condition = conditionIn(status, 'Progressing');
  if (condition === undefined || condition.reason === COMPLETED) return false;
  return condition.reason === TIMED_OUT || (deadlineOf(deployment, condition) ?? Infinity) < nowMs;
}

function deadlineOf(deployment: Deployment, condition: DeploymentCondition): number | undefined {
  const deadlineMs = progressDeadlineMs(deployment);
  return deadlineMs === undefined ? undefined : (timeOf(condition.lastUpdateTime) ?? 0) + deadlineMs;
}

/**
 * The deadline may still pass: not where it has, nor where the last rollout was completed and pods are missing again since, which
 * upstream looks at again and again, to no effect.
 */
function isTimed({ reason }: DeploymentCondition): boolean {
  return reason !== TIMED_OUT && reason !== COMPLETED;
}

/** One second after the deadline the rollout is looked at again (`requeueStuckDeployment`). */
function* planProgressCheck({ deployment, nowMs }: Sync): Steps<'written'> {
  const current = conditionIn(deployment.status, 'Progressing');
  if (current === undefined || !isTimed(current) || isComplete(deployment, deployment.status)) return 'written';
  const deadline = deadlineOf(deployment, current);
  if (deadline === undefined) return 'written';
  const remainingMs = deadline - nowMs;
  // Upstream asks every few milliseconds in the last second; the first answer that counts comes just after the deadline.
  yield { do: 'requeue', key: keyOf(refOf(deployment)), afterMs: remainingMs < 1000 ? Math.max(remainingMs, 0) + 1 : remainingMs + 1000 };
  return 'written';
}

/** The failure of the new ReplicaSet, or else of the first other that has one (`getReplicaFailures`). */
function failureOf({ newSet, oldSets }: Revisions): DeploymentCondition | undefined {
  for (const set of newSet === undefined ? oldSets : [newSet, ...oldSets]) {
    const failure = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure === undefined) continue;
    const { lastTransitionTime } = failure;
    return { ...failure, ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime }) };
  }
  return undefined;
}
