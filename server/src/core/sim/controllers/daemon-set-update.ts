import type { DaemonSet, Pod } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { refOf } from '../object.ts';
import { judgeNode } from './daemon-set-nodes.ts';
import { type DaemonPass, isLeaving, isOfHash, type Plan, surgeOf, unavailableOf } from './daemon-set-pods.ts';
import { isAvailable } from './pods.ts';

/**
 * The next step of a rolling update within its bounds (`pkg/controller/daemon/update.go rollingUpdate`). Upstream goes through the
 * nodes in random order; here it is their order of creation.
 */
export function planUpdate(pass: DaemonPass): Plan {
  const { set, nodes, podsByNode } = pass;
  const wanted = nodes.filter((node) => judgeNode(set, node).shouldRun);
  const byNode = new Map(podsByNode);
  for (const node of wanted) if (!byNode.has(refOf(node).name)) byNode.set(refOf(node).name, []);
  const maxSurge = surgeOf(set, wanted.length);
  const maxUnavailable = unavailableOf(set, wanted.length);
  const bound = wanted.length > 0 && maxUnavailable === 0 && maxSurge === 0 ? 1 : maxUnavailable;
  const bounded = { ...pass, podsByNode: byNode };
  return maxSurge === 0 ? planReplacing(bounded, bound) : planSurging(bounded, maxSurge, wanted.length);
}

/** One old and one new pod at most; undefined when there are more, which managing the nodes will clear up first. */
interface Pair {
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
}

function pairOf(pods: readonly Pod[], hash: string): Pair | undefined {
  const staying = pods.filter((pod) => !isLeaving(pod));
  const newPods = staying.filter((pod) => isOfHash(pod, hash));
  const oldPods = staying.filter((pod) => !isOfHash(pod, hash));
  return newPods.length > 1 || oldPods.length > 1 ? undefined : { newPod: newPods[0], oldPod: oldPods[0] };
}

/** Without surge: unavailable old pods go at once, available ones as far as the unavailable are few enough. */
function planReplacing(pass: DaemonPass, maxUnavailable: number): Plan {
  let unavailable = 0;
  const replaceable: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of pass.podsByNode.values()) {
    const pair = pairOf(pods, pass.hash);
    const single = pair === undefined || (pair.newPod === undefined) === (pair.oldPod === undefined) ? undefined : pair;
    if (single === undefined) unavailable++;
    else if (single.newPod !== undefined) unavailable += isUp(pass, single.newPod) ? 0 : 1;
    else if (single.oldPod !== undefined && !isUp(pass, single.oldPod)) {
      replaceable.push(single.oldPod);
      unavailable++;
    } else if (single.oldPod !== undefined && unavailable < maxUnavailable) candidates.push(single.oldPod);
  }
  const spare = Math.max(0, maxUnavailable - unavailable);
  const because = message('simDaemonReplace', { set: refOf(pass.set).name, unavailable, maxUnavailable });
  return { create: [], remove: [...replaceable, ...candidates.slice(0, spare)].map((pod) => ({ pod, because })) };
}

/** With surge: new pods come beside old ones, which go when the new one is available. */
function planSurging(pass: DaemonPass, maxSurge: number, desired: number): Plan {
  const { set } = pass;
  const remove: Pod[] = [];
  const unwanted: Pod[] = [];
  const allowed: string[] = [];
  const candidates: string[] = [];
  let surging = 0;
  let available = 0;
  for (const [node, pods] of pass.podsByNode) {
    const pair = pairOf(pods, pass.hash);
    if (pair === undefined) {
      surging++;
      continue;
    }
    const { newPod, oldPod } = pair;
    const counted = oldPod ?? newPod;
    if (counted !== undefined && isUp(pass, counted)) available++;
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (isUp(pass, newPod)) remove.push(oldPod);
      else surging++;
    } else if (!isWanted(pass, node)) (isUp(pass, oldPod) ? unwanted : remove).push(oldPod);
    else if (!isUp(pass, oldPod)) allowed.push(node);
    else if (surging < maxSurge) candidates.push(node);
  }
  remove.push(...unwanted.slice(0, Math.max(0, available - desired)));
  const nodes = [...allowed, ...candidates.slice(0, Math.max(0, maxSurge - surging))];
  const name = refOf(set).name;
  return {
    create: nodes.map((node) => ({ node, because: message('simDaemonSurge', { set: name, node, maxSurge }) })),
    remove: remove.map((pod) => ({ pod, because: message('simDaemonSurged', { set: name, pod: refOf(pod).name }) })),
  };
}

function isUp({ set, nowMs }: DaemonPass, pod: Pod): boolean {
  return isAvailable(pod, minReadySecondsOf(set), nowMs);
}

function isWanted({ set, nodes }: DaemonPass, name: string): boolean {
  const node = nodes.find((each) => refOf(each).name === name);
  return node !== undefined && judgeNode(set, node).shouldRun;
}

function minReadySecondsOf({ spec }: DaemonSet): number {
  return spec?.minReadySeconds ?? 0;
}
