import type { ReplicaSet } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import { refOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import { desiredReplicasOf, maxReplicasOf, withReplicas } from './deployment-annotations.ts';
import type { Revisions } from './deployment-revision.ts';
import type { Steps, Sync } from './deployment-sync.ts';
import { isRolling, maxSurgeOf, proportionOf, replicasOf } from './fenceposts.ts';
import { activeOf, availableOf, byAge, largestThenNewest, largestThenOldest, nameOf, sizeOf, totalSize } from './replica-sets.ts';

/** The Deployment's size was changed: some active ReplicaSet still notes another one (`isScalingEvent`). */
export function isScalingEvent(sync: Sync, { newSet, oldSets }: Revisions): boolean {
  const desired = replicasOf(sync.deployment);
  return activeOf(newSet === undefined ? oldSets : [...oldSets, newSet]).some((set) => (desiredReplicasOf(set) ?? desired) !== desired);
}

/** Gives one ReplicaSet its size, with the Event that tells of it; the ReplicaSet as it is afterwards (`scaleReplicaSet`). */
export function* resize(sync: Sync, set: ReplicaSet, size: number, because: Message): Steps<ReplicaSet> {
  return sizeOf(set) === size ? set : yield* writeSize(sync, set, size, because);
}

function* writeSize(sync: Sync, set: ReplicaSet, size: number, because: Message): Steps<ReplicaSet> {
  const before = sizeOf(set);
  const annotations = withReplicas(set.metadata?.annotations, sync.deployment);
  if (before === size && isEqual(annotations, set.metadata?.annotations)) return set;
  const object: ReplicaSet = { ...set, metadata: { ...set.metadata, annotations } };
  const resized = object.spec === undefined ? object : { ...object, spec: { ...object.spec, replicas: size } };
  const outcome = yield { do: 'update', object: resized, because };
  if (!outcome.ok) return 'refused';
  if (before !== size) {
    const text = `Scaled ${before < size ? 'up' : 'down'} replica set ${nameOf(set)} from ${before} to ${size}`;
    yield { do: 'event', about: refOf(sync.deployment), type: 'Normal', reason: 'ScalingReplicaSet', message: text, because };
  }
  return outcome.object as ReplicaSet;
}

/**
 * Spreads a change of size over all ReplicaSets that have pods, so that a rollout under way keeps its proportions
 * (`sync.go scale`). Happens on scaling and while paused, never as a step of a rollout.
 */
export function* scaleAll(sync: Sync, { newSet, oldSets }: Revisions): Steps<'scaled'> {
  const desired = replicasOf(sync.deployment);
  const sole = activeOrLatest(newSet, oldSets);
  if (sole !== undefined) {
    const because = message('simScaleSole', { set: nameOf(sole), desired });
    return (yield* resize(sync, sole, desired, because)) === 'refused' ? 'refused' : 'scaled';
  }
  if (newSet !== undefined && isSaturated(newSet, desired)) {
    for (const old of [...activeOf(oldSets)].sort((a, b) => byAge(b, a))) {
      const resized = yield* resize(sync, old, 0, message('simScaleSaturated', { set: nameOf(newSet), desired }));
      if (resized === 'refused') return 'refused';
    }
    return 'scaled';
  }
  return isRolling(sync.deployment)
    ? yield* scaleInProportion(sync, activeOf(newSet === undefined ? oldSets : [...oldSets, newSet]))
    : 'scaled';
}

/** The only ReplicaSet with pods, or the newest when none has any; undefined when several have (`FindActiveOrLatest`). */
function activeOrLatest(newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeOf(newSet === undefined ? oldSets : [...oldSets, newSet]);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? oldSets.at(-1);
}

function isSaturated(set: ReplicaSet, desired: number): boolean {
  return sizeOf(set) === desired && desiredReplicasOf(set) === desired && availableOf(set) === desired;
}

function* scaleInProportion(sync: Sync, active: readonly ReplicaSet[]): Steps<'scaled'> {
  const { deployment } = sync;
  const desired = replicasOf(deployment);
  const allowed = desired > 0 ? desired + maxSurgeOf(deployment) : 0;
  const toAdd = allowed - totalSize(active);
  const ordered = toAdd === 0 ? active : [...active].sort(toAdd > 0 ? largestThenNewest : largestThenOldest);
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = proportionOf(deployment, sizeOf(set), maxReplicasOf(set), toAdd, added);
    added += share;
    return sizeOf(set) + share;
  });
  // What rounding left over goes to the largest.
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added);
  for (const [index, set] of ordered.entries()) {
    const because = message('simScaleProportion', { set: nameOf(set), desired, allowed });
    const resized = yield* writeSize(sync, set, sizes[index] ?? 0, because);
    if (resized === 'refused') return 'refused';
  }
  return 'scaled';
}
