import type { Pod, StatefulSet, StatefulSetStatus } from '../../generated/api.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from '../component.ts';
import { type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { revisionsOf } from './controller-revisions.ts';
import { claim, ownerKeys } from './ownership.ts';
import { nextAvailabilityMs } from './pods.ts';
import { isInRange, isMember, newPod, ordinalOf, replicasOf, startOf } from './stateful-set-identity.ts';
import { type SetRevisions, syncRevisions, truncateHistory } from './stateful-set-revisions.ts';
import { countStatus, differs, isRolling, withCompletion } from './stateful-set-status.ts';
import { type Pass, scaleAway, scaleUp, updateNext } from './stateful-set-steps.ts';

/** Pods with names, in order, each with its own claims (`pkg/controller/statefulset`). */
export const statefulSetController: Component = { name: 'statefulset', kinds: ['StatefulSet', 'Pod'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'StatefulSet') yield keyOf(refOf(object));
  if (object.kind === 'Pod') yield* ownerKeys('StatefulSet', change, cluster, selects);
}

function selects(set: StatefulSet, pod: KubeObject): boolean {
  return matches(validSelectorOf(set.spec?.selector), pod.metadata?.labels);
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const set = cluster.get('StatefulSet', namespace, name);
  if (set === undefined) return;
  const orphans = cluster.orphansIn('ControllerRevision', namespace);
  if ((yield* claim(set, orphans, (revision) => selects(set, revision))) === undefined) return 'retry';
  const candidates = [...cluster.ownedBy('Pod', set.metadata?.uid ?? ''), ...cluster.orphansIn('Pod', namespace)];
  const members = candidates.filter((pod) => isMember(set, pod));
  const pods = yield* claim(set, members, (pod) => selects(set, pod));
  if (pods === undefined) return 'retry';
  const known = revisionsOf(cluster, set);
  const revisions = yield* syncRevisions(cluster, set, known);
  if (revisions === 'refused') return 'retry';
  const { status, trouble } = yield* step(passOf(cluster, set, revisions, pods, nowMs), pods);
  const written = yield* writeStatus(set, withCompletion(set, status));
  const truncated = yield* truncateHistory(set, known, revisions, pods);
  if (trouble !== undefined || written === 'refused' || truncated === 'refused') return 'retry';
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
    yield { do: 'requeue', key, afterMs: nextAvailabilityMs(pods, minReadySeconds, nowMs) ?? minReadySeconds * 1000 };
  }
}

/** Every ordinal with its pod, or with the pod that should be made for it, and the pods that are to go. */
function passOf(cluster: Cluster, set: StatefulSet, revisions: SetRevisions, pods: readonly Pod[], nowMs: number): Pass {
  const podByOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  const replicas: Pod[] = [];
  for (let ordinal = startOf(set); ordinal < startOf(set) + replicasOf(set); ordinal++) {
    replicas.push(podByOrdinal.get(ordinal) ?? newPod(set, revisionFor(set, revisions, ordinal), ordinal));
  }
  const condemned = pods.filter((pod) => ordinalOf(pod) >= 0 && !isInRange(set, ordinalOf(pod)));
  return {
    cluster,
    set,
    nowMs,
    revisions,
    isOrdered: set.spec?.podManagementPolicy !== 'Parallel',
    replicas,
    condemned: [...condemned].sort((a, b) => ordinalOf(b) - ordinalOf(a)),
  };
}

/** Below the partition a missing pod comes back as it was (`newVersionedStatefulSetPod`). */
function revisionFor(set: StatefulSet, { current, update }: SetRevisions, ordinal: number): SetRevisions['current'] {
  const rolling = set.spec?.updateStrategy?.rollingUpdate;
  if (!isRolling(set) && rolling === undefined) return update;
  return ordinal < startOf(set) + (rolling?.partition ?? 0) ? current : update;
}

interface Stepped {
  readonly status: StatefulSetStatus;
  readonly trouble: string | undefined;
}

/** Scaling first, updating only when nothing is left to scale (`updateStatefulSet`). The status counts the pods as they were. */
function* step(pass: Pass, pods: readonly Pod[]): Generator<Action, Stepped, Outcome> {
  const { set, nowMs, replicas, condemned } = pass;
  const counted = countStatus(set, pass.revisions, [...replicas, ...condemned], nowMs);
  if (set.metadata?.deletionTimestamp !== undefined) return { status: countStatus(set, pass.revisions, pods, nowMs), trouble: undefined };
  for (const stage of [scaleUp, scaleAway]) {
    const result = yield* stage(pass);
    if (result.is !== 'done') return { status: counted, trouble: result.is === 'failed' ? result.text : undefined };
  }
  if (!isRolling(set)) return { status: counted, trouble: undefined };
  const result = yield* updateNext(pass);
  const status = result.is === 'deleted' ? { ...counted, currentReplicas: (counted.currentReplicas ?? 0) - 1 } : counted;
  return { status, trouble: result.is === 'failed' ? result.text : undefined };
}

function* writeStatus(set: StatefulSet, status: StatefulSetStatus): Generator<Action, 'written' | 'refused', Outcome> {
  if (!differs(set.status, status)) return 'written';
  const because = message('simStatefulSetStatus', { set: refOf(set).name });
  const outcome = yield { do: 'updateStatus', object: { ...set, status }, because };
  return outcome.ok ? 'written' : 'refused';
}
