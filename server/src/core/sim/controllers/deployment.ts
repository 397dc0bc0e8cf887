import type { Deployment } from '../../generated/api.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { controllerOf, type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { conditionIn, newCondition, progressDeadlineMs, withCondition } from './deployment-conditions.ts';
import { syncRevisions } from './deployment-revision.ts';
import { rollBack, rollbackTarget } from './deployment-rollback.ts';
import { cleanUp, recreate, rollOut } from './deployment-rollout.ts';
import { isScalingEvent, scaleAll } from './deployment-scale.ts';
import { syncStatus } from './deployment-status.ts';
import { type Steps, type Sync, writeStatus } from './deployment-sync.ts';
import { isRolling } from './fenceposts.ts';
import { claim, ownerKeys } from './ownership.ts';
import { byAge } from './replica-sets.ts';

/** Moves pods from old templates to the new one, ReplicaSet by ReplicaSet (`pkg/controller/deployment`). */
export const deploymentController: Component = { name: 'deployment', kinds: ['Deployment', 'ReplicaSet', 'Pod'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Deployment') yield keyOf(refOf(object));
  if (object.kind === 'ReplicaSet') yield* ownerKeys('Deployment', change, cluster, selects);
  if (object.kind === 'Pod' && change.is === 'deleted') yield* keysOfGonePod(object, cluster);
}

/** The last pod of a Recreate Deployment is gone: the new ones may come. */
function* keysOfGonePod(pod: KubeObject, cluster: Cluster): Generator<string> {
  const setRef = controllerOf(pod);
  if (setRef?.kind !== 'ReplicaSet') return;
  const { namespace } = refOf(pod);
  const owner = controllerOf(cluster.get('ReplicaSet', namespace, setRef.name) ?? {});
  const deployment = owner?.kind === 'Deployment' ? cluster.get('Deployment', namespace, owner.name) : undefined;
  if (deployment === undefined || isRolling(deployment)) return;
  const sets = cluster.ownedBy('ReplicaSet', deployment.metadata?.uid ?? '');
  if (sets.every((set) => cluster.ownedBy('Pod', set.metadata?.uid ?? '').length === 0)) yield keyOf(refOf(deployment));
}

function selects(deployment: Deployment, set: KubeObject): boolean {
  return matches(validSelectorOf(deployment.spec?.selector), set.metadata?.labels);
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const deployment = cluster.get('Deployment', namespace, name);
  if (deployment === undefined) return;
  const candidates = [...cluster.ownedBy('ReplicaSet', deployment.metadata?.uid ?? ''), ...cluster.orphansIn('ReplicaSet', namespace)];
  const sets = yield* claim(deployment, candidates, (set) => selects(deployment, set));
  if (sets === undefined) return 'retry';
  const done = yield* step({ cluster, nowMs, deployment, sets: [...sets].sort(byAge) });
  if (done === 'refused') return 'retry';
}

/** The one thing to do next, in the order of `syncDeployment`. */
function* step(sync: Sync): Steps<'written'> {
  if (sync.deployment.metadata?.deletionTimestamp !== undefined) {
    const revisions = yield* syncRevisions(sync, false);
    return revisions === 'refused' ? 'refused' : yield* syncStatus(sync, revisions);
  }
  if ((yield* notePause(sync)) === 'refused') return 'refused';
  if (sync.deployment.spec?.paused === true) return yield* scaleOnly(sync);
  if (rollbackTarget(sync.deployment) !== undefined) return yield* rollBack(sync);
  const revisions = yield* syncRevisions(sync, false);
  if (revisions === 'refused') return 'refused';
  if (isScalingEvent(sync, revisions)) return yield* scaleOnly(sync);
  return isRolling(sync.deployment) ? yield* rollOut(sync) : yield* recreate(sync);
}

/** Sizes and status, but no step of a rollout (`sync.go sync`). */
function* scaleOnly(sync: Sync): Steps<'written'> {
  const revisions = yield* syncRevisions(sync, false);
  if (revisions === 'refused') return 'refused';
  if ((yield* scaleAll(sync, revisions)) === 'refused') return 'refused';
  const isIdle = sync.deployment.spec?.paused === true && rollbackTarget(sync.deployment) === undefined;
  if (isIdle && (yield* cleanUp(sync, revisions.oldSets, true)) === 'refused') return 'refused';
  return yield* syncStatus(sync, revisions);
}

/** While paused the deadline does not run; it starts anew on resuming (`checkPausedConditions`). */
function* notePause(sync: Sync): Steps<'written'> {
  const { deployment, nowMs } = sync;
  if (progressDeadlineMs(deployment) === undefined) return 'written';
  const reason = conditionIn(deployment.status, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return 'written';
  const isPaused = deployment.spec?.paused === true;
  if (isPaused === (reason === 'DeploymentPaused')) return 'written';
  const condition = isPaused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', nowMs)
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', nowMs);
  const because = message(isPaused ? 'simPaused' : 'simResumed', { deployment: refOf(deployment).name });
  return yield* writeStatus(sync, withCondition(deployment.status ?? {}, condition), because);
}
