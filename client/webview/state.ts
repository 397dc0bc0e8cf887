/** All that the panel knows, and how it changes: pure. */
import type { FromPanel, NodeEdit, PreviewEntry, PreviewProblem, PreviewResult, RunWish } from '../../server/src/core/protocol.ts';
import { countUntil, idOf } from '../../server/src/core/sim/trace.ts';
import type { Language } from '../../server/src/core/text/text.ts';
import { scaleOf, shownMsOf, timeMsOf } from './time-scale.ts';

export type Tab = 'why' | 'life' | 'yaml';

export interface State {
  readonly language: Language;
  readonly result?: PreviewResult;
  /** Why there is no newer result: the last good one stays, greyed. */
  readonly failure?: PreviewProblem;
  readonly loading: boolean;
  readonly timeMs: number;
  readonly playing: boolean;
  readonly speed: number;
  /** `Pod default/web-1`, `Node worker-1`, … */
  readonly selected?: string;
  /** A second object, shown beside the selected one. */
  readonly pinned?: string;
  readonly tab: Tab;
  readonly eventsOpen: boolean;
  /** Zones whose nodes are listed though the cluster is large. */
  readonly openZones: readonly string[];
  /** The manifest's address; what was looked at in others is kept. */
  readonly uri?: string;
  readonly locked: boolean;
  readonly others: Readonly<Record<string, Looked>>;
  readonly choice: Choice;
  /** The settings of containers are open. */
  readonly behaviorOpen: boolean;
}

/** What a person chose for this file beyond the manifest itself. */
export type Choice = Omit<RunWish, 'type'>;

export type Msg =
  | { readonly type: 'result'; readonly result: PreviewResult }
  | ({ readonly type: 'failed' } & PreviewProblem)
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'seek'; readonly timeMs: number }
  | { readonly type: 'step'; readonly by: 1 | -1 }
  | { readonly type: 'nextProblem' }
  | { readonly type: 'play'; readonly playing: boolean }
  | { readonly type: 'tick'; readonly elapsedMs: number }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'select'; readonly id: string; readonly timeMs?: number }
  | { readonly type: 'pin' }
  | { readonly type: 'tab'; readonly tab: Tab }
  | { readonly type: 'toggleEvents' }
  | { readonly type: 'toggleZone'; readonly zone: string }
  | { readonly type: 'file'; readonly uri: string }
  | { readonly type: 'locked'; readonly locked: boolean }
  | { readonly type: 'toggleBehavior' }
  | { readonly type: 'editNode'; readonly edit: NodeEdit }
  | RunWish;

export const SPEEDS: readonly number[] = [0.5, 1, 2, 4, 8, 16];

/** What survives a reload of the panel. */
export interface Remembered extends Looked {
  readonly uri?: string;
  readonly others: Readonly<Record<string, Looked>>;
}

/** Where a person was in the run of one file. */
export interface Looked {
  readonly choice: Choice;
  readonly timeMs: number;
  readonly speed: number;
  readonly selected?: string;
  readonly tab: Tab;
  readonly eventsOpen: boolean;
}

export function initialState(remembered: Partial<Remembered> | undefined): State {
  return {
    language: 'ko',
    loading: true,
    timeMs: 0,
    playing: false,
    speed: 4,
    tab: 'why',
    eventsOpen: true,
    openZones: [],
    locked: false,
    others: {},
    choice: {},
    behaviorOpen: false,
    ...remembered,
  };
}

export function remember(state: State): Remembered {
  return { ...looked(state), others: state.others, ...(state.uri !== undefined && { uri: state.uri }) };
}

function looked({ timeMs, speed, selected, tab, eventsOpen, choice }: State): Looked {
  return { timeMs, speed, tab, eventsOpen, choice, ...(selected !== undefined && { selected }) };
}

const MOST_FILES = 20;

/** Another file's run follows: what was looked at here is kept, what was looked at there comes back. */
function turnTo(state: State, uri: string): State {
  if (state.uri === uri) return state;
  if (state.uri === undefined) return { ...state, uri };
  const kept = Object.entries({ ...state.others, [state.uri]: looked(state) }).slice(-MOST_FILES);
  const { selected: _, pinned: __, ...rest } = state;
  const there = state.others[uri];
  return { ...rest, uri, others: Object.fromEntries(kept), timeMs: 0, choice: {}, playing: false, ...there };
}

/** The edits of one node become one. */
function withEdit(edits: readonly NodeEdit[], edit: NodeEdit): readonly NodeEdit[] {
  const before = edits.find(({ node }) => node === edit.node);
  return [...edits.filter(({ node }) => node !== edit.node), { ...before, ...edit }];
}

/** The next state, and what to ask of the extension. */
export function update(state: State, msg: Msg): { readonly state: State; readonly ask?: FromPanel } {
  switch (msg.type) {
    case 'result':
      return { state: arrive(state, msg.result) };
    case 'failed':
      return { state: { ...state, loading: false, playing: false, failure: { problem: msg.problem, reason: msg.reason } } };
    case 'language':
      return { state: { ...state, language: msg.language } };
    case 'seek':
      return { state: { ...state, timeMs: clamp(msg.timeMs, endOf(state)) } };
    case 'step':
      return { state: { ...state, playing: false, timeMs: stepFrom(state, msg.by) } };
    case 'nextProblem':
      return { state: toNextProblem(state) };
    case 'play':
      return { state: { ...state, playing: msg.playing, timeMs: msg.playing && state.timeMs >= endOf(state) ? 0 : state.timeMs } };
    case 'tick':
      return { state: advance(state, msg.elapsedMs) };
    case 'speed':
      return { state: { ...state, speed: msg.speed } };
    case 'select':
      return { state: { ...state, selected: msg.id, ...(msg.timeMs !== undefined && { timeMs: clamp(msg.timeMs, endOf(state)) }) } };
    case 'pin':
      return { state: pin(state) };
    case 'tab':
      return { state: { ...state, tab: msg.tab } };
    case 'toggleEvents':
      return { state: { ...state, eventsOpen: !state.eventsOpen } };
    case 'toggleZone': {
      const openZones = state.openZones.includes(msg.zone)
        ? state.openZones.filter((zone) => zone !== msg.zone)
        : [...state.openZones, msg.zone];
      return { state: { ...state, openZones } };
    }
    case 'file':
      return { state: turnTo(state, msg.uri) };
    case 'locked':
      return { state: { ...state, locked: msg.locked } };
    case 'toggleBehavior':
      return { state: { ...state, behaviorOpen: !state.behaviorOpen } };
    case 'editNode':
      return update(state, { type: 'run', edits: withEdit(state.choice.edits ?? [], msg.edit) });
    case 'run': {
      const { type, ...wish } = msg;
      const choice = { ...state.choice, ...wish };
      return { state: { ...state, loading: true, playing: false, choice }, ask: { type, ...wish } };
    }
  }
}

export function endOf({ result }: State): number {
  return result?.untilMs ?? 0;
}

function arrive(state: State, result: PreviewResult): State {
  const { failure: _, ...kept } = state;
  const isFirst = state.result === undefined;
  const timeMs = isFirst && state.timeMs === 0 ? 0 : clamp(state.timeMs, result.untilMs);
  return { ...kept, loading: false, result, timeMs };
}

function clamp(timeMs: number, end: number): number {
  return Math.round(Math.min(Math.max(timeMs, 0), end));
}

function advance(state: State, elapsedMs: number): State {
  if (!state.playing) return state;
  if (state.result === undefined) return { ...state, playing: false };
  // Folded stretches pass as quickly as they look.
  const scale = scaleOf(state.result);
  const timeMs = clamp(timeMsOf(scale, shownMsOf(scale, state.timeMs) + elapsedMs * state.speed), endOf(state));
  return { ...state, timeMs, playing: timeMs < endOf(state) };
}

/** The time of the next (or last) entry that is not at this instant. */
function stepFrom({ result, timeMs }: State, by: 1 | -1): number {
  const entries = result?.entries ?? [];
  if (by === 1) return clamp(entries[countUntil(entries, timeMs)]?.timeMs ?? timeMs, result?.untilMs ?? 0);
  return entries[countUntil(entries, timeMs - 1) - 1]?.timeMs ?? 0;
}

function toNextProblem(state: State): State {
  const problems = (state.result?.findings ?? []).filter(({ severity, timeMs }) => severity !== 'info' && timeMs !== undefined);
  const next = problems.find(({ timeMs }) => (timeMs ?? 0) > state.timeMs) ?? problems[0];
  if (next?.timeMs === undefined) return state;
  return { ...state, playing: false, timeMs: next.timeMs, ...(next.object && { selected: idOf(next.object) }) };
}

function pin(state: State): State {
  const { pinned, ...rest } = state;
  return pinned !== undefined && pinned === state.selected
    ? rest
    : state.selected === undefined
      ? state
      : { ...state, pinned: state.selected };
}

/** An entry that kubectl would list, with its place in the run. */
export interface ListedEvent {
  readonly index: number;
  readonly entry: PreviewEntry;
}

const listedByEntries = new WeakMap<readonly PreviewEntry[], { first: number; end: number; events: readonly ListedEvent[] }>();

/** Entries up to the playhead that kubectl would list as events, newest first; the very same list where none came since. */
export function eventsUntil(entries: readonly PreviewEntry[], timeMs: number, most: number): readonly ListedEvent[] {
  const end = countUntil(entries, timeMs);
  const events: ListedEvent[] = [];
  for (let index = end - 1; index >= 0 && events.length < most; index--) {
    const entry = entries[index];
    if (entry?.what.verb === 'event') events.push({ index, entry });
  }
  const known = listedByEntries.get(entries);
  const first = events[0]?.index ?? -1;
  if (known !== undefined && known.first === first && known.end === events.length) return known.events;
  listedByEntries.set(entries, { first, end: events.length, events });
  return events;
}
