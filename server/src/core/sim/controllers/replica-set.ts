import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus, ReplicationController } from '../../generated/api.ts';
import { matches, selectorOfLabels, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile, Refusal } from '../component.ts';
import { controllerOf, formatTime, type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';
import { rankForDeletion } from './deletion-rank.ts';
import { claim, controllerRef, isControlledBy, ownerKeys } from './ownership.ts';
import { isActive, isAvailable, isReady, isTerminating, nextAvailabilityMs, podFromTemplate } from './pods.ts';
import { BURST, slowStart } from './slow-start.ts';

/** Keeps as many pods as a ReplicaSet asks for (`pkg/controller/replicaset/replica_set.go`). */
export const replicaSetController = createReplicaController('ReplicaSet');
/** The same for ReplicationControllers, whose selector knows equality only (`pkg/controller/replication`). */
export const replicationControllerController = createReplicaController('ReplicationController');

type ReplicaKind = 'ReplicaSet' | 'ReplicationController';
type Replicas = ReplicaSet | ReplicationController;

function createReplicaController(kind: ReplicaKind): Component {
  return {
    name: kind === 'ReplicaSet' ? 'replicaset' : 'replicationcontroller',
    kinds: [kind, 'Pod'],
    keysOf: (change, cluster) => keysOf(kind, change, cluster),
    reconcile: (cluster, key, nowMs) => reconcile(kind, cluster, key, nowMs),
  };
}

function* keysOf(kind: ReplicaKind, change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === kind) yield keyOf(refOf(object));
  if (object.kind === 'Pod') yield* ownerKeys<ReplicaKind>(kind, change, cluster, selects);
}

function* reconcile(kind: ReplicaKind, cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const set: Replicas | undefined = cluster.get(kind, namespace, name);
  if (set === undefined) return;
  const candidates = [...cluster.ownedBy('Pod', set.metadata?.uid ?? ''), ...cluster.orphansIn('Pod', namespace)];
  const active = yield* claim(set, candidates.filter(isActive), (pod) => selects(set, pod));
  if (active === undefined) return 'retry';
  const terminating = candidates.filter((pod) => isTerminating(pod) && isControlledBy(pod, set) && selects(set, pod));
  const refusal = set.metadata?.deletionTimestamp === undefined ? yield* manage(cluster, set, active, nowMs) : undefined;
  const status = statusOf(set, active, terminating.length, refusal, nowMs);
  if (!isEqual(status, set.status)) {
    const outcome = yield { do: 'updateStatus', object: { ...set, status }, because: message('simReplicaSetStatus', { set: name }) };
    if (!outcome.ok) return 'retry';
  }
  if (refusal !== undefined) return 'retry';
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
    const afterMs = nextAvailabilityMs(active, minReadySeconds, nowMs) ?? minReadySeconds * 1000;
    yield { do: 'requeue', key, afterMs };
  }
}

function selects(set: Replicas, pod: KubeObject): boolean {
  const labels = pod.metadata?.labels;
  if (set.kind === 'ReplicaSet') return matches(validSelectorOf((set as ReplicaSet).spec?.selector), labels);
  const wanted = (set as ReplicationController).spec?.selector ?? set.spec?.template?.metadata?.labels ?? {};
  return Object.keys(wanted).length > 0 && matches(selectorOfLabels(wanted), labels);
}

/** Creates what is missing or deletes what is too much (`manageReplicas`). Gives the server's refusal, if any. */
function* manage(cluster: Cluster, set: Replicas, active: readonly Pod[], nowMs: number): Generator<Action, Refusal | undefined, Outcome> {
  const wanted = set.spec?.replicas ?? 1;
  const missing = wanted - active.length;
  if (missing > 0) return yield* slowStart(Math.min(missing, BURST), () => createPod(set, wanted, active.length));
  if (missing === 0) return undefined;
  const count = Math.min(-missing, BURST);
  let first: Refusal | undefined;
  for (const pod of chooseForDeletion(cluster, set, active, count, nowMs)) {
    const refusal = yield* deletePod(set, pod, wanted, active.length);
    first ??= refusal;
  }
  return first;
}

function* createPod(set: Replicas, wanted: number, have: number): Generator<Action, Refusal | undefined, Outcome> {
  const { namespace, name } = refOf(set);
  const template = podFromTemplate(set.spec?.template);
  const pod: Pod = {
    ...template,
    metadata: { ...template.metadata, generateName: `${name}-`, namespace, ownerReferences: [controllerRef(set)] },
  };
  const because = message(isController(set) ? 'simControllerTooFewPods' : 'simTooFewPods', { set: name, wanted, have });
  const outcome = yield { do: 'create', object: pod, because };
  yield outcome.ok
    ? {
        do: 'event',
        about: refOf(set),
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${outcome.object.metadata?.name}`,
        because,
      }
    : {
        do: 'event',
        about: refOf(set),
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${outcome.message}`,
        because: message('simRefused', { text: outcome.message }),
      };
  return outcome.ok ? undefined : outcome;
}

function* deletePod(set: Replicas, pod: Pod, wanted: number, have: number): Generator<Action, Refusal | undefined, Outcome> {
  const because = message(isController(set) ? 'simControllerTooManyPods' : 'simTooManyPods', { set: refOf(set).name, wanted, have });
  const outcome = yield { do: 'delete', object: refOf(pod), because };
  if (!outcome.ok) return outcome.status === 'NotFound' ? undefined : outcome;
  yield {
    do: 'event',
    about: refOf(set),
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message: `Deleted pod: ${refOf(pod).name}`,
    because,
  };
  return undefined;
}

function isController({ kind }: Replicas): boolean {
  return kind === 'ReplicationController';
}

/** `getPodsToDelete`: pods that share their node with pods of sister ReplicaSets are given up before others of their rank. */
function chooseForDeletion(cluster: Cluster, set: Replicas, active: readonly Pod[], count: number, nowMs: number): readonly Pod[] {
  if (count >= active.length) return active;
  const countByNode = new Map<string, number>();
  for (const pod of relatedPods(cluster, set)) {
    const node = pod.spec?.nodeName ?? '';
    if (isActive(pod)) countByNode.set(node, (countByNode.get(node) ?? 0) + 1);
  }
  return rankForDeletion(active, (pod) => countByNode.get(pod.spec?.nodeName ?? '') ?? 0, nowMs).slice(0, count);
}

/** Pods that any ReplicaSet of the same owner selects; without an owner there are none (`getIndirectlyRelatedPods`). */
function relatedPods(cluster: Cluster, set: Replicas): Iterable<Pod> {
  const owner = controllerOf(set);
  if (owner === undefined) return [];
  const related = new Set<Pod>();
  for (const sister of cluster.ownedBy(set.kind as ReplicaKind, owner.uid)) {
    if (controllerOf(sister)?.uid !== owner.uid) continue;
    const pods = [...cluster.ownedBy('Pod', sister.metadata?.uid ?? ''), ...cluster.orphansIn('Pod', refOf(sister).namespace)];
    for (const pod of pods) if (selects(sister, pod)) related.add(pod);
  }
  return related;
}

/** `calculateStatus`: counts the pods as they were before this sync created or deleted any. */
function statusOf(
  set: Replicas,
  active: readonly Pod[],
  terminating: number,
  refusal: Refusal | undefined,
  nowMs: number,
): ReplicaSetStatus {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const templateLabels = selectorOfLabels(set.spec?.template?.metadata?.labels ?? {});
  const conditions = conditionsOf(set, active, refusal, nowMs);
  return {
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => matches(templateLabels, pod.metadata?.labels)).length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: active.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
    ...(set.kind === 'ReplicaSet' ? { terminatingReplicas: terminating } : {}),
    observedGeneration: set.metadata?.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** ReplicaFailure comes with the first refusal, keeps its first text, and goes with the first sync that succeeds. */
function conditionsOf(set: Replicas, active: readonly Pod[], refusal: Refusal | undefined, nowMs: number): readonly ReplicaSetCondition[] {
  const conditions: readonly ReplicaSetCondition[] = set.status?.conditions ?? [];
  const failed = conditions.some(({ type }) => type === 'ReplicaFailure');
  if (refusal === undefined) return failed ? conditions.filter(({ type }) => type !== 'ReplicaFailure') : conditions;
  if (failed) return conditions;
  const failure: ReplicaSetCondition = {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: formatTime(nowMs),
    reason: active.length < (set.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
    message: refusal.message,
  };
  return [...conditions, failure];
}
