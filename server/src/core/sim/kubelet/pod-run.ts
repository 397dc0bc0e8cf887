import type { Pod } from '../../generated/api.ts';
import { type BehaviorRule, behaviorOf } from '../behavior.ts';
import { timeOf } from '../object.ts';
import {
  advance,
  type ContainerNews,
  type ContainerRun,
  create,
  createContainerRun,
  isOver,
  isRunning,
  isStarted,
  nextMoment,
  stop,
} from './container-run.ts';

/** A pod as its kubelet follows it. */
export interface PodRun {
  readonly uid: string;
  /** Init containers and sidecars in order. */
  readonly starters: readonly ContainerRun[];
  readonly apps: readonly ContainerRun[];
  readonly startMs: number;
  readonly ip: string;
  /** An app container has been started once. */
  isInitialized: boolean;
  /** Why the kubelet ends the pod itself. */
  verdict: PodVerdict | undefined;
  /** By when its deletion is to be done, as last asked for. */
  deletionMs: number | undefined;
}

export interface PodVerdict {
  readonly reason: string;
  readonly message: string;
}

export interface PodNews extends ContainerNews {
  /** undefined: about the pod itself. */
  readonly container: string | undefined;
}

/** Begins to follow a pod; one that runs already goes on as its status says. */
export function beginPod(
  pod: Pod,
  rules: readonly BehaviorRule[],
  workload: string | undefined,
  isJob: boolean,
  ip: string,
  nowMs: number,
): PodRun {
  // What is said of a workload is meant for its app containers; others are meant by their image only.
  const byImage = rules.filter(({ image }) => image !== undefined);
  const { annotations: _, ...metadata } = pod.metadata ?? {};
  const starters = (pod.spec?.initContainers ?? []).map((container) =>
    createContainerRun(pod, container, true, behaviorOf(byImage, { ...pod, metadata }, container, undefined), isJob, nowMs),
  );
  const apps = (pod.spec?.containers ?? []).map((container) =>
    createContainerRun(pod, container, false, behaviorOf(rules, pod, container, workload), isJob, nowMs),
  );
  const startMs = timeOf(pod.status?.startTime) ?? Math.floor(nowMs / 1000) * 1000;
  const run: PodRun = {
    uid: pod.metadata?.uid ?? '',
    starters,
    apps,
    startMs,
    ip: pod.status?.podIP ?? ip,
    isInitialized: false,
    verdict: undefined,
    deletionMs: undefined,
  };
  if (pod.status?.phase === 'Running') resume(run, pod, nowMs);
  return run;
}

/** Lets everything happen that is due. */
export function advancePod(run: PodRun, pod: Pod, nowMs: number, tell: (news: PodNews) => void): void {
  takeDeadline(run, pod, nowMs, tell);
  takeDeletion(run, pod, nowMs, tell);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    const mayRestart = !isEnding(run) && !isFinished(run, pod);
    for (const each of containersOf(run)) {
      const told = (news: ContainerNews): void => tell({ ...news, container: each.container.name });
      isMoving = advance(each, pod, nowMs, mayRestart, told) || isMoving;
    }
    if (mayRestart) isMoving = startNext(run, pod, nowMs) || isMoving;
    else isMoving = stopSidecars(run, pod, nowMs, tell) || isMoving;
    run.isInitialized ||= run.apps.some(({ state }) => state.is !== 'idle' && state.is !== 'creating');
  }
}

export function nextPodMoment(run: PodRun, pod: Pod, nowMs: number): number | undefined {
  const moments = containersOf(run).map((each) => nextMoment(each, nowMs) ?? Infinity);
  const deadline = pod.spec?.activeDeadlineSeconds;
  if (deadline !== undefined && run.verdict === undefined && !isFinished(run, pod)) moments.push(run.startMs + deadline * 1000);
  const next = Math.min(...moments.filter((moment) => moment > nowMs));
  return next === Infinity ? undefined : next;
}

export function containersOf(run: PodRun): readonly ContainerRun[] {
  return [...run.starters, ...run.apps];
}

/** Nothing runs any more, and nothing will. */
export function isStill(run: PodRun): boolean {
  return !containersOf(run).some(isRunning);
}

/** Being deleted, or ended by the kubelet. */
export function isEnding(run: PodRun): boolean {
  return run.deletionMs !== undefined || run.verdict !== undefined;
}

/** The app containers have done their work, or an init container has failed for good. */
export function isFinished(run: PodRun, pod: Pod): boolean {
  const hasFailed = run.starters.some((each) => each.role === 'init' && isOver(each, pod) && exitCodeOf(each) !== 0);
  return hasFailed || (run.apps.length > 0 && run.apps.every((each) => isOver(each, pod)));
}

/** Ends a pod for a reason of the node's: it will be Failed. */
export function endPod(run: PodRun, verdict: PodVerdict, graceMs: number, nowMs: number): void {
  run.verdict = verdict;
  for (const each of containersOf(run)) stop(each, nowMs, graceMs);
}

function exitCodeOf({ state }: ContainerRun): number {
  return state.is === 'ended' ? state.end.exitCode : 0;
}

function resume(run: PodRun, pod: Pod, nowMs: number): void {
  run.isInitialized = true;
  const end = { exitCode: 0, reason: 'Completed', startedMs: run.startMs, finishedMs: run.startMs };
  for (const each of run.starters) each.state = each.role === 'init' ? { is: 'ended', end } : { is: 'running', startedMs: run.startMs };
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  for (const each of run.apps) {
    const status = pod.status?.containerStatuses?.find(({ name }) => name === each.container.name);
    each.state = { is: 'running', startedMs: timeOf(status?.state?.running?.startedAt) ?? Math.min(run.startMs, nowMs) };
    each.restarts = status?.restartCount ?? 0;
    each.hasPulled = true;
    each.spans.push({ startedMs: each.state.startedMs, fromMs: each.state.startedMs, untilMs: Infinity, endedBy: 'hang' });
    for (const probe of each.probes) {
      const isKnown = probe.kind === 'readiness' ? (status?.ready ?? isReady) : true;
      probe.result = isKnown;
      probe.last = isKnown;
      probe.isOnHold = probe.kind === 'startup';
    }
  }
}

/** Init containers one after the other, sidecars until they have started, then all apps together. */
function startNext(run: PodRun, pod: Pod, nowMs: number): boolean {
  for (const each of run.starters) {
    if (each.state.is === 'idle') {
      create(each, nowMs);
      return true;
    }
    const isDone = each.role === 'sidecar' ? isStarted(each) || run.isInitialized : isOver(each, pod) || exitedWell(each);
    if (!isDone) return false;
  }
  const waiting = run.apps.filter(({ state }) => state.is === 'idle');
  for (const each of waiting) create(each, nowMs);
  return waiting.length > 0;
}

function exitedWell({ state }: ContainerRun): boolean {
  return state.is === 'ended' && state.end.exitCode === 0;
}

/** A pod has so long from its start, whatever its containers do. */
function takeDeadline(run: PodRun, pod: Pod, nowMs: number, tell: (news: PodNews) => void): void {
  const deadline = pod.spec?.activeDeadlineSeconds;
  if (deadline === undefined || run.verdict !== undefined || isFinished(run, pod) || nowMs < run.startMs + deadline * 1000) return;
  const message = 'Pod was active on the node longer than the specified deadline';
  tell({ type: 'Normal', reason: 'DeadlineExceeded', message, container: undefined });
  endPod(run, { reason: 'DeadlineExceeded', message }, graceMsOf(pod), nowMs);
}

/** The API server has marked the pod: apps are asked to end now, sidecars after them. */
function takeDeletion(run: PodRun, pod: Pod, nowMs: number, tell: (news: PodNews) => void): void {
  const deletionMs = timeOf(pod.metadata?.deletionTimestamp);
  if (deletionMs === undefined || deletionMs === run.deletionMs) return;
  const isFirst = run.deletionMs === undefined;
  run.deletionMs = deletionMs;
  const beganMs = deletionMs - (pod.metadata?.deletionGracePeriodSeconds ?? 0) * 1000;
  for (const each of containersOf(run)) {
    if (!isRunning(each) || each.role === 'sidecar') continue;
    if (isFirst) tell(stopping(each));
    stop(each, nowMs, Math.max(0, (pod.metadata?.deletionGracePeriodSeconds ?? 0) * 1000 - Math.max(0, nowMs - beganMs - 1000)));
  }
}

/** When the others have ended the sidecars go, the last one first. */
function stopSidecars(run: PodRun, pod: Pod, nowMs: number, tell: (news: PodNews) => void): boolean {
  if (containersOf(run).some((each) => each.role !== 'sidecar' && isRunning(each))) return false;
  const last = [...run.starters].reverse().find((each) => each.role === 'sidecar' && isRunning(each));
  if (last === undefined || (last.state.is === 'running' && last.state.stop !== undefined)) return false;
  tell(stopping(last));
  stop(last, nowMs, run.deletionMs === undefined ? graceMsOf(pod) : Math.max(0, run.deletionMs - nowMs));
  return true;
}

function stopping({ container }: ContainerRun): PodNews {
  return { type: 'Normal', reason: 'Killing', message: `Stopping container ${container.name}`, container: container.name };
}

function graceMsOf({ spec }: Pod): number {
  return (spec?.terminationGracePeriodSeconds ?? 30) * 1000;
}
