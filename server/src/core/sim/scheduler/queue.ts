import { createHeap } from '../../base/heap.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { ClusterChange, Plugin } from './framework.ts';

/** Pods that wait for a node: those to be tried next, those that back off, those that no change has helped yet, and gated ones. */
export interface SchedulingQueue {
  /** A pending pod that is new or has changed. */
  put(pod: PodInfo, plugins: readonly Plugin[], nowMs: number): void;
  delete(key: string): void;
  get(key: string): PodInfo | undefined;
  /** In the queue and not gated. */
  isWaiting(key: string): boolean;
  /** The next pod to try and its attempt, from 1. It is out of the queue until `giveBack`. */
  pop(nowMs: number): { readonly pod: PodInfo; readonly attempt: number } | undefined;
  /** A popped pod found no node. `rejectedBy` empty means that an error did it, which backs off by itself. */
  giveBack(pod: PodInfo, rejectedBy: ReadonlySet<string>, nowMs: number): void;
  /** Something changed: pods that it may help are to be tried again. */
  changed(change: ClusterChange, nowMs: number): void;
  /** When a pod becomes ready without further changes. */
  readonly wakeAtMs: number | undefined;
}

const INITIAL_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
/** Back-offs end at whole windows, so that pods of one window come out by priority. */
const BACKOFF_WINDOW_MS = 1_000;
/** A pod that nothing has helped is tried again after this long, checked at intervals. */
const MAX_UNSCHEDULABLE_MS = 5 * 60_000;
const FLUSH_INTERVAL_MS = 30_000;

type Place = 'active' | 'backoff' | 'error-backoff' | 'unschedulable' | 'gated' | 'in-flight';

interface Entry {
  pod: PodInfo;
  plugins: readonly Plugin[];
  place: Place;
  /** When it was added, or last failed: age decides among equal priorities. */
  sinceMs: number;
  /** Breaks ties of age in the order of coming. */
  readonly sequence: number;
  attempts: number;
  rejections: number;
  errors: number;
  rejectedBy: ReadonlySet<string>;
  readyAtMs: number;
  /** Outdates the heap items of earlier stays. */
  stay: number;
}

/** `pkg/scheduler/backend/queue`: priority, then age; an idle scheduler takes pods out of their back-off early. */
export function createSchedulingQueue(): SchedulingQueue {
  const entries = new Map<string, Entry>();
  let sequence = 0;

  const isFirst = (a: Entry, b: Entry): boolean => {
    if (a.pod.priority !== b.pod.priority) return a.pod.priority > b.pod.priority;
    return a.sinceMs === b.sinceMs ? a.sequence < b.sequence : a.sinceMs < b.sinceMs;
  };
  const isReadyFirst = (a: Entry, b: Entry): boolean => (a.readyAtMs === b.readyAtMs ? isFirst(a, b) : a.readyAtMs < b.readyAtMs);
  type Item = { readonly entry: Entry; readonly stay: number };
  const active = createHeap<Item>((a, b) => isFirst(a.entry, b.entry));
  const backoff = createHeap<Item>((a, b) => isReadyFirst(a.entry, b.entry));
  const errorBackoff = createHeap<Item>((a, b) => isReadyFirst(a.entry, b.entry));
  /** Each item keeps its own time, for an entry that has moved on may have another. */
  const unhelped = createHeap<Item & { readonly flushMs: number }>((a, b) => a.flushMs < b.flushMs);
  const heapOf = { active, backoff, 'error-backoff': errorBackoff };

  function move(entry: Entry, place: Place): void {
    entry.place = place;
    entry.stay++;
    if (place === 'active' || place === 'backoff' || place === 'error-backoff') heapOf[place].push({ entry, stay: entry.stay });
    else if (place === 'unschedulable') unhelped.push({ entry, stay: entry.stay, flushMs: flushTime(entry) });
  }

  /** The earliest time at which a pod that nothing has helped is tried again. */
  function firstFlushMs(): number | undefined {
    const entry = peek(unhelped);
    return entry === undefined ? undefined : flushTime(entry);
  }

  function peek(heap: Pick<typeof active, 'peek' | 'pop'>): Entry | undefined {
    for (;;) {
      const item = heap.peek();
      if (item === undefined || item.stay === item.entry.stay) return item?.entry;
      heap.pop();
    }
  }

  /** To where it can be tried: at once, or after what is left of its back-off. */
  function requeue(entry: Entry, nowMs: number): void {
    if (gateOf(entry) !== undefined) {
      move(entry, 'gated');
      return;
    }
    entry.readyAtMs = backoffEnd(entry);
    const window = Math.floor(nowMs / BACKOFF_WINDOW_MS) * BACKOFF_WINDOW_MS;
    const isBackingOff = entry.readyAtMs >= window && backoffCount(entry) > 0;
    move(entry, isBackingOff ? (entry.errors > 0 ? 'error-backoff' : 'backoff') : 'active');
  }

  function wakeReady(nowMs: number): void {
    for (let entry = peek(errorBackoff); entry !== undefined && entry.readyAtMs < nowMs; entry = peek(errorBackoff)) move(entry, 'active');
    for (let entry = peek(unhelped); entry !== undefined && flushTime(entry) <= nowMs; entry = peek(unhelped)) requeue(entry, nowMs);
  }

  return {
    put(pod, plugins, nowMs) {
      const entry = entries.get(pod.key);
      if (entry === undefined) {
        const created = createEntry(pod, plugins, nowMs, sequence++);
        entries.set(pod.key, created);
        move(created, gateOf(created) === undefined ? 'active' : 'gated');
        return;
      }
      const before = entry.pod;
      entry.pod = pod;
      if (entry.place === 'gated') requeue(entry, nowMs);
      else if (entry.place === 'unschedulable' && before.pod.spec !== pod.pod.spec) requeue(entry, nowMs);
      else if (entry.place === 'active') move(entry, 'active');
    },
    delete(key) {
      const entry = entries.get(key);
      if (entry !== undefined) entry.stay++;
      entries.delete(key);
    },
    get: (key) => entries.get(key)?.pod,
    isWaiting(key) {
      const place = entries.get(key)?.place;
      return place !== undefined && place !== 'gated';
    },
    pop(nowMs) {
      wakeReady(nowMs);
      const entry = peek(active) ?? peek(backoff);
      if (entry === undefined) return undefined;
      move(entry, 'in-flight');
      entry.attempts++;
      return { pod: entry.pod, attempt: entry.attempts };
    },
    giveBack({ key }, rejectedBy, nowMs) {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entry.rejectedBy = rejectedBy;
      entry.sinceMs = nowMs;
      if (rejectedBy.size === 0) {
        entry.errors++;
        requeue(entry, nowMs);
      } else {
        entry.errors = 0;
        entry.rejections++;
        move(entry, 'unschedulable');
      }
    },
    changed(change, nowMs) {
      for (const entry of entries.values()) {
        if (entry.place === 'unschedulable' && isHelped(entry, change)) requeue(entry, nowMs);
      }
    },
    get wakeAtMs() {
      if (peek(active) !== undefined || peek(backoff) !== undefined) return 0;
      const wakeAtMs = Math.min(peek(errorBackoff)?.readyAtMs ?? Number.POSITIVE_INFINITY, firstFlushMs() ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(wakeAtMs) ? wakeAtMs : undefined;
    },
  };
}

function createEntry(pod: PodInfo, plugins: readonly Plugin[], nowMs: number, sequence: number): Entry {
  return {
    pod,
    plugins,
    place: 'active',
    sinceMs: nowMs,
    sequence,
    attempts: 0,
    rejections: 0,
    errors: 0,
    rejectedBy: new Set(),
    readyAtMs: 0,
    stay: 0,
  };
}

function gateOf({ pod, plugins }: Entry): string | undefined {
  for (const { gate } of plugins) {
    const text = gate?.(pod);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A plugin that rejected the pod finds that the change may help it. */
function isHelped({ pod, plugins, rejectedBy }: Entry, change: ClusterChange): boolean {
  return plugins.some(({ name, isHelpedBy }) => rejectedBy.has(name) && isHelpedBy?.(pod, change) === true);
}

function backoffCount({ errors, rejections }: Entry): number {
  return errors > 0 ? errors : rejections;
}

/** 1 s, doubled with each failure, at most 10 s; cut down to a whole window (`backoff_queue.go`). */
function backoffEnd(entry: Entry): number {
  const duration = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** (backoffCount(entry) - 1));
  return Math.floor((entry.sinceMs + duration) / BACKOFF_WINDOW_MS) * BACKOFF_WINDOW_MS;
}

function flushTime({ sinceMs }: Entry): number {
  return (Math.floor((sinceMs + MAX_UNSCHEDULABLE_MS) / FLUSH_INTERVAL_MS) + 1) * FLUSH_INTERVAL_MS;
}
