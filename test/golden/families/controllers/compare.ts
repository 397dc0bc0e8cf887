import { isEqual } from '../../../../server/src/core/sim/trace.ts';
import type { Difference } from '../../family.ts';
import type { RecordedCase, RecordedTrace } from './case.ts';
import { BURST } from './events.ts';
import type { Order } from './kubelet.ts';
import { type Played, play } from './play.ts';
import { recordedStates } from './state.ts';

/** Plays a case and says where it leaves every recorded trace; nothing when it is one of them. */
export function compareCase(recorded: RecordedCase): readonly Difference[] {
  const first = departure(recorded, play(recorded));
  if (first === undefined) return [];
  return isNondeterministic(recorded) && findOrder(recorded, new Map(), 0, { plays: MOST_PLAYS }) ? [] : [first.difference];
}

/**
 * How often a case is played in search of an order of simultaneous events that the recorder saw. It ran each case a dozen times, so
 * of the many ways in which the writes of one instant can fall it has seen only some; the order that a simulation takes may be
 * another one.
 */
const MOST_PLAYS = 300;
/** How many pods may be seen in time while the rest is late. */
const IN_TIME = [1, 2, 3, 0] as const;

/** Where a run leaves all the traces that it followed so far. */
interface Departure {
  readonly second: number;
  readonly difference: Difference;
}

function isNondeterministic({ traces }: RecordedCase): boolean {
  return traces.length > 1 || traces.some(({ scales }) => (scales?.length ?? 1) > 1);
}

/** Varies what is seen in time in the seconds from `from` up to where the run departs, latest first. */
function findOrder(recorded: RecordedCase, order: Order, from: number, budget: { plays: number }): boolean {
  if (budget.plays-- <= 0) return false;
  const played = play(recorded, order);
  const left = departure(recorded, played);
  if (left === undefined) return true;
  const open = openSeconds(played).filter((second) => second >= from && second <= left.second);
  for (const second of open.reverse()) {
    for (const inTime of IN_TIME) {
      if (findOrder(recorded, new Map(order).set(second, inTime), second + 1, budget)) return true;
    }
  }
  return false;
}

/** ReplicaSets show in their writes that an order mattered; where there are none, every second in which pods changed may. */
function openSeconds({ scales, podSeconds }: Played): number[] {
  return scales.length > 0 ? [...new Set(scales.map(secondOf))] : [...podSeconds];
}

function departure({ traces }: RecordedCase, played: Played): Departure | undefined {
  const all = traces.map((trace) => departureFrom(trace, played));
  if (all.includes(undefined)) return undefined;
  return all.reduce((last, each) => ((each?.second ?? 0) > (last?.second ?? 0) ? each : last));
}

function departureFrom(trace: RecordedTrace, played: Played): Departure | undefined {
  const found = [stateDeparture(trace, played), scaleDeparture(trace, played)].filter((each) => each !== undefined);
  if (found.length > 0) return found.reduce((first, each) => (each.second < first.second ? each : first));
  if (trace.events === undefined) return undefined;
  const unknown = unknownEvents(trace.events, played.events);
  return unknown.length === 0 ? undefined : { second: Infinity, difference: { path: 'events', want: trace.events, got: unknown } };
}

/** Where the recorder's client had as many events of a kind as it writes, it dropped others. */
function unknownEvents(recorded: readonly string[], played: ReadonlySet<string>): readonly string[] {
  const known = new Set(recorded);
  const isFull = (kind: string | undefined): boolean => recorded.filter((event) => kindOf(event) === kind).length >= BURST;
  return [...played].filter((event) => !known.has(event) && !isFull(kindOf(event)));
}

function kindOf(event: string): string | undefined {
  return event.split(' ')[0];
}

/** The first sample at which the runs part. */
function stateDeparture(trace: RecordedTrace, { states }: Played): Departure | undefined {
  const wanted = recordedStates(trace);
  for (let index = 0; index < Math.max(wanted.length, states.length); index++) {
    const want = wanted[index];
    const got = states[index];
    if (want !== undefined && got !== undefined && want.t === got.t && isEqual(want.state, got.state)) continue;
    const second = Math.min(want?.t ?? Infinity, got?.t ?? Infinity);
    return { second, difference: { path: `states[${index}]`, want: shown(want), got: shown(got) } };
  }
  return undefined;
}

/** The first second in which the writes are those of no variant that agrees so far. */
function scaleDeparture({ scales: variants }: RecordedTrace, { scales }: Played): Departure | undefined {
  if (variants === undefined) return undefined;
  const seconds = variants.map((variant) => firstDifferentSecond(variant, scales));
  if (seconds.includes(undefined)) return undefined;
  const second = Math.max(...seconds.map((each) => each ?? 0));
  return { second, difference: { path: 'scales', want: variants, got: scales } };
}

function firstDifferentSecond(want: readonly string[], got: readonly string[]): number | undefined {
  for (let index = 0; index < Math.max(want.length, got.length); index++) {
    if (want[index] !== got[index]) return Math.min(secondOf(want[index]), secondOf(got[index]));
  }
  return undefined;
}

function secondOf(scale: string | undefined): number {
  return scale === undefined ? Infinity : Number.parseInt(scale, 10);
}

function shown(sample: { readonly t: number; readonly state: unknown } | undefined): string {
  return sample === undefined ? 'nothing more' : `second ${sample.t}: ${JSON.stringify(sample.state, sortKeys)}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
