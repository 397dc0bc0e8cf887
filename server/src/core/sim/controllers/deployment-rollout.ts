import type { ReplicaSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { refOf } from '../object.ts';
import { revisionOf } from './deployment-annotations.ts';
import { type Revisions, syncRevisions } from './deployment-revision.ts';
import { resize } from './deployment-scale.ts';
import { isComplete, syncRolloutStatus } from './deployment-status.ts';
import type { Steps, Sync } from './deployment-sync.ts';
import { maxUnavailableOf, newReplicaCount, replicasOf } from './fenceposts.ts';
import { hasEnded } from './pods.ts';
import { activeOf, availableOf, byAge, nameOf, sizeOf, totalOf, totalSize } from './replica-sets.ts';

/** One step of a rolling update: up, or else down, never both in one sync (`rolling.go rolloutRolling`). */
export function* rollOut(sync: Sync): Steps<'written'> {
  const revisions = yield* syncRevisions(sync, true);
  if (revisions === 'refused') return 'refused';
  const grown = yield* growNewSet(sync, revisions);
  if (grown === 'refused') return 'refused';
  const shrunk = grown ? false : yield* shrinkOldSets(sync, revisions);
  if (!grown && shrunk !== true && (yield* cleanUp(sync, revisions.oldSets)) === 'refused') return 'refused';
  return yield* syncRolloutStatus(sync, revisions);
}

/** First every old pod goes, then the new ones come (`recreate.go rolloutRecreate`). */
export function* recreate(sync: Sync): Steps<'written'> {
  let revisions = yield* syncRevisions(sync, false);
  if (revisions === 'refused') return 'refused';
  const name = refOf(sync.deployment).name;
  let stopped = false;
  for (const old of activeOf(revisions.oldSets)) {
    const resized = yield* resize(sync, old, 0, message('simRecreateStops', { deployment: name, set: nameOf(old) }));
    if (resized === 'refused') return 'refused';
    stopped = true;
  }
  if (stopped || hasOldPods(sync, revisions)) return yield* syncRolloutStatus(sync, revisions);
  if (revisions.newSet === undefined) revisions = yield* syncRevisions(sync, true);
  if (revisions === 'refused' || revisions.newSet === undefined) return 'refused';
  const resized = yield* resize(sync, revisions.newSet, replicasOf(sync.deployment), message('simRecreateStarts', { deployment: name }));
  if (resized === 'refused') return 'refused';
  if ((yield* cleanUp(sync, revisions.oldSets)) === 'refused') return 'refused';
  return yield* syncRolloutStatus(sync, revisions);
}

/** Forgets old ReplicaSets beyond the history limit once the rollout is complete (`cleanupDeployment`). */
export function* cleanUp(sync: Sync, oldSets: readonly ReplicaSet[], evenIfIncomplete = false): Steps<'cleaned'> {
  const { deployment } = sync;
  if (!evenIfIncomplete && !isComplete(deployment, deployment.status)) return 'cleaned';
  const limit = deployment.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY;
  const alive = oldSets.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  if (limit === ENDLESS_HISTORY || alive.length <= limit) return 'cleaned';
  const oldestFirst = [...alive].sort((a, b) => (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0) || byAge(a, b));
  for (const set of oldestFirst.slice(0, alive.length - limit)) {
    const isObserved = (set.metadata?.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
    if (sizeOf(set) !== 0 || (set.status?.replicas ?? 0) !== 0 || !isObserved) continue;
    const outcome = yield { do: 'delete', object: refOf(set), because: message('simHistoryLimit', { set: nameOf(set), limit }) };
    if (!outcome.ok && outcome.status !== 'NotFound') return 'refused';
  }
  return 'cleaned';
}

const DEFAULT_HISTORY = 10;
const ENDLESS_HISTORY = 2 ** 31 - 1;

/** Whether the new ReplicaSet was given another size (`reconcileNewReplicaSet`). */
function* growNewSet(sync: Sync, { newSet, oldSets }: Revisions): Steps<boolean> {
  const desired = replicasOf(sync.deployment);
  if (newSet === undefined || sizeOf(newSet) === desired) return false;
  const others = totalSize(oldSets);
  const size = sizeOf(newSet) > desired ? desired : newReplicaCount(sync.deployment, sizeOf(newSet), others);
  const because = message('simRollUp', { set: nameOf(newSet), desired, old: others, size });
  const resized = yield* resize(sync, newSet, size, because);
  return resized === 'refused' ? 'refused' : resized !== newSet;
}

/** Whether any old ReplicaSet was made smaller (`reconcileOldReplicaSets`). */
function* shrinkOldSets(sync: Sync, { newSet, oldSets }: Revisions): Steps<boolean> {
  const active = activeOf(oldSets);
  if (active.length === 0 || newSet === undefined) return false;
  const minAvailable = replicasOf(sync.deployment) - maxUnavailableOf(sync.deployment);
  const newUnavailable = sizeOf(newSet) - availableOf(newSet);
  const most = totalSize(oldSets) + sizeOf(newSet) - minAvailable - newUnavailable;
  if (most <= 0) return false;
  const cleaned = yield* shrinkUnhealthy(sync, active, most);
  if (cleaned === 'refused') return 'refused';
  if (cleaned === 'outdated') return false;
  const shrunk = yield* shrinkHealthy(sync, cleaned.sets, newSet, minAvailable);
  return shrunk === 'refused' ? 'refused' : cleaned.count + shrunk > 0;
}

interface Shrunk {
  readonly sets: readonly ReplicaSet[];
  readonly count: number;
}

/** Old pods that are not available go first: they are no loss, and would hold up the rollout (`cleanupUnhealthyReplicas`). */
function* shrinkUnhealthy(sync: Sync, active: readonly ReplicaSet[], most: number): Steps<Shrunk | 'outdated'> {
  const sets: ReplicaSet[] = [];
  let count = 0;
  for (const set of active) {
    const unhealthy = sizeOf(set) - availableOf(set);
    // Its status still counts pods from before it was made smaller: nothing can be decided until that is corrected.
    if (count < most && unhealthy < 0) return 'outdated';
    const step = Math.min(most - count, unhealthy);
    if (step <= 0) {
      sets.push(set);
      continue;
    }
    const resized = yield* resize(sync, set, sizeOf(set) - step, message('simRollUnhealthy', { set: nameOf(set), count: step }));
    if (resized === 'refused') return 'refused';
    count += step;
    sets.push(resized);
  }
  return { sets, count };
}

/** `scaleDownOldReplicaSetsForRollingUpdate`: as many as are available beyond the least that must be. */
function* shrinkHealthy(sync: Sync, old: readonly ReplicaSet[], newSet: ReplicaSet, minAvailable: number): Steps<number> {
  const available = totalOf([...old, newSet], 'availableReplicas');
  const spare = available - minAvailable;
  let count = 0;
  for (const set of old) {
    const step = Math.min(sizeOf(set), spare - count);
    if (step <= 0) continue;
    const because = message('simRollDown', { set: nameOf(set), available, minAvailable });
    const resized = yield* resize(sync, set, sizeOf(set) - step, because);
    if (resized === 'refused') return 'refused';
    count += step;
  }
  return count;
}

/** Pods of old ReplicaSets that have not ended yet, terminating ones included (`oldPodsRunning`). */
function hasOldPods(sync: Sync, { newSet, oldSets }: Revisions): boolean {
  if (totalOf(oldSets, 'replicas') > 0) return true;
  const others = sync.sets.filter((set) => set.metadata?.uid !== newSet?.metadata?.uid);
  return others.some((set) => sync.cluster.ownedBy('Pod', set.metadata?.uid ?? '').some((pod) => !hasEnded(pod)));
}
