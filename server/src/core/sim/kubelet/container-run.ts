import type { Container, Pod } from '../../generated/api.ts';
import { isSidecar } from '../../kube/effective-requests.ts';
import { quantityOf, value } from '../../kube/quantity.ts';
import type { ContainerBehavior } from '../behavior.ts';
import { type AnswerSpan, closeSpan } from './answer-spans.ts';
import { shouldRestart } from './container-restart.ts';
import { type Answer, askProbe, createProbe, isTick, nextTickMs, type ProbeKind, type ProbeRun, renewProbe } from './probe-run.ts';
import { afterTry, type Backoff, retryMs } from './restart-backoff.ts';

/** How a container ended. */
export interface End {
  readonly exitCode: number;
  readonly reason: string;
  readonly startedMs: number;
  readonly finishedMs: number;
}

/** A container on its way out: SIGTERM comes after preStop, SIGKILL when the grace is over. */
export interface Stop {
  readonly beganMs: number;
  readonly endMs: number;
  readonly exitCode: number;
}

export type ContainerState =
  /** Its turn has not come. */
  | { readonly is: 'idle' }
  /** `after`: it is started again, and until then shows how it ended. */
  | { readonly is: 'creating'; readonly untilMs: number; readonly after?: End }
  | { readonly is: 'pullFailed'; readonly failedMs: number; readonly retryMs: number }
  | { readonly is: 'running'; readonly startedMs: number; readonly stop?: Stop }
  | { readonly is: 'backingOff'; readonly end: End; readonly waitMs: number; readonly untilMs: number }
  | { readonly is: 'ended'; readonly end: End };

export type ContainerRole = 'init' | 'sidecar' | 'app';

/** One container as the kubelet follows it. */
export interface ContainerRun {
  readonly container: Container;
  readonly role: ContainerRole;
  readonly behavior: ContainerBehavior;
  readonly naturalEndMs: number;
  readonly naturalExit: { readonly exitCode: number; readonly reason: string };
  readonly probes: readonly ProbeRun[];
  /** When it answered requests, start by start. */
  readonly spans: AnswerSpan[];
  state: ContainerState;
  restarts: number;
  lastEnd: End | undefined;
  hasPulled: boolean;
  restartBackoff: Backoff | undefined;
  pullBackoff: Backoff | undefined;
}

/** What happened to a container, to be told as an Event. */
export interface ContainerNews {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** From a pod's turn to a container's start where nothing says otherwise: pulling the image, creating it. */
const START_MS = 1000;
/** How soon a kubelet notices that a container has ended. */
export const NOTICE_MS = 1000;
const DEFAULT_STOP_MS = 1000;
/** How long an init container, or a container of a Job, runs. */
const INIT_RUN_MS = 1000;
const JOB_RUN_MS = 10_000;
/** When a container that needs more memory than its limit reaches it. */
const OUT_OF_MEMORY_MS = 1000;
/** A container always gets this long between SIGTERM and SIGKILL. */
const LEAST_GRACE_MS = 2000;
const KILLED = 137;
const TERMINATED = 143;

export function createContainerRun(
  pod: Pod,
  container: Container,
  isInit: boolean,
  behavior: ContainerBehavior,
  isJob: boolean,
  nowMs: number,
): ContainerRun {
  const role = !isInit ? 'app' : isSidecar(container) ? 'sidecar' : 'init';
  const isOutOfMemory = exceedsMemory(pod, container, behavior);
  const ownRunMs = role === 'init' ? INIT_RUN_MS : role === 'app' && isJob ? JOB_RUN_MS : Infinity;
  const exitCode = behavior.exitCode ?? (behavior.crashAfterMs === undefined ? 0 : 1);
  return {
    container,
    role,
    behavior,
    naturalEndMs: isOutOfMemory ? (behavior.crashAfterMs ?? OUT_OF_MEMORY_MS) : (behavior.crashAfterMs ?? ownRunMs),
    naturalExit: isOutOfMemory ? { exitCode: KILLED, reason: 'OOMKilled' } : { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' },
    probes: role === 'init' ? [] : probesOf(container, nowMs),
    spans: [],
    state: { is: 'idle' },
    restarts: 0,
    lastEnd: undefined,
    hasPulled: false,
    restartBackoff: undefined,
    pullBackoff: undefined,
  };
}

/**
 * Whether it counts as ready. Without a readiness probe Kubernetes takes a started container for ready; a scenario that says
 * when it is ready is believed all the same.
 */
export function isContainerReady(run: ContainerRun, nowMs: number): boolean {
  const { state, role, behavior, probes } = run;
  if (role === 'init') return state.is === 'ended' && state.end.exitCode === 0;
  if (state.is !== 'running' || !isStarted(run)) return false;
  const probe = probes.find(({ kind }) => kind === 'readiness');
  if (probe !== undefined) return probe.result === true;
  return behavior.failReadiness !== true && nowMs >= state.startedMs + (behavior.readyAfterMs ?? 0);
}

/** Running, and past its startup probe. */
export function isStarted({ state, probes }: ContainerRun): boolean {
  return state.is === 'running' && probes.every(({ kind, result }) => kind !== 'startup' || result === true);
}

export function isRunning({ state }: ContainerRun): boolean {
  return state.is === 'running';
}

/** Ended, and not to be started again. */
export function isOver(run: ContainerRun, pod: Pod): boolean {
  return run.state.is === 'ended' && !(pod.spec !== undefined && shouldRestart(run.container, pod.spec, run.state.end.exitCode));
}

export function create(run: ContainerRun, nowMs: number): void {
  run.state = { is: 'creating', untilMs: nowMs + (run.behavior.startAfterMs ?? START_MS) };
}

/** Asks a running container to end, within so many seconds, preStop included. */
export function stop(run: ContainerRun, nowMs: number, graceMs: number): void {
  if (run.state.is !== 'running') return;
  const preStopEndMs = nowMs + Math.min(graceMs, preStopMs(run.container));
  const willingMs = preStopEndMs + (run.behavior.stopAfterMs ?? DEFAULT_STOP_MS);
  const latestMs = Math.max(nowMs + graceMs, preStopEndMs + LEAST_GRACE_MS);
  const isKilled = willingMs > latestMs;
  const planned = { beganMs: nowMs, endMs: isKilled ? latestMs : willingMs, exitCode: isKilled ? KILLED : TERMINATED };
  closeSpan(run.spans, preStopEndMs, 'stop');
  const before = run.state.stop;
  run.state = { ...run.state, stop: before !== undefined && before.endMs <= planned.endMs ? before : planned };
}

/** Takes the next step that is due; true where there was one. `mayRestart`: the pod is neither being deleted nor finished. */
export function advance(run: ContainerRun, pod: Pod, nowMs: number, mayRestart: boolean, tell: (news: ContainerNews) => void): boolean {
  const { state } = run;
  switch (state.is) {
    case 'creating':
      if (state.untilMs > nowMs) return false;
      if (state.after !== undefined) run.restarts++;
      return start(run, nowMs, tell);
    case 'pullFailed':
      if (state.retryMs > nowMs || !mayRestart) return false;
      run.state = { is: 'creating', untilMs: nowMs + (run.behavior.startAfterMs ?? START_MS) };
      return true;
    case 'running':
      return end(run, state, nowMs) || probe(run, state, pod, nowMs, tell);
    case 'ended':
      return mayRestart && restart(run, pod, state.end, nowMs, tell);
    case 'backingOff':
      if (state.untilMs > nowMs || !mayRestart) return false;
      startAgain(run, state.end, nowMs, nowMs);
      return true;
    case 'idle':
      return false;
  }
}

/** The next moment at which something is due; undefined where nothing is. */
export function nextMoment(run: ContainerRun, nowMs: number): number | undefined {
  const { state } = run;
  switch (state.is) {
    case 'creating':
      return state.untilMs;
    case 'backingOff':
      return nowMs < state.end.finishedMs + NOTICE_MS ? state.end.finishedMs + NOTICE_MS : state.untilMs;
    case 'pullFailed':
      return nowMs < state.failedMs + NOTICE_MS ? state.failedMs + NOTICE_MS : state.retryMs;
    case 'running': {
      const readyMs = state.startedMs + (run.behavior.readyAfterMs ?? 0);
      const ends = [state.startedMs + run.naturalEndMs, state.stop?.endMs ?? Infinity, readyMs > nowMs ? readyMs : Infinity];
      const ticks = run.probes.map((each) =>
        isAsking(run, each, state) ? nextTickMs(each, state.startedMs, nowMs, answersOf(run, each)) : undefined,
      );
      return Math.min(...ends, ...ticks.map((tick) => tick ?? Infinity));
    }
    default:
      return undefined;
  }
}

function start(run: ContainerRun, nowMs: number, tell: (news: ContainerNews) => void): boolean {
  const image = run.container.image ?? '';
  if (run.behavior.failPull === true) {
    const error = `failed to pull and unpack image "${image}": not found`;
    tell({ type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
    tell({ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${error}` });
    tell({ type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
    run.pullBackoff = afterTry(run.pullBackoff, nowMs, nowMs);
    run.state = { is: 'pullFailed', failedMs: nowMs, retryMs: nowMs + run.pullBackoff.waitMs };
    return true;
  }
  const pulled = run.hasPulled ? `Container image "${image}" already present on machine` : `Successfully pulled image "${image}"`;
  tell({ type: 'Normal', reason: 'Pulled', message: pulled });
  tell({ type: 'Normal', reason: 'Created', message: 'Container created' });
  tell({ type: 'Normal', reason: 'Started', message: 'Container started' });
  run.hasPulled = true;
  run.state = { is: 'running', startedMs: nowMs };
  run.spans.push(spanFrom(run, nowMs));
  for (const each of run.probes) {
    renewProbe(each);
    // A container that is not ready is asked at once when the kubelet sees it run, and from then on by the period.
    if (each.kind === 'readiness') each.anchorMs = nowMs;
  }
  return true;
}

/** The app listens when it says so, by `answerAfter`, or else when it would call itself ready. */
function spanFrom({ behavior }: ContainerRun, nowMs: number): AnswerSpan {
  const waitMs = behavior.failReadiness === true ? Infinity : (behavior.answerAfterMs ?? behavior.readyAfterMs ?? 0);
  return { startedMs: nowMs, fromMs: nowMs + waitMs, untilMs: nowMs + (behavior.hangAfterMs ?? Infinity), endedBy: 'hang' };
}

type Running = Extract<ContainerState, { is: 'running' }>;

function end(run: ContainerRun, { startedMs, stop: stopping }: Running, nowMs: number): boolean {
  const naturalMs = startedMs + run.naturalEndMs;
  const stopMs = stopping?.endMs ?? Infinity;
  if (Math.min(naturalMs, stopMs) > nowMs) return false;
  const isNatural = naturalMs <= stopMs;
  closeSpan(run.spans, nowMs, 'exit');
  const exit = isNatural ? run.naturalExit : { exitCode: stopping?.exitCode ?? KILLED, reason: 'Error' };
  run.state = { is: 'ended', end: { ...exit, startedMs, finishedMs: nowMs } };
  return true;
}

/** Asks the probes whose tick it is; a liveness or startup probe that has failed often enough stops the container. */
function probe(run: ContainerRun, state: Running, pod: Pod, nowMs: number, tell: (news: ContainerNews) => void): boolean {
  let hasStarted = false;
  for (const each of run.probes) {
    if (!isAsking(run, each, state) || !isTick(each, state.startedMs, nowMs)) continue;
    const { isOk } = answersOf(run, each)(nowMs - state.startedMs);
    if (!isOk) tell({ type: 'Warning', reason: 'Unhealthy', message: `${TITLE[each.kind]} probe failed: ${failureText(each)}` });
    const isNew = askProbe(each, isOk, nowMs);
    if (each.kind === 'startup' && isNew && isOk) hasStarted = true;
    if (isNew && !isOk && each.kind !== 'readiness') kill(run, each, pod, nowMs, tell);
  }
  if (hasStarted) for (const each of run.probes) if (each.kind === 'readiness') each.anchorMs = nowMs;
  return hasStarted;
}

const TITLE: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' };

function kill(run: ContainerRun, { kind, spec }: ProbeRun, pod: Pod, nowMs: number, tell: (news: ContainerNews) => void): void {
  const restarts = pod.spec !== undefined && shouldRestart(run.container, pod.spec, KILLED);
  const message = `Container ${run.container.name} failed ${kind} probe${restarts ? ', will be restarted' : ''}`;
  tell({ type: 'Normal', reason: 'Killing', message });
  stop(run, nowMs, (spec.terminationGracePeriodSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000);
}

/** Liveness and readiness wait for the startup probe; while the container is being stopped only readiness goes on. */
function isAsking(run: ContainerRun, { kind }: ProbeRun, { stop: stopping }: Running): boolean {
  if (kind !== 'readiness' && stopping !== undefined) return false;
  return (kind === 'startup') !== isStarted(run);
}

function restart(run: ContainerRun, pod: Pod, ended: End, nowMs: number, tell: (news: ContainerNews) => void): boolean {
  if (pod.spec === undefined || !shouldRestart(run.container, pod.spec, ended.exitCode)) return false;
  if (run.role === 'init' && ended.exitCode === 0) return false;
  const dueMs = retryMs(run.restartBackoff, ended.finishedMs);
  run.lastEnd = ended;
  if (dueMs > nowMs) {
    const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
    const message = `Back-off restarting failed container ${run.container.name} in pod ${name}_${namespace}(${uid})`;
    tell({ type: 'Warning', reason: 'BackOff', message });
    run.state = { is: 'backingOff', end: ended, waitMs: run.restartBackoff?.waitMs ?? 0, untilMs: dueMs };
    return true;
  }
  startAgain(run, ended, nowMs, ended.finishedMs + NOTICE_MS);
  return true;
}

function startAgain(run: ContainerRun, ended: End, nowMs: number, atMs: number): void {
  run.restartBackoff = afterTry(run.restartBackoff, ended.finishedMs, nowMs);
  run.state = { is: 'creating', untilMs: atMs, after: ended };
}

/** What the container's behaviour makes of a question, by its age. */
function answersOf({ behavior }: ContainerRun, { kind }: ProbeRun): (ageMs: number) => Answer {
  const okFromMs = Math.max(behavior.readyAfterMs ?? 0, behavior.answerAfterMs ?? 0);
  const okUntilMs = behavior.hangAfterMs ?? Infinity;
  return (ageMs) => {
    if (kind === 'readiness' && behavior.failReadiness === true) return { isOk: false, untilMs: Infinity };
    if (ageMs < okFromMs) return { isOk: false, untilMs: okFromMs };
    return ageMs < okUntilMs ? { isOk: true, untilMs: okUntilMs } : { isOk: false, untilMs: Infinity };
  };
}

function failureText({ spec }: ProbeRun): string {
  if (spec.httpGet !== undefined) return 'HTTP probe failed with statuscode: 503';
  if (spec.tcpSocket !== undefined) return `dial tcp :${spec.tcpSocket.port}: connect: connection refused`;
  return spec.grpc !== undefined ? 'service unhealthy (responded with "NOT_SERVING")' : 'command failed';
}

function probesOf({ startupProbe, livenessProbe, readinessProbe }: Container, nowMs: number): readonly ProbeRun[] {
  return [
    ...(startupProbe === undefined ? [] : [createProbe('startup', startupProbe, nowMs)]),
    ...(livenessProbe === undefined ? [] : [createProbe('liveness', livenessProbe, nowMs)]),
    ...(readinessProbe === undefined ? [] : [createProbe('readiness', readinessProbe, nowMs)]),
  ];
}

function exceedsMemory(pod: Pod, { resources }: Container, { memoryBytes }: ContainerBehavior): boolean {
  const limit = resources?.limits?.memory ?? pod.spec?.resources?.limits?.memory;
  return memoryBytes !== undefined && limit !== undefined && BigInt(Math.ceil(memoryBytes)) > value(quantityOf(limit));
}

/** How long preStop takes: its sleep, or the sleep in its command; any other hook is taken to be quick. */
function preStopMs({ lifecycle }: Container): number {
  const hook = lifecycle?.preStop;
  if (hook?.sleep !== undefined) return hook.sleep.seconds * 1000;
  const seconds = /\bsleep\s+(\d+(?:\.\d+)?)/.exec((hook?.exec?.command ?? []).join(' '))?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}
