import type { ContainerStateTerminated, ContainerStatus, Deployment, DeploymentCondition, Pod } from '../generated/api.ts';
import { type Message, message } from '../text/text.ts';
import { type KubeObject, type ObjectRef, ownersAbove, refOf } from './object.ts';
import { NO_REQUESTS, type Requests, type Sample } from './samples.ts';
import { idOf, stateAt, type Trace } from './trace.ts';

/** What people ask of a run, for one workload. */
export interface WorkloadSummary {
  readonly workload: ObjectRef;
  /** When no pod was available after one had been. `toMs` is absent when it was still so at the end. */
  readonly downtimes: readonly { readonly fromMs: number; readonly toMs?: number }[];
  readonly downtimeMs: number;
  /** Pods were wanted, and at no time was one available: no downtime, for there was nothing to go down. */
  readonly neverAvailable: boolean;
  /** The fewest available pods after all had been available once; absent when that never happened. */
  readonly lowestAvailable?: { readonly available: number; readonly desired: number; readonly timeMs: number };
  /** The most pods that were missing then. */
  readonly mostUnavailable: number;
  /** Requests beyond those at the start. */
  readonly peakExtra: Requests & { readonly timeMs: number };
  /** When the last change began, and how long it took; absent while it is not complete. */
  readonly startedMs: number;
  readonly completedAfterMs?: number;
  /** Since when nothing moved any more, and why, of a change that did not complete. */
  /** Of a Job: it has given up, which is an end as well. */
  readonly hasFailed?: true;
  readonly stall?: { readonly sinceMs: number; readonly why: readonly Message[] };
}

/** The answers for every workload that stands at the end. */
export function summarize(trace: Trace, samples: readonly Sample[]): readonly WorkloadSummary[] {
  const byWorkload = new Map<string, Sample[]>();
  for (const sample of samples) {
    const known = byWorkload.get(idOf(sample.workload));
    if (known === undefined) byWorkload.set(idOf(sample.workload), [sample]);
    else known.push(sample);
  }
  const state = stateAt(trace, trace.untilMs);
  return [...byWorkload].filter(([id]) => state.has(id)).map(([, own]) => summarizeOne(trace, own, state));
}

function summarizeOne(trace: Trace, samples: readonly Sample[], state: ReadonlyMap<string, KubeObject>): WorkloadSummary {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a workload without samples');
  const downtimes = downtimesOf(samples);
  const afterFull = samples.slice(samples.findIndex(({ available, desired }) => desired > 0 && available >= desired));
  const wasFull = samples.some(({ available, desired }) => desired > 0 && available >= desired);
  const lowest = wasFull ? afterFull.reduce((low, each) => (each.available < low.available ? each : low)) : undefined;
  const mostUnavailable = wasFull ? Math.max(...afterFull.map(({ desired, available }) => Math.max(0, desired - available))) : 0;
  const startedMs = startOfLastChange(samples);
  return {
    workload: first.workload,
    downtimes,
    downtimeMs: downtimes.reduce((sum, { fromMs, toMs = trace.untilMs }) => sum + toMs - fromMs, 0),
    neverAvailable: samples.some(({ desired }) => desired > 0) && samples.every(({ available }) => available === 0),
    ...(lowest === undefined ? {} : { lowestAvailable: { available: lowest.available, desired: lowest.desired, timeMs: lowest.timeMs } }),
    mostUnavailable,
    peakExtra: peakOf(samples),
    startedMs,
    ...(hasGivenUp(state.get(idOf(last.workload))) ? { hasFailed: true } : {}),
    ...(last.complete ? { completedAfterMs: completionOf(samples) - startedMs } : { stall: stallOf(last, state) }),
  };
}

function downtimesOf(samples: readonly Sample[]): WorkloadSummary['downtimes'] {
  const found: { fromMs: number; toMs?: number }[] = [];
  let wasUp = false;
  let open: { fromMs: number; toMs?: number } | undefined;
  for (const { timeMs, available, desired } of samples) {
    const isDown = wasUp && available === 0 && desired > 0;
    if (isDown && open === undefined) {
      open = { fromMs: timeMs };
      found.push(open);
    } else if (!isDown && open !== undefined) {
      open.toMs = timeMs;
      open = undefined;
    }
    wasUp ||= available > 0;
  }
  return found;
}

/** The last time at which the workload stopped being complete, or its beginning. */
function startOfLastChange(samples: readonly Sample[]): number {
  let started = samples[0]?.timeMs ?? 0;
  for (const [index, { complete, timeMs }] of samples.entries()) if (!complete && samples[index - 1]?.complete === true) started = timeMs;
  return started;
}

function completionOf(samples: readonly Sample[]): number {
  let completed = samples[0]?.timeMs ?? 0;
  for (const [index, { complete, timeMs }] of samples.entries()) if (complete && samples[index - 1]?.complete !== true) completed = timeMs;
  return completed;
}

function peakOf(samples: readonly Sample[]): WorkloadSummary['peakExtra'] {
  const start = samples[0]?.timeMs === 0 && samples[0].complete ? samples[0].requests : NO_REQUESTS;
  const extra = (requests: Requests): Requests => ({
    cpuMilli: Math.max(0, requests.cpuMilli - start.cpuMilli),
    memoryBytes: Math.max(0, requests.memoryBytes - start.memoryBytes),
  });
  let peak = { ...NO_REQUESTS, timeMs: 0 };
  for (const { requests, timeMs } of samples) {
    const now = extra(requests);
    if (now.cpuMilli > peak.cpuMilli || now.memoryBytes > peak.memoryBytes) {
      peak = { cpuMilli: Math.max(now.cpuMilli, peak.cpuMilli), memoryBytes: Math.max(now.memoryBytes, peak.memoryBytes), timeMs };
    }
  }
  return peak;
}

function hasGivenUp(object: KubeObject | undefined): boolean {
  return object?.kind === 'Job' && conditionsOf(object).some(({ type, status }) => type === 'Failed' && status === 'True');
}

function conditionsOf(object: KubeObject | undefined): readonly DeploymentCondition[] {
  return (object as Deployment | undefined)?.status?.conditions ?? [];
}

/** Conditions that say why a workload does not get on: of a Deployment (paused is Unknown), and of a Job. */
const HOLDING: ReadonlySet<string> = new Set([
  'ReplicaFailure=True',
  'Progressing=False',
  'Progressing=Unknown',
  'Failed=True',
  'Suspended=True',
]);

/** What holds a workload up, as its conditions and its pods tell. */
function stallOf(last: Sample, state: ReadonlyMap<string, KubeObject>): NonNullable<WorkloadSummary['stall']> {
  const object = state.get(idOf(last.workload));
  const why: Message[] = [];
  for (const { type, status, reason, message: text } of conditionsOf(object)) {
    if (HOLDING.has(`${type}=${status}`)) why.push(message('simStallCondition', { reason: reason ?? type, text: text ?? '' }));
  }
  for (const { text, end, pods } of troubles(last.workload, state)) {
    const values = { count: pods.length, pod: pods[0] ?? '', text };
    const ended = end === undefined ? undefined : { ...values, code: end.exitCode, reason: end.reason ?? '' };
    why.push(ended === undefined ? message('simStallPods', values) : message('simStallPodsEnded', ended));
  }
  return { sinceMs: last.timeMs, why };
}

/** Why a pod is not ready. */
interface Trouble {
  readonly text: string;
  /** How one of its containers ended badly the last time: what stands behind a CrashLoopBackOff. */
  readonly end?: ContainerStateTerminated;
}

/** Pods that are not ready by the trouble that they tell of. */
function troubles(
  workload: ObjectRef,
  state: ReadonlyMap<string, KubeObject>,
): readonly (Trouble & { readonly pods: readonly string[] })[] {
  const bySaying = new Map<string, Trouble & { readonly pods: string[] }>();
  for (const object of state.values()) {
    if (object.kind !== 'Pod' || !belongsTo(object, workload, state)) continue;
    const trouble = troubleOf(object as Pod);
    if (trouble === undefined) continue;
    const saying = `${trouble.text} ${trouble.end?.exitCode} ${trouble.end?.reason}`;
    const known = bySaying.get(saying) ?? { ...trouble, pods: [] };
    known.pods.push(refOf(object).name);
    bySaying.set(saying, known);
  }
  return [...bySaying.values()];
}

function troubleOf(pod: Pod): Trouble | undefined {
  const text = unreadyReason(pod);
  if (text === undefined) return undefined;
  const end = statusesOf(pod)
    .map(({ state, lastState }) => state?.terminated ?? lastState?.terminated)
    .find((each) => each !== undefined && each.exitCode !== 0);
  return end === undefined ? { text } : { text, end };
}

function unreadyReason(pod: Pod): string | undefined {
  const { spec, status, metadata } = pod;
  if (metadata?.deletionTimestamp !== undefined || status?.phase === 'Succeeded') return undefined;
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (!spec?.nodeName) return scheduled?.message ?? 'Pending';
  for (const { state } of statusesOf(pod)) {
    if (state?.waiting?.reason !== undefined && state.waiting.reason !== 'ContainerCreating') return state.waiting.reason;
  }
  if (status?.phase === 'Failed') return status.reason ?? 'Failed';
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' ? undefined : (ready?.message ?? 'ContainersNotReady');
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function belongsTo(object: KubeObject, workload: ObjectRef, state: ReadonlyMap<string, KubeObject>): boolean {
  return [...ownersAbove(object, (owner) => state.get(idOf(owner)))].some((owner) => idOf(owner) === idOf(workload));
}
