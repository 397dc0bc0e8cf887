import type { Container, ContainerStatus, Node, Pod, PodCondition, PodStatus } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type BehaviorRule, behaviorOf, type ContainerBehavior, workloadOf } from '../behavior.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { failedSinceMs } from '../node-failure.ts';
import { controllerOf, formatTime, keyOf, refOf, splitKey, timeOf } from '../object.ts';
import { isEqual } from '../trace.ts';

/** How long a container takes where nothing says otherwise. */
const DEFAULT_START_MS = 1000;
const DEFAULT_STOP_MS = 1000;
/** How long the containers of a Job run. */
const DEFAULT_JOB_MS = 10_000;

/** The kubelets of all nodes: start what is bound to a node, and let go what is deleted. */
export function createKubelet(rules: readonly BehaviorRule[]): Component {
  return { name: 'kubelet', kinds: ['Pod', 'Node'], keysOf, reconcile: (cluster, key, nowMs) => reconcile(cluster, key, nowMs, rules) };
}

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  if (change.is === 'deleted') return;
  const { after } = change;
  if (after.kind === 'Pod' && (after as Pod).spec?.nodeName) yield keyOf(refOf(after));
  // A node that is back takes up its pods again.
  const isBack =
    change.is === 'updated' && failedSinceMs(change.before as Node) !== undefined && failedSinceMs(after as Node) === undefined;
  if (after.kind === 'Node' && isBack) for (const pod of cluster.podsOn(refOf(after).name)) yield keyOf(refOf(pod));
}

function* reconcile(cluster: Cluster, key: string, nowMs: number, rules: readonly BehaviorRule[]): Reconcile {
  const { namespace, name } = splitKey(key);
  const pod = cluster.get('Pod', namespace, name);
  if (pod === undefined || !pod.spec?.nodeName || failedSinceMs(cluster.get('Node', '', pod.spec.nodeName)) !== undefined) return;
  const lives = livesOf(cluster, pod, rules);
  const deletion = timeOf(pod.metadata?.deletionTimestamp);
  if (deletion !== undefined) {
    const stopMs = stopTimeOf(pod, lives, deletion);
    if (stopMs > nowMs) yield { do: 'requeue', key, afterMs: stopMs - nowMs };
    else yield { do: 'delete', object: refOf(pod), graceSeconds: 0, because: message('simPodStopped', { pod: name }) };
    return;
  }
  const status = statusAt(pod, lives, nowMs);
  if (!isEqual(status, pod.status)) {
    yield { do: 'updateStatus', object: { ...pod, status }, because: message('simPodRuns', { pod: name, phase: status.phase ?? '' }) };
  }
  const next = nextMoment(status, lives, nowMs);
  if (next !== undefined) yield { do: 'requeue', key, afterMs: next - nowMs };
}

/** The moments of one container's life, in milliseconds since the pod was started. */
interface Life {
  readonly container: Container;
  readonly startMs: number;
  /** Infinity: never. */
  readonly readyMs: number;
  readonly endMs: number;
  readonly exitCode: number;
  readonly stopMs: number;
}

function livesOf(cluster: Cluster, pod: Pod, rules: readonly BehaviorRule[]): readonly Life[] {
  const { namespace } = refOf(pod);
  const workload = workloadOf(pod, (kind, name) => controllerOf(cluster.get(kind, namespace, name) ?? {}));
  const isJob = controllerOf(pod)?.kind === 'Job';
  return (pod.spec?.containers ?? []).map((container) => lifeOf(container, behaviorOf(rules, pod, container, workload), isJob));
}

function lifeOf(container: Container, behavior: ContainerBehavior, isJob: boolean): Life {
  const startMs = behavior.startAfterMs ?? DEFAULT_START_MS;
  const runMs = behavior.crashAfterMs ?? (isJob ? DEFAULT_JOB_MS : Infinity);
  return {
    container,
    startMs,
    readyMs: behavior.failReadiness === true ? Infinity : startMs + (behavior.readyAfterMs ?? probeDelayMs(container)),
    endMs: startMs + runMs,
    exitCode: behavior.exitCode ?? (behavior.crashAfterMs === undefined ? 0 : 1),
    stopMs: behavior.stopAfterMs ?? DEFAULT_STOP_MS,
  };
}

/** The first moment at which a readiness probe that always succeeds has succeeded often enough. */
function probeDelayMs({ readinessProbe, startupProbe }: Container): number {
  const probe = readinessProbe ?? startupProbe;
  if (probe === undefined) return 0;
  return ((probe.initialDelaySeconds ?? 0) + ((probe.successThreshold ?? 1) - 1) * (probe.periodSeconds ?? 10)) * 1000;
}

function stopTimeOf(pod: Pod, lives: readonly Life[], deletionMs: number): number {
  const graceMs = (pod.metadata?.deletionGracePeriodSeconds ?? 0) * 1000;
  const begunMs = deletionMs - graceMs;
  const slowest = Math.max(0, ...lives.map(({ container, stopMs }) => preStopMs(container) + stopMs));
  return begunMs + Math.min(graceMs, slowest);
}

function preStopMs({ lifecycle }: Container): number {
  return (lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000;
}

function startedMs(status: PodStatus | undefined): number | undefined {
  return timeOf(status?.startTime);
}

function statusAt(pod: Pod, lives: readonly Life[], nowMs: number): PodStatus {
  const startMs = startedMs(pod.status) ?? Math.floor(nowMs / 1000) * 1000;
  const age = nowMs - startMs;
  const statuses = lives.map((life) => containerStatusAt(life, startMs, age));
  const isRunning = statuses.every(({ state }) => state?.waiting === undefined);
  const isOver = isRunning && statuses.every(({ state }) => state?.terminated !== undefined);
  const isReady = isRunning && statuses.every(({ ready }) => ready);
  const failed = statuses.some(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  const phase = isOver ? (failed ? 'Failed' : 'Succeeded') : isRunning ? 'Running' : 'Pending';
  return {
    ...pod.status,
    phase,
    startTime: formatTime(startMs),
    conditions: withConditions(pod, isReady, isOver, nowMs),
    containerStatuses: statuses,
  };
}

function containerStatusAt({ container, startMs, readyMs, endMs, exitCode }: Life, podStartMs: number, age: number): ContainerStatus {
  const { name, image = '' } = container;
  const startedAt = formatTime(podStartMs + startMs);
  const base = { name, image, imageID: '', restartCount: 0 };
  if (age < startMs) return { ...base, ready: false, started: false, state: { waiting: { reason: 'ContainerCreating' } } };
  if (age < endMs) return { ...base, ready: age >= readyMs, started: true, state: { running: { startedAt } } };
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  const terminated = { exitCode, reason, startedAt, finishedAt: formatTime(podStartMs + endMs) };
  return { ...base, ready: false, started: false, state: { terminated } };
}

/** In the order in which the kubelet writes them; each keeps the moment of its last change. */
function withConditions(pod: Pod, isReady: boolean, isOver: boolean, nowMs: number): readonly PodCondition[] {
  const before = pod.status?.conditions ?? [];
  const condition = (type: string, isTrue: boolean): PodCondition => {
    const status = isTrue ? 'True' : 'False';
    const old = before.find((each) => each.type === type);
    const since = old?.status === status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : formatTime(nowMs);
    return { type, status, lastTransitionTime: since };
  };
  const written = [
    condition('PodReadyToStartContainers', !isOver),
    condition('Initialized', true),
    condition('Ready', isReady),
    condition('ContainersReady', isReady),
  ];
  const scheduled = before.find(({ type }) => type === 'PodScheduled') ?? condition('PodScheduled', true);
  const others = before.filter(({ type }) => type !== 'PodScheduled' && !written.some((each) => each.type === type));
  return [...written, scheduled, ...others];
}

function nextMoment(status: PodStatus, lives: readonly Life[], nowMs: number): number | undefined {
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return undefined;
  const startMs = startedMs(status) ?? nowMs;
  const moments = lives.flatMap((life) => [life.startMs, life.readyMs, life.endMs]).map((moment) => startMs + moment);
  const coming = moments.filter((moment) => moment > nowMs && moment < Infinity);
  return coming.length === 0 ? undefined : Math.min(...coming);
}
