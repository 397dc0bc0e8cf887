import type { DaemonSet, Node, Pod } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import type { Action, Outcome } from '../component.ts';
import { keyOf, refOf, timeOf } from '../object.ts';
import { REVISION_HASH_LABEL } from './controller-revisions.ts';
import { judgeNode, targetNodeOf } from './daemon-set-nodes.ts';
import type { FailureBackoff } from './failure-backoff.ts';
import { scaledValue } from './fenceposts.ts';
import { hasEnded, isAvailable, isReady } from './pods.ts';

/** What one sync of a DaemonSet works on. */
export interface DaemonPass {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  readonly nowMs: number;
  /** The hash of the present template: what new pods carry. */
  readonly hash: string;
  readonly podsByNode: ReadonlyMap<string, readonly Pod[]>;
  readonly backoff: FailureBackoff;
}

/** Where pods are to be made, and which are to go. */
export interface Plan {
  readonly create: readonly { readonly node: string; readonly because: Message }[];
  readonly remove: readonly { readonly pod: Pod; readonly because: Message }[];
}

/** Pods by the node they are on or meant for; those that ended and are being deleted are nobody's concern any more. */
export function groupByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNodeOf(pod);
    if (node === undefined || (hasEnded(pod) && isLeaving(pod))) continue;
    const group = byNode.get(node);
    if (group === undefined) byNode.set(node, [pod]);
    else group.push(pod);
  }
  return byNode;
}

/** One pod on every node that should have one, none on the others (`manage`). */
export function* planNodes(pass: DaemonPass): Generator<Action, Plan, Outcome> {
  const create: { node: string; because: Message }[] = [];
  const remove: { pod: Pod; because: Message }[] = [];
  for (const node of pass.nodes) {
    const name = refOf(node).name;
    const pods = pass.podsByNode.get(name);
    const { shouldRun, shouldContinueRunning } = judgeNode(pass.set, node);
    const missing = { node: name, because: message('simDaemonMissing', { set: refOf(pass.set).name, node: name }) };
    if (shouldRun && pods === undefined) create.push(missing);
    else if (shouldContinueRunning) {
      const { running, ended } = yield* sortOut(pass, name, pods ?? []);
      remove.push(...ended, ...surplusOf(pass, name, running));
      if (running.length === 0 && shouldRun && allowsSurge(pass.set)) create.push(missing);
    } else {
      const because = message('simDaemonUnwanted', { set: refOf(pass.set).name, node: name });
      for (const pod of pods ?? []) if (!isLeaving(pod)) remove.push({ pod, because });
    }
  }
  return { create, remove: [...remove, ...homelessPods(pass)] };
}

export function isLeaving({ metadata }: Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

export function isOfHash(pod: Pod, hash: string): boolean {
  return hash !== '' && pod.metadata?.labels?.[REVISION_HASH_LABEL] === hash;
}

/** Bound pods first, then the oldest. */
export function oldestFirst(pods: readonly Pod[]): readonly Pod[] {
  const created = (pod: Pod): number => timeOf(pod.metadata?.creationTimestamp) ?? 0;
  return [...pods].sort(
    (a, b) => Number(!a.spec?.nodeName) - Number(!b.spec?.nodeName) || created(a) - created(b) || (refOf(a).name < refOf(b).name ? -1 : 1),
  );
}

export function surgeOf({ spec }: DaemonSet, nodes: number): number {
  return isRolling(spec) ? scaledValue(spec?.updateStrategy?.rollingUpdate?.maxSurge, nodes, 'up') : 0;
}

export function unavailableOf({ spec }: DaemonSet, nodes: number): number {
  return isRolling(spec) ? scaledValue(spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, nodes, 'up') : 0;
}

export function isRolling(spec: DaemonSet['spec']): boolean {
  return (spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
}

function allowsSurge(set: DaemonSet): boolean {
  return surgeOf(set, 1) > 0;
}

interface Sorted {
  readonly running: readonly Pod[];
  readonly ended: readonly { readonly pod: Pod; readonly because: Message }[];
}

/** Tells pods that ended from the others; failed ones are replaced with growing waits, since the kubelet may refuse them again. */
function* sortOut(pass: DaemonPass, node: string, pods: readonly Pod[]): Generator<Action, Sorted, Outcome> {
  const running: Pod[] = [];
  const ended: { pod: Pod; because: Message }[] = [];
  for (const pod of pods) {
    if (isLeaving(pod)) continue;
    if (!hasEnded(pod)) {
      running.push(pod);
      continue;
    }
    if (pod.status?.phase === 'Failed') {
      const item = `${pass.set.metadata?.uid}/${pass.set.status?.observedGeneration ?? 0}/${node}`;
      const waitMs = pass.backoff.waitMs(item, pass.nowMs);
      if (waitMs !== undefined) {
        yield { do: 'requeue', key: keyOf(refOf(pass.set)), afterMs: waitMs };
        continue;
      }
      pass.backoff.note(item, pass.nowMs);
    }
    yield* tellEnded(pass.set, pod, node);
    ended.push({ pod, because: message('simReplaceEnded', { pod: refOf(pod).name }) });
  }
  return { running, ended };
}

function* tellEnded(set: DaemonSet, pod: Pod, node: string): Generator<Action, void, Outcome> {
  const { namespace, name } = refOf(pod);
  const isFailed = pod.status?.phase === 'Failed';
  yield {
    do: 'event',
    about: refOf(set),
    type: isFailed ? 'Warning' : 'Normal',
    reason: isFailed ? 'FailedDaemonPod' : 'SucceededDaemonPod',
    message: isFailed
      ? `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`
      : `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`,
    because: message('simReplaceEnded', { pod: name }),
  };
}

/**
 * What is too much on one node: all but the oldest; while surging, a new pod may stand beside an old one until the new one is
 * available or the old one is not ready.
 */
function surplusOf(pass: DaemonPass, node: string, running: readonly Pod[]): Plan['remove'] {
  if (running.length <= 1) return [];
  const because = message('simDaemonSurplus', { set: refOf(pass.set).name, node });
  if (!allowsSurge(pass.set))
    return oldestFirst(running)
      .slice(1)
      .map((pod) => ({ pod, because }));
  const ordered = oldestFirst(running);
  const newest = ordered.find((pod) => isOfHash(pod, pass.hash));
  const oldest = ordered.find((pod) => !isOfHash(pod, pass.hash));
  const surplus = ordered.filter((pod) => pod !== newest && pod !== oldest);
  if (newest !== undefined && oldest !== undefined) {
    const isReplaced = isAvailable(newest, pass.set.spec?.minReadySeconds ?? 0, pass.nowMs);
    if (!isReady(oldest) || isReplaced) surplus.push(oldest);
  }
  return surplus.map((pod) => ({ pod, because }));
}

/** Pods that wait for a node that no longer exists would wait for ever. */
function homelessPods({ nodes, podsByNode }: DaemonPass): Plan['remove'] {
  const known = new Set(nodes.map((node) => refOf(node).name));
  return [...podsByNode].flatMap(([node, pods]) =>
    known.has(node)
      ? []
      : pods
          .filter(({ spec }) => !spec?.nodeName)
          .map((pod) => ({ pod, because: message('simDaemonHomeless', { pod: refOf(pod).name, node }) })),
  );
}
