import type { Node, Pod } from '../../generated/api.ts';
import { qosClassOf } from '../../kube/qos.ts';
import { message } from '../../text/text.ts';
import { type BehaviorRule, workloadOf } from '../behavior.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from '../component.ts';
import { failedSinceMs } from '../node-failure.ts';
import { controllerOf, keyOf, refOf, splitKey, timeOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import type { PodAnswers } from './answer-spans.ts';
import {
  isShortOfMemory,
  PRESSURE_CHECK_MS,
  PRESSURE_LASTS_MS,
  pressureVictim,
  saysMemoryPressure,
  withMemoryPressure,
} from './memory-pressure.ts';
import { type Rejection, rejectionOf } from './pod-admission.ts';
import { advancePod, beginPod, endPod, isFinished, isStill, nextPodMoment, type PodNews, type PodRun } from './pod-run.ts';
import { podStatus } from './pod-status.ts';

/** Before the key of a node; no namespace can be called so. */
const NODES = '(node)';
const EVICTION_GRACE_MS = 1000;
/** How soon a pod is turned away. Its owner makes a new one at once, so without a pause there would be no end within one instant. */
const REJECTION_MS = 1000;

/**
 * The kubelets of all nodes: they run what is bound to a node, tell how it goes, and let go what is deleted.
 *
 * @param began is given the answers of each pod that begins; they grow while the pod lives
 */
export function createKubelet(rules: readonly BehaviorRule[], began: (answers: PodAnswers) => void = () => undefined): Component {
  const kubelet: Kubelet = { rules, began, runs: new Map(), shortMs: new Map(), addresses: 0 };
  return {
    name: 'kubelet',
    kinds: ['Pod', 'Node'],
    keysOf: (change, cluster) => keysOf(kubelet, change, cluster),
    *reconcile(cluster, key, nowMs) {
      const { namespace, name } = splitKey(key);
      if (namespace === NODES) yield* relieveNode(kubelet, cluster, name, nowMs);
      else yield* syncPod(kubelet, cluster, key, nowMs);
    },
  };
}

interface Kubelet {
  readonly rules: readonly BehaviorRule[];
  began(answers: PodAnswers): void;
  readonly runs: Map<string, PodRun>;
  /** When each node was short of memory the last time. */
  readonly shortMs: Map<string, number>;
  /** How many pods have got an address. */
  addresses: number;
}

function* keysOf(kubelet: Kubelet, change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Node') {
    if (change.is === 'updated' && isSilent(change.before as Node) && !isSilent(object as Node)) {
      for (const pod of cluster.podsOn(refOf(object).name)) yield keyOf(refOf(pod));
    }
    return;
  }
  if (object.kind !== 'Pod') return;
  if (change.is === 'deleted') kubelet.runs.delete(object.metadata?.uid ?? '');
  else if ((object as Pod).spec?.nodeName) yield keyOf(refOf(object));
}

/** The machine has stopped: nothing is heard of it. */
function isSilent(node: Node | undefined): boolean {
  return failedSinceMs(node) !== undefined;
}

function* syncPod(kubelet: Kubelet, cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const pod = cluster.get('Pod', namespace, name);
  if (pod === undefined || !pod.spec?.nodeName || isSilent(cluster.get('Node', '', pod.spec.nodeName))) return;
  if (isNew(kubelet, pod)) {
    const rejection = judgeNew(kubelet, cluster, pod);
    if (rejection !== undefined) {
      const waitMs = (timeOf(pod.metadata?.creationTimestamp) ?? nowMs) + REJECTION_MS - nowMs;
      if (waitMs > 0) yield { do: 'requeue', key, afterMs: waitMs };
      else yield* reject(pod, rejection);
      return;
    }
  }
  const run = runOf(kubelet, cluster, pod, nowMs);
  if (run === undefined) {
    if (pod.metadata?.deletionTimestamp !== undefined) yield* letGo(pod);
    return;
  }
  const news: PodNews[] = [];
  advancePod(run, pod, nowMs, (each) => news.push(each));
  for (const each of news) yield tell(pod, each);
  const status = podStatus(run, pod, nowMs);
  if (!isEqual(status, pod.status)) {
    const because = message('simPodRuns', { pod: name, phase: status.phase ?? '' });
    const outcome = yield { do: 'updateStatus', object: { ...pod, status }, because };
    if (!outcome.ok) return outcome.status === 'NotFound' ? undefined : 'retry';
  }
  if (run.deletionMs !== undefined && isStill(run)) {
    yield* letGo(pod);
    return;
  }
  const next = nextPodMoment(run, pod, nowMs);
  if (next !== undefined) yield { do: 'requeue', key, afterMs: next - nowMs };
  if (run.apps.some(({ behavior }) => behavior.memoryBytes !== undefined))
    yield { do: 'requeue', key: `${NODES}/${pod.spec.nodeName}`, afterMs: PRESSURE_CHECK_MS };
}

/** Bound a moment ago: nobody has started it. */
function isNew(kubelet: Kubelet, { metadata, status }: Pod): boolean {
  return !kubelet.runs.has(metadata?.uid ?? '') && (status?.phase ?? 'Pending') === 'Pending' && metadata?.deletionTimestamp === undefined;
}

function judgeNew(kubelet: Kubelet, cluster: Cluster, pod: Pod): Rejection | undefined {
  const nodeName = pod.spec?.nodeName ?? '';
  const node = cluster.get('Node', '', nodeName);
  return (
    node &&
    rejectionOf(
      pod,
      node,
      cluster.podsOn(nodeName).filter((each) => !isNew(kubelet, each)),
    )
  );
}

/** `pkg/kubelet/kubelet.go` rejectPod. */
function* reject(pod: Pod, { reason, message: text }: Rejection): Generator<Action, void, Outcome> {
  yield tell(pod, { type: 'Warning', reason, message: text, container: undefined });
  const status = {
    ...pod.status,
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${text}`,
    qosClass: pod.status?.qosClass ?? qosClassOf(pod),
  };
  yield { do: 'updateStatus', object: { ...pod, status }, because: message('kubeletRejected', { pod: refOf(pod).name, text }) };
}

/** What is known of a pod that may still do something; undefined for one that ended before anyone looked. */
function runOf(kubelet: Kubelet, cluster: Cluster, pod: Pod, nowMs: number): PodRun | undefined {
  const uid = pod.metadata?.uid ?? '';
  const known = kubelet.runs.get(uid);
  if (known !== undefined) return known;
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return undefined;
  const workload = workloadOf(pod, ({ kind, namespace, name }) => cluster.get(kind, namespace, name));
  const number = ++kubelet.addresses;
  const ip = `10.244.${(number >> 8) & 255}.${number & 255}`;
  const run = beginPod(pod, kubelet.rules, workload, controllerOf(pod)?.kind === 'Job', ip, nowMs);
  kubelet.runs.set(uid, run);
  kubelet.began({ pod: refOf(pod), uid, containers: run.apps.map(({ spans }) => spans) });
  return run;
}

function* letGo(pod: Pod): Generator<Action, void, Outcome> {
  yield { do: 'delete', object: refOf(pod), graceSeconds: 0, because: message('simPodStopped', { pod: refOf(pod).name }) };
}

function tell(pod: Pod, { type, reason, message: text, container }: PodNews): Action {
  const about = refOf(pod);
  const because =
    container === undefined
      ? message('kubeletPodNews', { pod: about.name, text })
      : message('kubeletContainerNews', { pod: about.name, container, text });
  return { do: 'event', about, type, reason, message: text, because };
}

/** Under memory pressure a node says so and gives up one pod at a time. */
function* relieveNode(kubelet: Kubelet, cluster: Cluster, name: string, nowMs: number): Reconcile {
  const node = cluster.get('Node', '', name);
  if (node === undefined || isSilent(node)) return;
  const pods = cluster.podsOn(name);
  const runOf = (pod: Pod): PodRun | undefined => kubelet.runs.get(pod.metadata?.uid ?? '');
  yield* tellPressure(kubelet, node, isShortOfMemory(node, pods, runOf), nowMs);
  const victim = pressureVictim(node, pods, runOf);
  if (victim === undefined) return;
  const { pod, text } = victim;
  const run = runOf(pod);
  if (run === undefined || isFinished(run, pod)) return;
  endPod(run, { reason: 'Evicted', message: text }, EVICTION_GRACE_MS, nowMs);
  yield tell(pod, { type: 'Warning', reason: 'Evicted', message: text, container: undefined });
  yield* syncPod(kubelet, cluster, keyOf(refOf(pod)), nowMs);
  yield { do: 'requeue', key: keyOf(refOf(pod)), afterMs: EVICTION_GRACE_MS };
}

/** The node's condition, from which its taint follows; it stays for a while after the last shortage. */
function* tellPressure(kubelet: Kubelet, node: Node, isShort: boolean, nowMs: number): Generator<Action, void, Outcome> {
  const { name } = refOf(node);
  if (isShort) kubelet.shortMs.set(name, nowMs);
  const isTold = saysMemoryPressure(node);
  const endMs = (kubelet.shortMs.get(name) ?? nowMs) + PRESSURE_LASTS_MS;
  const isOver = isTold && !isShort && nowMs >= endMs;
  if (isShort) yield { do: 'requeue', key: `${NODES}/${name}`, afterMs: PRESSURE_CHECK_MS };
  else if (isTold && !isOver) yield { do: 'requeue', key: `${NODES}/${name}`, afterMs: endMs - nowMs };
  if (isShort === isTold || (isTold && !isOver)) return;
  const because = message(isShort ? 'kubeletShortOfMemory' : 'kubeletEnoughMemory', { node: name });
  const reason = isShort ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory';
  yield { do: 'updateStatus', object: withMemoryPressure(node, isShort, nowMs), because };
  yield { do: 'event', about: refOf(node), type: 'Normal', reason, message: `Node ${name} status is now: ${reason}`, because };
}
