import type { Message } from '../text/text.ts';
import type { ComponentName } from './component.ts';
import type { KubeObject, ObjectRef } from './object.ts';
import type { Decision } from './scheduler/decision.ts';

/** One thing that happened: an object created, changed or deleted, an Event, or the end of the run. */
export interface Entry {
  /** Since the start of the simulation. */
  readonly timeMs: number;
  readonly component: ComponentName;
  readonly object: ObjectRef;
  readonly because: Message;
  readonly what: What;
  /** What the scheduler weighed, on its events. */
  readonly decision?: Decision;
}

export type What =
  | { readonly verb: 'create'; readonly after: KubeObject }
  /** `patch` (RFC 7386) leads from the object before to the object after. */
  | { readonly verb: 'update'; readonly patch: MergePatch }
  /** The object is gone. A deletion that waits (grace, finalizers) is an update that sets deletionTimestamp. */
  | { readonly verb: 'delete' }
  | { readonly verb: 'event'; readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }
  /** The API server said no. */
  | { readonly verb: 'refuse'; readonly status: string; readonly message: string }
  /** A limit of the simulator was reached: nothing follows. */
  | { readonly verb: 'stop' };

/** null removes a key; lists are replaced whole. */
export type MergePatch = { readonly [key: string]: unknown };

/** What of an entry changes the cluster: enough to see an instant again. */
export type Step = Pick<Entry, 'timeMs' | 'object' | 'what'>;

/** All that happened in one run; any instant of it can be seen again with stateAt(). */
export interface Trace {
  /** Milliseconds since 1970 of time 0. */
  readonly startMs: number;
  readonly untilMs: number;
  readonly entries: readonly Entry[];
}

/** Objects by `Kind namespace/name`. */
export type StateById = ReadonlyMap<string, KubeObject>;

/** How many entries lie between two remembered states: the most that one call replays. */
const CHECKPOINT_DISTANCE = 256;
const checkpointsByTrace = new WeakMap<readonly Step[], StateById[]>();

/** The cluster at the end of that instant. States are remembered on the way, so scrubbing costs little. */
export function stateAt(trace: { readonly entries: readonly Step[] }, timeMs: number): StateById {
  const { entries } = trace;
  const checkpoints = checkpointsByTrace.get(entries) ?? [new Map<string, KubeObject>()];
  checkpointsByTrace.set(entries, checkpoints);
  const end = countUntil(entries, timeMs);
  let index = Math.min(Math.floor(end / CHECKPOINT_DISTANCE), checkpoints.length - 1);
  const state = new Map(checkpoints[index]);
  for (let at = index * CHECKPOINT_DISTANCE; at < end; at++) {
    replay(state, entries[at]);
    if ((at + 1) % CHECKPOINT_DISTANCE !== 0) continue;
    index++;
    checkpoints[index] ??= new Map(state);
  }
  return state;
}

export function idOf(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}`;
}

/** The number of entries at or before an instant, by bisection. */
export function countUntil(entries: readonly Step[], timeMs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.timeMs ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function replay(state: Map<string, KubeObject>, entry: Step | undefined): void {
  if (entry === undefined) return;
  const id = idOf(entry.object);
  if (entry.what.verb === 'create') state.set(id, entry.what.after);
  else if (entry.what.verb === 'delete') state.delete(id);
  else if (entry.what.verb === 'update') state.set(id, applyPatch(state.get(id), entry.what.patch) as KubeObject);
}

/** RFC 7386: the target with the patch applied; neither is changed. */
export function applyPatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyPatch(result[key], value);
  }
  return result;
}

/** The smallest merge patch from one object to another; undefined where they are equal. */
export function diff(before: MergePatch, after: MergePatch): MergePatch | undefined {
  const patch: Record<string, unknown> = {};
  let found = false;
  for (const key of Object.keys(before)) {
    if (before[key] === undefined || after[key] !== undefined) continue;
    patch[key] = null;
    found = true;
  }
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value === undefined || old === value) continue;
    const change = isRecord(old) && isRecord(value) ? diff(old, value) : isEqual(old, value) ? undefined : value;
    if (change === undefined) continue;
    patch[key] = change;
    found = true;
  }
  return found ? patch : undefined;
}

/** Deep equality of plain data; a key that is undefined counts as absent. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const key of Object.keys(a)) if (!isEqual(a[key], b[key])) return false;
  for (const key of Object.keys(b)) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
