import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, PodCondition, StorageClass } from '../generated/api.ts';
import { message } from '../text/text.ts';
import { topologyOf } from './admission/topology-labels.ts';
import type { Cluster } from './cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from './component.ts';
import { formatTime, keyOf, refOf, splitKey } from './object.ts';
import type { Decision } from './scheduler/decision.ts';
import { boundPair, provisionedVolume } from './scheduler/effects.ts';
import { createScheduler, type SchedulerOptions } from './scheduler/scheduler.ts';

/** The queue is the scheduler's own: the engine knows one key. */
const QUEUE = 'queue';

/** kube-scheduler as a component: it is told of every change, decides pod after pod, and makes its decisions true. */
export function createSchedulingComponent(options: SchedulerOptions = {}): Component {
  const scheduler = createScheduler(options);

  function* keysOf(change: Change, _cluster: Cluster, nowMs: number): Generator<string> {
    if (change.is === 'deleted') scheduler.remove(refOf(change.before), nowMs);
    else scheduler.upsert(change.after, nowMs);
    yield QUEUE;
  }

  function* reconcile(cluster: Cluster, _key: string, nowMs: number): Reconcile {
    for (let decision = scheduler.next(nowMs); decision !== undefined; decision = scheduler.next(nowMs)) {
      const { namespace, name } = splitKey(decision.pod);
      const pod = cluster.get('Pod', namespace, name);
      if (pod === undefined) continue;
      if (decision.node !== '') yield* place(cluster, pod, decision, nowMs);
      else yield* explain(cluster, pod, decision, nowMs);
    }
    const { wakeAtMs } = scheduler;
    if (wakeAtMs !== undefined) yield { do: 'requeue', key: QUEUE, afterMs: Math.max(1, wakeAtMs - nowMs) };
  }

  return { name: 'scheduler', keysOf, reconcile };
}

/** Binds the claims, then the pod, which takes over zone and region of its node (admission plugin PodTopologyLabels). */
function* place(cluster: Cluster, pod: Pod, decision: Decision, nowMs: number): Generator<Action, void, Outcome> {
  const node = cluster.get('Node', '', decision.node);
  yield* bindClaims(cluster, decision, node);
  const { namespace, name } = refOf(pod);
  const because = message('simScheduled', { pod: name, node: decision.node, feasible: decision.feasible.length });
  const bound: Pod = {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, ...topologyOf(node) } },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: decision.node },
    status: withScheduled(pod, { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(nowMs) }),
  };
  const outcome = yield { do: 'update', object: bound, because };
  if (!outcome.ok) return;
  const text = `Successfully assigned ${keyOf({ namespace, name })} to ${decision.node}`;
  yield { do: 'event', about: refOf(pod), type: 'Normal', reason: 'Scheduled', message: text, because, decision };
}

/** No node now: says why, makes room by preemption where that helps. */
function* explain(cluster: Cluster, pod: Pod, decision: Decision, nowMs: number): Generator<Action, void, Outcome> {
  if (decision.reason === 'NotQueued') return;
  const because = message('simUnschedulable', { pod: refOf(pod).name, text: decision.message });
  for (const victim of decision.victims) yield* preempt(cluster, victim, pod, decision, nowMs);
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    lastTransitionTime: formatTime(nowMs),
    reason: decision.reason === 'SchedulingGated' ? 'SchedulingGated' : decision.reason,
    message: decision.message,
  };
  const status = {
    ...withScheduled(pod, condition),
    ...(decision.nominatedNode === '' ? {} : { nominatedNodeName: decision.nominatedNode }),
  };
  yield { do: 'updateStatus', object: { ...pod, status }, because };
  if (decision.reason === 'SchedulingGated') return;
  const text = decision.eventMessage ?? decision.message;
  yield { do: 'event', about: refOf(pod), type: 'Warning', reason: 'FailedScheduling', message: text, because, decision };
}

function* preempt(cluster: Cluster, key: string, preemptor: Pod, decision: Decision, nowMs: number): Generator<Action, void, Outcome> {
  const { namespace, name } = splitKey(key);
  const victim = cluster.get('Pod', namespace, name);
  if (victim === undefined) return;
  const because = message('simPreempted', { pod: name, preemptor: refOf(preemptor).name, node: decision.nominatedNode });
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: formatTime(nowMs),
    reason: 'PreemptionByScheduler',
    message: `${preemptor.spec?.schedulerName || 'default-scheduler'}: preempting to accommodate a higher priority pod`,
  };
  const status = { ...victim.status, conditions: [...(victim.status?.conditions ?? []), condition] };
  yield { do: 'updateStatus', object: { ...victim, status }, because };
  yield { do: 'delete', object: refOf(victim), because };
  const text = `Preempted by pod ${preemptor.metadata?.uid} on node ${decision.nominatedNode}`;
  yield { do: 'event', about: refOf(victim), type: 'Normal', reason: 'Preempted', message: text, because };
}

/** A condition that says the same keeps the moment since when it does. */
function withScheduled(pod: Pod, condition: PodCondition): NonNullable<Pod['status']> {
  const conditions = pod.status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === condition.type);
  const since = before?.status === condition.status ? before.lastTransitionTime : condition.lastTransitionTime;
  const next = { ...condition, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return { ...pod.status, phase: pod.status?.phase ?? 'Pending', conditions: [...conditions.filter((each) => each !== before), next] };
}

/** PreBind: chosen volumes are bound, and claims left to a provisioner get theirs on the node at once. */
function* bindClaims(cluster: Cluster, decision: Decision, node: Node | undefined): Generator<Action, void, Outcome> {
  for (const [key, volumeName] of Object.entries(decision.volumeBindings ?? {})) {
    yield* bindClaim(cluster, key, cluster.get('PersistentVolume', '', volumeName));
  }
  for (const key of decision.volumesProvisioned ?? []) {
    const claim = claimOf(cluster, key);
    const storageClass: StorageClass | undefined = cluster.get('StorageClass', '', claim?.spec?.storageClassName ?? '');
    if (claim === undefined || storageClass === undefined) continue;
    const made = provisionedVolume(claim, storageClass.provisioner, node);
    const volume: PersistentVolume = {
      ...made,
      spec: { ...made.spec, persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete' },
    };
    const outcome = yield { do: 'create', object: volume, because: message('simProvisioned', { claim: key, node: decision.node }) };
    if (outcome.ok) yield* bindClaim(cluster, key, outcome.object as PersistentVolume);
  }
}

function* bindClaim(cluster: Cluster, key: string, volume: PersistentVolume | undefined): Generator<Action, void, Outcome> {
  const claim = claimOf(cluster, key);
  if (claim === undefined || volume === undefined) return;
  const because = message('simBound', { claim: key, volume: refOf(volume).name });
  for (const object of boundPair(claim, volume)) yield { do: 'update', object, because };
}

function claimOf(cluster: Cluster, key: string): PersistentVolumeClaim | undefined {
  const { namespace, name } = splitKey(key);
  return cluster.get('PersistentVolumeClaim', namespace, name);
}
