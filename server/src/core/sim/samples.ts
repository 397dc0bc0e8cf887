import type { Pod, ReplicaSet } from '../generated/api.ts';
import { podRequests } from '../kube/effective-requests.ts';
import { milliValue, value } from '../kube/quantity.ts';
import type { MessageKey } from '../text/text.ts';
import { type KubeObject, type ObjectRef, ownersAbove, refOf } from './object.ts';
import { applyPatch, type Entry, idOf } from './trace.ts';
import { countsOf, replicaSetCounts, WORKLOAD_KINDS, type WorkloadCounts } from './workload-counts.ts';

/** A workload at the end of an instant at which something about it changed. */
export interface Sample extends WorkloadCounts {
  readonly timeMs: number;
  readonly workload: ObjectRef;
  /** Of a Deployment: those with pods, oldest first. */
  readonly replicaSets: readonly ReplicaSetSample[];
  /** How long, so far, no pod was available after one had been. */
  readonly unavailableMs: number;
  /** What the pods of the workload request, terminating ones included. */
  readonly requests: Requests;
}

export interface ReplicaSetSample {
  readonly name: string;
  readonly revision: string;
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
}

export interface Requests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export const NO_REQUESTS: Requests = { cpuMilli: 0, memoryBytes: 0 };

/** The samples of every workload in a trace, in order of time. */
export function samplesOf(entries: readonly Entry[]): readonly Sample[] {
  const walk = createWalk();
  const samples: Sample[] = [];
  // What was there before counts as an instant of its own: the measure for all that follows.
  let begun = entries.findIndex(({ because }) => because.key !== STANDING);
  if (begun < 0) begun = entries.length;
  for (const entry of entries.slice(0, begun)) walk.take(entry);
  samples.push(...walk.sample(0));
  for (let start = begun; start < entries.length; ) {
    const timeMs = entries[start]?.timeMs ?? 0;
    let end = start;
    while (end < entries.length && entries[end]?.timeMs === timeMs) walk.take(entries[end++]);
    samples.push(...walk.sample(timeMs));
    start = end;
  }
  return samples;
}

/** The reason of entries that tell of objects from before the simulation. */
export const STANDING: MessageKey = 'simAlreadyThere';

interface Walk {
  take(entry: Entry | undefined): void;
  sample(timeMs: number): readonly Sample[];
}

/** The part of the cluster that samples tell of, followed entry by entry. */
function createWalk(): Walk {
  const objects = new Map<string, KubeObject>();
  const setsByOwner = new Map<string, Map<string, ReplicaSet>>();
  const requestsById = new Map<string, Requests>();
  const totals = new Map<string, Requests>();
  const touched = new Map<string, ObjectRef>();
  const downtimes = new Map<string, Downtime>();
  const last = new Map<string, string>();

  function touch(ref: ObjectRef): void {
    touched.set(idOf(ref), ref);
  }

  /** The workload that an object belongs to, following its owners up. */
  function workloadOf(object: KubeObject): ObjectRef | undefined {
    const ref = [...ownersAbove(object, (owner) => objects.get(idOf(owner)))].at(-1) ?? refOf(object);
    return isWorkload(ref.kind) ? ref : undefined;
  }

  function place(id: string, before: KubeObject | undefined, after: KubeObject | undefined): void {
    const object = after ?? before;
    if (object === undefined) return;
    if (after === undefined) objects.delete(id);
    else objects.set(id, after);
    const workload = workloadOf(object);
    if (workload === undefined) return;
    touch(workload);
    if (object.kind === 'ReplicaSet') placeSet(idOf(workload), id, after as ReplicaSet | undefined);
    if (object.kind === 'Pod') placePod(idOf(workload), id, after as Pod | undefined);
  }

  function placeSet(workload: string, id: string, set: ReplicaSet | undefined): void {
    const sets = setsByOwner.get(workload) ?? new Map<string, ReplicaSet>();
    setsByOwner.set(workload, sets);
    if (set === undefined) sets.delete(id);
    else sets.set(id, set);
  }

  function placePod(workload: string, id: string, pod: Pod | undefined): void {
    const before = requestsById.get(id) ?? NO_REQUESTS;
    const after = pod === undefined || hasEnded(pod) ? NO_REQUESTS : before === NO_REQUESTS ? requestsOf(pod) : before;
    if (pod === undefined) requestsById.delete(id);
    else requestsById.set(id, after);
    const total = totals.get(workload) ?? NO_REQUESTS;
    totals.set(workload, {
      cpuMilli: total.cpuMilli + after.cpuMilli - before.cpuMilli,
      memoryBytes: total.memoryBytes + after.memoryBytes - before.memoryBytes,
    });
  }

  function sampleOf(ref: ObjectRef, timeMs: number): Sample | undefined {
    const id = idOf(ref);
    const object = objects.get(id);
    const counts = object === undefined ? undefined : countsOf(object);
    if (counts === undefined) return undefined;
    const downtime = followDowntime(downtimes.get(id), counts, timeMs);
    downtimes.set(id, downtime);
    return {
      timeMs,
      workload: ref,
      ...counts,
      replicaSets: [...(setsByOwner.get(id)?.values() ?? [])].flatMap(setSample),
      unavailableMs: downtime.totalMs + (downtime.sinceMs === undefined ? 0 : timeMs - downtime.sinceMs),
      requests: totals.get(id) ?? NO_REQUESTS,
    };
  }

  return {
    take(entry) {
      if (entry === undefined) return;
      const id = idOf(entry.object);
      const before = objects.get(id);
      if (entry.what.verb === 'create') place(id, before, entry.what.after);
      else if (entry.what.verb === 'update' && before !== undefined) place(id, before, applyPatch(before, entry.what.patch) as KubeObject);
      else if (entry.what.verb === 'delete') place(id, before, undefined);
    },
    sample(timeMs) {
      const samples: Sample[] = [];
      for (const ref of touched.values()) {
        const sample = sampleOf(ref, timeMs);
        if (sample === undefined) continue;
        const text = JSON.stringify({ ...sample, timeMs: 0 });
        if (last.get(idOf(ref)) !== text) samples.push(sample);
        last.set(idOf(ref), text);
      }
      touched.clear();
      return samples;
    },
  };
}

interface Downtime {
  readonly wasUp: boolean;
  readonly totalMs: number;
  readonly sinceMs: number | undefined;
}

function followDowntime(before: Downtime | undefined, { available, desired }: WorkloadCounts, timeMs: number): Downtime {
  const { wasUp = false, totalMs = 0, sinceMs } = before ?? {};
  const isDown = wasUp && available === 0 && desired > 0;
  if (isDown) return { wasUp, totalMs, sinceMs: sinceMs ?? timeMs };
  return { wasUp: wasUp || available > 0, totalMs: totalMs + (sinceMs === undefined ? 0 : timeMs - sinceMs), sinceMs: undefined };
}

function isWorkload(kind: string): boolean {
  return WORKLOAD_KINDS.some((each) => each === kind);
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

export function requestsOf(pod: Pod): Requests {
  const requests = podRequests(pod);
  const cpu = requests.get('cpu');
  const memory = requests.get('memory');
  return { cpuMilli: cpu === undefined ? 0 : Number(milliValue(cpu)), memoryBytes: memory === undefined ? 0 : Number(value(memory)) };
}

function setSample(set: ReplicaSet): readonly ReplicaSetSample[] {
  const counts = replicaSetCounts(set);
  if (counts.desired === 0 && counts.current === 0) return [];
  const revision = set.metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? '';
  return [{ name: refOf(set).name, revision, ...counts }];
}
