import type { Node, Pod, Taint, Toleration } from '../../generated/api.ts';
import { tolerates } from '../../kube/toleration.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { formatTime, keyOf, refOf, splitKey, timeOf } from '../object.ts';
import { isEqual } from '../trace.ts';

/** Drives pods from nodes with NoExecute taints, at once or when their tolerations run out (`pkg/controller/tainteviction`). */
export const taintEvictionController: Component = { name: 'taint-eviction', kinds: ['Node', 'Pod'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  if (change.is === 'deleted') return;
  const { after } = change;
  if (after.kind === 'Pod' && expellingTaints(nodeOf(cluster, after as Pod)).length > 0) yield keyOf(refOf(after));
  if (after.kind !== 'Node') return;
  const before = change.is === 'updated' ? expellingTaints(change.before as Node) : [];
  if (isEqual(before, expellingTaints(after as Node))) return;
  for (const pod of cluster.podsOn(refOf(after).name)) yield keyOf(refOf(pod));
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const pod = cluster.get('Pod', namespace, name);
  if (pod === undefined || pod.metadata?.deletionTimestamp !== undefined) return;
  const taints = expellingTaints(nodeOf(cluster, pod));
  const dueMs = evictionMs(taints, pod.spec?.tolerations ?? [], nowMs);
  if (dueMs === Infinity) return;
  if (dueMs > nowMs) {
    yield { do: 'requeue', key, afterMs: dueMs - nowMs };
    return;
  }
  const because = message('simTaintEviction', {
    pod: name,
    node: pod.spec?.nodeName ?? '',
    taint: taints.map(({ key: each }) => each).join(', '),
  });
  const text = `Marking for deletion Pod ${key}`;
  yield { do: 'event', about: refOf(pod), type: 'Normal', reason: 'TaintManagerEviction', message: text, because };
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'DisruptionTarget') ?? [];
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: formatTime(nowMs),
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  yield { do: 'updateStatus', object: { ...pod, status: { ...pod.status, conditions: [...others, condition] } }, because };
  yield { do: 'delete', object: refOf(pod), because };
}

function nodeOf(cluster: Cluster, { spec }: Pod): Node | undefined {
  return spec?.nodeName ? cluster.get('Node', '', spec.nodeName) : undefined;
}

function expellingTaints(node: Node | undefined): readonly Taint[] {
  return node?.spec?.taints?.filter(({ effect }) => effect === 'NoExecute') ?? [];
}

/** When the shortest toleration that is used runs out; now when a taint has none, Infinity when all last for ever. */
function evictionMs(taints: readonly Taint[], tolerations: readonly Toleration[], nowMs: number): number {
  let dueMs = Infinity;
  for (const taint of taints) {
    const used = tolerations.filter((toleration) => tolerates(toleration, taint));
    if (used.length === 0) return nowMs;
    const sinceMs = timeOf(taint.timeAdded) ?? nowMs;
    for (const { tolerationSeconds } of used) {
      if (tolerationSeconds !== undefined) dueMs = Math.min(dueMs, sinceMs + Math.max(0, tolerationSeconds) * 1000);
    }
  }
  return dueMs;
}
