import { createHeap } from '../base/heap.ts';
import { createPrng } from '../base/prng.ts';
import { type Message, message } from '../text/text.ts';
import { createApiServer } from './api-server.ts';
import { type Cluster, createClusterStore } from './cluster.ts';
import type { Action, AdmissionPlugin, Change, Component, ComponentName, Outcome, Reconcile } from './component.ts';
import { COMPONENT_ORDER } from './component.ts';
import { type KubeObject, type ObjectRef, refOf } from './object.ts';
import type { Decision } from './scheduler/decision.ts';
import type { Entry, Trace, What } from './trace.ts';

export interface EngineOptions {
  /** Any order; within an instant they act in COMPONENT_ORDER. */
  readonly components: readonly Component[];
  readonly admission?: readonly AdmissionPlugin[];
  readonly seed?: number;
  /** Milliseconds since 1970 of time 0. */
  readonly startMs?: number;
  readonly limits?: Partial<Limits>;
  /** Told of each instant before it is settled, and now and then within one that takes long. */
  readonly onInstant?: (timeMs: number) => void;
}

/** Reaching one ends the run with an entry that says so. */
export interface Limits {
  readonly entries: number;
  /** How often the components may take turns within one instant before it counts as endless. */
  readonly roundsPerInstant: number;
}

/** As many entries take about half a minute and a gigabyte. */
export const LIMITS: Limits = { entries: 200_000, roundsPerInstant: 10_000 };
/** Time 0 where the caller names none: a Monday at midnight, UTC. */
export const DEFAULT_START_MS = Date.UTC(2026, 0, 5);
/** A work queue's waits after failed syncs (`client-go/util/workqueue`: 5 ms as a rule, doubling to 1000 s). */
const FIRST_RETRY_MS = 5;
const LONGEST_RETRY_MS = 1_000_000;
/** A hundred thousand pods may come at one instant: so many entries later it is told again. */
const ENTRIES_BETWEEN_NEWS = 1000;

/** A step that somebody outside the cluster takes; sees the cluster as it is when its time has come. */
export type Step = (cluster: Cluster, nowMs: number) => Iterable<Action>;

export interface Engine {
  readonly cluster: Cluster;
  /** Since time 0. */
  readonly timeMs: number;
  /** Puts objects into the cluster as they are, at the present instant: what was there before the simulation began. */
  load(objects: readonly KubeObject[], because: Message): void;
  /** Plans a step of the user at a time that has not passed yet. */
  plan(timeMs: number, step: Step): void;
  /** Lets time pass up to and including `timeMs`, settling every instant on the way; stops early at a limit. */
  runUntil(timeMs: number): void;
  /** A limit was reached: time stands still from here on. */
  readonly stopped: boolean;
  trace(): Trace;
}

interface Timer {
  readonly timeMs: number;
  readonly sequence: number;
  fire(): void;
}

export function createEngine(options: EngineOptions): Engine {
  const startMs = options.startMs ?? DEFAULT_START_MS;
  const limits = { ...LIMITS, ...options.limits };
  const queues = queuesOf(options.components);
  const queuesByKind = new Map<string, readonly Queue[]>();
  const timers = createHeap<Timer>((a, b) => a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.sequence < b.sequence));
  const entries: Entry[] = [];
  const store = createClusterStore();
  const api = createApiServer({
    store,
    admission: options.admission ?? [],
    random: createPrng(options.seed ?? 1),
    record,
    changed,
  });
  let timeMs = 0;
  let sequence = 0;
  let stopped = false;

  function record(component: ComponentName, object: ObjectRef, because: Message, what: What, decision?: Decision): void {
    if (stopped) return;
    entries.push({ timeMs, component, object, because, what, ...(decision === undefined ? {} : { decision }) });
    if (entries.length % ENTRIES_BETWEEN_NEWS === 0) options.onInstant?.(timeMs);
    if (entries.length >= limits.entries) stop('simLimitEntries', limits.entries);
  }

  function stop(key: 'simLimitEntries' | 'simLimitRounds', limit: number): void {
    stopped = true;
    entries.push({ timeMs, component: 'user', object: NOTHING, because: message(key, { limit }), what: { verb: 'stop' } });
  }

  function changed(change: Change): void {
    const { kind = '' } = change.is === 'deleted' ? change.before : change.after;
    for (const queue of watching(kind)) {
      for (const key of queue.component.keysOf(change, store, startMs + timeMs)) {
        if (typeof key === 'string') queue.dirty.add(key);
        else requeue(queue, key.key, key.afterMs);
      }
    }
  }

  function watching(kind: string): readonly Queue[] {
    const known = queuesByKind.get(kind);
    if (known !== undefined) return known;
    const found = queues.filter(({ component }) => component.kinds?.includes(kind) ?? true);
    queuesByKind.set(kind, found);
    return found;
  }

  function schedule(atMs: number, fire: () => void): void {
    timers.push({ timeMs: atMs, sequence: sequence++, fire });
  }

  /** The earliest wish wins, as in client-go's delaying queue. */
  function requeue(queue: Queue, key: string, afterMs: number): void {
    const atMs = timeMs + Math.max(0, Math.ceil(afterMs));
    const planned = queue.wakeMs.get(key);
    if (planned !== undefined && planned <= atMs) return;
    queue.wakeMs.set(key, atMs);
    schedule(atMs, () => {
      if (queue.wakeMs.get(key) !== atMs) return;
      queue.wakeMs.delete(key);
      queue.dirty.add(key);
    });
  }

  function perform(action: Action, by: ComponentName, queue: Queue | undefined): Outcome {
    if (action.do === 'requeue') {
      if (queue !== undefined) requeue(queue, action.key, action.afterMs);
      return DONE;
    }
    if (action.do === 'event') {
      const { type, reason, message } = action;
      record(by, action.about, action.because, { verb: 'event', type, reason, message }, action.decision);
      return DONE;
    }
    const outcome = api.write(action, startMs + timeMs, by);
    if (!outcome.ok && by === 'user') {
      const ref = action.do === 'delete' ? action.object : refOf(action.object);
      record(by, ref, action.because, { verb: 'refuse', status: outcome.status, message: outcome.message });
    }
    return outcome;
  }

  function sync(queue: Queue, key: string): void {
    const { component } = queue;
    const steps: Reconcile = component.reconcile(store, key, startMs + timeMs);
    let step = steps.next();
    while (!step.done && !stopped) step = steps.next(perform(step.value, component.name, queue));
    if (step.done && step.value === 'retry') {
      const failures = queue.failures.get(key) ?? 0;
      queue.failures.set(key, failures + 1);
      requeue(queue, key, Math.min((component.firstRetryMs ?? FIRST_RETRY_MS) * 2 ** failures, LONGEST_RETRY_MS));
    } else queue.failures.delete(key);
  }

  /** The components take turns, each once for all its keys, until nobody has anything left to do at this instant. */
  function settle(): void {
    for (let round = 0; !stopped && queues.some(({ dirty }) => dirty.size > 0); round++) {
      if (round >= limits.roundsPerInstant) stop('simLimitRounds', limits.roundsPerInstant);
      for (const queue of queues) takeTurn(queue);
    }
  }

  function takeTurn(queue: Queue): void {
    if (queue.dirty.size === 0) return;
    const keys = [...queue.dirty];
    queue.dirty.clear();
    for (const key of keys) if (!stopped) sync(queue, key);
  }

  return {
    cluster: store,
    get timeMs() {
      return timeMs;
    },
    get stopped() {
      return stopped;
    },
    load(objects, because) {
      for (const object of objects) api.load(object, because, startMs + timeMs);
    },
    plan(atMs, step) {
      schedule(atMs, () => {
        for (const action of step(store, startMs + timeMs)) perform(action, 'user', undefined);
      });
    },
    runUntil(untilMs) {
      settle();
      for (let next = timers.peek(); next !== undefined && next.timeMs <= untilMs && !stopped; next = timers.peek()) {
        timeMs = next.timeMs;
        options.onInstant?.(timeMs);
        for (; next !== undefined && next.timeMs === timeMs; next = timers.peek()) timers.pop()?.fire();
        settle();
      }
      if (!stopped) timeMs = Math.max(timeMs, untilMs);
    },
    trace: () => ({ startMs, untilMs: timeMs, entries }),
  };
}

/** A component's work queue: what waits for a sync, what wakes later, and how often a key failed in a row. */
interface Queue {
  readonly component: Component;
  readonly dirty: Set<string>;
  readonly wakeMs: Map<string, number>;
  readonly failures: Map<string, number>;
}

const NOTHING: ObjectRef = { kind: '', namespace: '', name: '' };
const DONE: Outcome = { ok: true, object: {} };

function queuesOf(components: readonly Component[]): readonly Queue[] {
  return [...components]
    .sort((a, b) => COMPONENT_ORDER.indexOf(a.name) - COMPONENT_ORDER.indexOf(b.name))
    .map((component) => ({ component, dirty: new Set(), wakeMs: new Map(), failures: new Map() }));
}
