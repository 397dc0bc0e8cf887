import type { Pod, StatefulSet } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome, Refusal } from '../component.ts';
import { refOf } from '../object.ts';
import { hasEnded, isAvailable, isReady } from './pods.ts';
import { slowStart } from './slow-start.ts';
import { applyPolicy, claimsFollowPolicy, createClaims, existingClaims, hasStaleClaim } from './stateful-set-claims.ts';
import { hasIdentity, hasStorage, replicasOf, revisionNameOf } from './stateful-set-identity.ts';
import { createPod, deletePod, mendPod } from './stateful-set-pods.ts';
import type { SetRevisions } from './stateful-set-revisions.ts';
import { isCreated } from './stateful-set-status.ts';

/** What one sync of a StatefulSet works on; pods as they were when it began. */
export interface Pass {
  readonly cluster: Cluster;
  readonly set: StatefulSet;
  readonly nowMs: number;
  readonly revisions: SetRevisions;
  /** OrderedReady: one pod after the other, each only when those before it are available. */
  readonly isOrdered: boolean;
  /** One pod an ordinal, those to be made included. */
  readonly replicas: readonly Pod[];
  /** Pods outside the ordinals, the highest first. */
  readonly condemned: readonly Pod[];
}

/** `waits`: nothing more may be done in this sync. */
export type Result = { readonly is: 'done' | 'waits' | 'deleted' } | { readonly is: 'failed'; readonly text: string };
type Stage = Generator<Action, Result, Outcome>;

const DONE: Result = { is: 'done' };
const WAITS: Result = { is: 'waits' };

/** Replaces ended pods, creates missing ones, puts existing ones right (`processReplica` for each ordinal). */
export function* scaleUp(pass: Pass): Stage {
  return yield* forEach(pass, pass.replicas, (pod) => processReplica(pass, pod));
}

/** Deletes the pods outside the ordinals (`processCondemned`), their claims prepared for it before. */
export function* scaleAway(pass: Pass): Stage {
  const prepared = yield* forEach(pass, pass.condemned, (pod) => prepareClaims(pass, pod));
  if (prepared.is !== 'done') return prepared;
  const firstUnhealthy = [...pass.replicas, ...[...pass.condemned].reverse()].find((pod) => isUnavailable(pass, pod));
  return yield* forEach(pass, pass.condemned, (pod) => processCondemned(pass, pod, firstUnhealthy));
}

/**
 * From the highest ordinal down to the partition, deletes the first pod of another revision, waiting for each pod on the way to be
 * available. One at a time: the gate MaxUnavailableStatefulSet is off in 1.36.
 */
export function* updateNext(pass: Pass): Stage {
  const { set, replicas, revisions } = pass;
  const revision = refOf(revisions.update).name;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let index = replicas.length - 1; index >= partition; index--) {
    const pod = replicas[index];
    if (pod === undefined) continue;
    if (revisionNameOf(pod) !== revision && pod.metadata?.deletionTimestamp === undefined) {
      const text = yield* deletePod(set, pod, message('simUpdateOrdinal', { pod: refOf(pod).name, revision }));
      return text === undefined ? { is: 'deleted' } : { is: 'failed', text };
    }
    if (isUnavailable(pass, pod)) return WAITS;
  }
  return DONE;
}

/** In order one by one until something waits; in parallel all of them, in growing batches until something fails. */
function* forEach(pass: Pass, pods: readonly Pod[], step: (pod: Pod) => Stage): Stage {
  if (pass.isOrdered) {
    for (const pod of pods) {
      const result = yield* step(pod);
      if (result.is !== 'done') return result;
    }
    return DONE;
  }
  const refusal = yield* slowStart(pods.length, function* (index): Generator<Action, Refusal | undefined, Outcome> {
    const pod = pods[index];
    const result = pod === undefined ? DONE : yield* step(pod);
    return result.is === 'failed' ? { ok: false, status: 'Forbidden', message: result.text } : undefined;
  });
  return refusal === undefined ? DONE : { is: 'failed', text: refusal.message };
}

function* processReplica(pass: Pass, pod: Pod): Stage {
  const { cluster, set, nowMs, isOrdered } = pass;
  if (hasEnded(pod)) return yield* replaceEnded(set, pod);
  if (!isCreated(pod)) {
    if (hasStaleClaim(cluster, set, pod)) return WAITS;
    const text = yield* createPod(cluster, set, pod);
    if (text !== undefined) return { is: 'failed', text };
    return isOrdered ? WAITS : DONE;
  }
  if (pod.status?.phase === 'Pending') {
    const claims = existingClaims(cluster, set, pod);
    const text = (yield* createClaims(cluster, set, pod)) ?? (yield* applyPolicy(set, pod, claims));
    if (text !== undefined) return { is: 'failed', text };
  }
  if (isOrdered) {
    if (pod.metadata?.deletionTimestamp !== undefined || !isRunningAndReady(pod)) return WAITS;
    if (!isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs)) return WAITS;
  }
  if (hasIdentity(set, pod) && hasStorage(set, pod) && claimsFollowPolicy(cluster, set, pod)) return DONE;
  const text = yield* mendPod(cluster, set, pod);
  return text === undefined ? DONE : { is: 'failed', text };
}

/** A pod that ended, well or not, is deleted; its successor comes when it is gone. */
function* replaceEnded(set: StatefulSet, pod: Pod): Stage {
  if (pod.metadata?.deletionTimestamp !== undefined) return WAITS;
  const text = yield* deletePod(set, pod, message('simReplaceEnded', { pod: refOf(pod).name }));
  return text === undefined ? WAITS : { is: 'failed', text };
}

function* prepareClaims({ cluster, set }: Pass, pod: Pod): Stage {
  if (claimsFollowPolicy(cluster, set, pod)) return DONE;
  const text = yield* applyPolicy(set, pod, existingClaims(cluster, set, pod));
  return text === undefined ? DONE : { is: 'failed', text };
}

function* processCondemned(pass: Pass, pod: Pod, firstUnhealthy: Pod | undefined): Stage {
  const { set, isOrdered } = pass;
  if (pod.metadata?.deletionTimestamp !== undefined) return isOrdered ? WAITS : DONE;
  const isHealthy = isRunningAndReady(pod) && isAvailable(pod, set.spec?.minReadySeconds ?? 0, pass.nowMs);
  if (isOrdered && !isHealthy && pod !== firstUnhealthy) return WAITS;
  const because: Message = message('simScaleAway', { pod: refOf(pod).name, replicas: replicasOf(set) });
  const text = yield* deletePod(set, pod, because);
  return text === undefined ? WAITS : { is: 'failed', text };
}

function isUnavailable({ set, nowMs }: Pass, pod: Pod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined || !isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs);
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}
