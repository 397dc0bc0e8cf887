import type { Node, NodeCondition, Pod, Taint } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, DelayedKey, Outcome, Reconcile } from '../component.ts';
import { failedSinceMs } from '../node-failure.ts';
import { formatTime, refOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import { conditionOf } from './pods.ts';

/** Silence after which a node counts as not ready (`node-monitor-grace-period`). */
const GRACE_MS = 50_000;
/** How long pods of a node that no longer exists are spared (`pkg/controller/podgc`, quarantine). */
const QUARANTINE_MS = 40_000;

/** Tells by conditions and taints how nodes are (`pkg/controller/nodelifecycle`), and clears up after nodes that are gone. */
export const nodeLifecycleController: Component = { name: 'node-lifecycle', kinds: ['Node'], keysOf, reconcile };

function* keysOf(change: Change): Generator<string | DelayedKey> {
  if (change.is === 'deleted') yield { key: refOf(change.before).name, afterMs: QUARANTINE_MS };
  else yield refOf(change.after).name;
}

function* reconcile(cluster: Cluster, name: string, nowMs: number): Reconcile {
  const node = cluster.get('Node', '', name);
  if (node === undefined) return yield* collectPods(cluster, name);
  const failedMs = failedSinceMs(node);
  const isSilent = failedMs !== undefined && nowMs - failedMs >= GRACE_MS;
  if (failedMs !== undefined && !isSilent) yield { do: 'requeue', key: name, afterMs: failedMs + GRACE_MS - nowMs };
  const next = withTaints(withReady(node, isSilent, nowMs), isSilent, nowMs);
  if (isEqual(next, node)) return;
  const because = message(isSilent ? 'simNodeSilent' : 'simNodeHeard', { node: name });
  const outcome = yield { do: 'update', object: next, because };
  if (!outcome.ok) return 'retry';
  if (!isSilent || readyOf(node)?.status === 'Unknown') return;
  yield {
    do: 'event',
    about: refOf(node),
    type: 'Normal',
    reason: 'NodeNotReady',
    message: `Node ${name} status is now: NodeNotReady`,
    because,
  };
  for (const pod of cluster.podsOn(name)) yield* markNotReady(pod, nowMs, because);
}

function readyOf({ status }: Node): NodeCondition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

function withReady(node: Node, isSilent: boolean, nowMs: number): Node {
  const before = readyOf(node);
  if (isSilent ? before?.status === 'Unknown' : before?.status !== 'Unknown') return node;
  const ready: NodeCondition = isSilent
    ? { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
    : { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' };
  const others = node.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  return { ...node, status: { ...node.status, conditions: [...others, { ...ready, lastTransitionTime: formatTime(nowMs) }] } };
}

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const NOT_READY = 'node.kubernetes.io/not-ready';
const MEMORY_PRESSURE = 'node.kubernetes.io/memory-pressure';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** The taints that follow from the node's state; all others are left as they are. */
function withTaints(node: Node, isSilent: boolean, nowMs: number): Node {
  const before = node.spec?.taints ?? [];
  const timeAdded = formatTime(nowMs);
  const wanted: Taint[] = [];
  const isDown = readyOf(node)?.status === 'False';
  if (isSilent) wanted.push({ key: UNREACHABLE, effect: 'NoSchedule', timeAdded }, { key: UNREACHABLE, effect: 'NoExecute', timeAdded });
  if (isDown) wanted.push({ key: NOT_READY, effect: 'NoSchedule', timeAdded }, { key: NOT_READY, effect: 'NoExecute', timeAdded });
  if (node.spec?.unschedulable === true) wanted.push({ key: UNSCHEDULABLE, effect: 'NoSchedule', timeAdded });
  const isShort = node.status?.conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True') ?? false;
  if (isShort) wanted.push({ key: MEMORY_PRESSURE, effect: 'NoSchedule', timeAdded });
  const own = new Set([UNREACHABLE, NOT_READY, UNSCHEDULABLE, MEMORY_PRESSURE]);
  const kept = before.filter((taint) => !own.has(taint.key) || wanted.some((each) => isSameTaint(each, taint)));
  const added = wanted.filter((each) => !before.some((taint) => isSameTaint(each, taint)));
  if (added.length === 0 && kept.length === before.length) return node;
  return { ...node, spec: { ...node.spec, taints: [...kept, ...added] } };
}

function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function* markNotReady(pod: Pod, nowMs: number, because: Message): Generator<Action, void, Outcome> {
  if (conditionOf(pod, 'Ready')?.status !== 'True') return;
  const conditions = (pod.status?.conditions ?? []).map((each) =>
    each.type === 'Ready' ? { ...each, status: 'False', lastTransitionTime: formatTime(nowMs) } : each,
  );
  yield { do: 'updateStatus', object: { ...pod, status: { ...pod.status, conditions } }, because };
  yield { do: 'event', about: refOf(pod), type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', because };
}

function* collectPods(cluster: Cluster, node: string): Generator<Action, void, Outcome> {
  for (const pod of cluster.podsOn(node)) {
    yield { do: 'delete', object: refOf(pod), graceSeconds: 0, because: message('simNodeGone', { pod: refOf(pod).name, node }) };
  }
}
