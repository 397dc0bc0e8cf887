import type { Deployment, Pod } from '../generated/api.ts';
import { type Language, type Message, message, say } from '../text/text.ts';
import { conditionOf } from './controllers/pods.ts';
import type { KubeObject, ObjectRef } from './object.ts';
import { STANDING } from './samples.ts';
import type { Simulation } from './simulate.ts';
import { clock, spansText } from './story-clock.ts';
import { sayingOf } from './story-repeats.ts';
import { requestLines, type StoryLine, serviceAnswers } from './story-requests.ts';
import type { WorkloadSummary } from './summary.ts';
import { applyPatch, type Entry, idOf, type What } from './trace.ts';

/** A run as text: one aligned line for each thing that a person would notice, then the answers. */
export function tellStory(simulation: Simulation, language: Language): string {
  const lines = merged([...linesOf(simulation.trace.entries, language), ...requestLines(simulation.requests, language)]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...lines.map((line) => displayWidth(line[column] ?? ''))));
  const told = lines.map((line) => line.map((cell, column) => (column < 3 ? pad(cell, widths[column] ?? 0) : cell)).join('  '));
  const answers = [...simulation.summaries.flatMap(answersOf), ...simulation.services.flatMap(serviceAnswers)];
  const judged = simulation.assertions.flatMap(({ assertion, holds, because }) =>
    because.map((each) => `${holds ? '✓' : '✗'} ${assertion}${holds ? '' : ` ${say(language, each)}`}`),
  );
  return [...told, '', ...answers.map((answer) => say(language, answer)), ...judged].map((line) => `${line.trimEnd()}\n`).join('');
}

type Line = readonly [time: string, component: string, object: string, text: string];

/** In order of time, at one time as given. */
function merged(lines: readonly StoryLine[]): readonly Line[] {
  const sorted = [...lines].sort(([a], [b]) => a - b);
  return sorted.map(([timeMs, component, object, text]): Line => [clock(timeMs), component, object, text]);
}

/** Something to be told, once for all its repeats. */
interface Told {
  readonly entry: Entry;
  readonly text: string;
  /** Undefined where the one told before had the same. */
  readonly reason: string | undefined;
  /** See `sayingOf`. */
  readonly saying: string | undefined;
  count: number;
  untilMs: number;
}

function linesOf(entries: readonly Entry[], language: Language): readonly StoryLine[] {
  return toldOf(entries, language).map(({ entry, text, reason, count, untilMs }) => {
    const seconds = Math.round((untilMs - entry.timeMs) / 1000);
    const repeats = count === 1 ? '' : ` ${say(language, message('simStoryRepeats', { count, seconds }))}`;
    return [entry.timeMs, entry.component, shortName(entry.object), `${text}${repeats}${reason === undefined ? '' : ` ← ${reason}`}`];
  });
}

/** An Event that says again what was last told of its object is only counted, as kubectl shows it. */
function toldOf(entries: readonly Entry[], language: Language): readonly Told[] {
  const objects = new Map<string, KubeObject>();
  const all: Told[] = [];
  const lastOf = new Map<string, Told>();
  let said: string | undefined;
  for (const entry of entries) {
    const id = idOf(entry.object);
    const before = objects.get(id);
    const after = follow(objects, id, entry);
    const text = textOf(entry, before, after, language);
    if (text === undefined) continue;
    const saying = sayingOf(entry);
    const last = lastOf.get(id);
    if (last !== undefined && saying !== undefined && last.saying === saying) {
      last.count++;
      last.untilMs = entry.timeMs;
      continue;
    }
    const reason = reasonOf(entry, language);
    const told: Told = { entry, text, reason: reason === said ? undefined : reason, saying, count: 1, untilMs: entry.timeMs };
    said = reason ?? said;
    lastOf.set(id, told);
    all.push(told);
  }
  return all;
}

function follow(objects: Map<string, KubeObject>, id: string, { what }: Entry): KubeObject | undefined {
  if (what.verb === 'create') objects.set(id, what.after);
  else if (what.verb === 'update') objects.set(id, applyPatch(objects.get(id), what.patch) as KubeObject);
  else if (what.verb === 'delete') objects.delete(id);
  return objects.get(id);
}

/** Undefined for what only repeats something told already: counting, adoption of numbers, the create behind an Event. */
function textOf(entry: Entry, before: KubeObject | undefined, after: KubeObject | undefined, language: Language): string | undefined {
  const { what, because, object, component } = entry;
  if (because.key === STANDING) return undefined;
  switch (what.verb) {
    case 'event':
      return `${what.reason}: ${what.message}`;
    case 'refuse':
      return `✗ ${what.message}`;
    case 'stop':
      return say(language, because);
    case 'create':
    case 'update':
      if (component === 'user' && isAsked(what, object.kind)) return say(language, because);
      if (object.kind === 'Deployment') return conditionText(before as Deployment | undefined, after as Deployment | undefined);
      if (VOLUMES.has(object.kind)) return volumeText(before, after, language);
      return object.kind === 'Pod' ? podText(before as Pod | undefined, after as Pod | undefined, language) : undefined;
    case 'delete':
      return component === 'user' || object.kind === 'Pod' || VOLUMES.has(object.kind)
        ? say(language, component === 'user' ? because : message('simStoryGone'))
        : undefined;
  }
}

/** What a person did, not what the server wrote along with it: an eviction also debits its budget. */
function isAsked(what: Extract<What, { verb: 'create' | 'update' }>, kind: string): boolean {
  if (what.verb === 'create') return true;
  const { annotations, labels, deletionTimestamp } = (what.patch.metadata ?? {}) as Readonly<Record<string, unknown>>;
  return kind !== 'Pod' && [what.patch.spec, annotations, labels, deletionTimestamp].some((each) => each !== undefined);
}

/** Why an Event came, where the Event does not say it itself; told once for a row of Events of one reason. */
function reasonOf({ what, because }: Entry, language: Language): string | undefined {
  if (what.verb !== 'event') return undefined;
  const reason = say(language, because);
  const quoted = String(because.values.text ?? '');
  const isRepeat = reason.includes(what.message) || (quoted !== '' && what.message.includes(quoted));
  return isRepeat ? undefined : reason;
}

const VOLUMES: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim']);

/** The phase that a volume or a claim has come to. */
function volumeText(before: KubeObject | undefined, after: KubeObject | undefined, language: Language): string | undefined {
  const phaseOf = (object: KubeObject | undefined): string | undefined => (object?.status as { phase?: string } | undefined)?.phase;
  const phase = phaseOf(after);
  return phase === undefined || phase === 'Pending' || phase === phaseOf(before)
    ? undefined
    : say(language, message('simStoryPhase', { phase }));
}

/** Conditions of a Deployment that people wait for or worry about. */
function conditionText(before: Deployment | undefined, after: Deployment | undefined): string | undefined {
  const told = (after?.status?.conditions ?? []).filter(({ type, status, reason }) => {
    const isSame = before?.status?.conditions?.some((each) => each.type === type && each.status === status && each.reason === reason);
    return isSame !== true && (type !== 'Progressing' || status === 'False' || reason === 'NewReplicaSetAvailable');
  });
  const texts = told.map(({ type, status, reason, message: text }) => `${type}=${status} ${reason}: ${text}`);
  return texts.length === 0 ? undefined : texts.join(' · ');
}

/** What a person sees of a pod: its phase, its readiness, that it is leaving. */
function podText(before: Pod | undefined, after: Pod | undefined, language: Language): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (after.metadata?.deletionTimestamp !== undefined) {
    if (before.metadata?.deletionTimestamp !== undefined) return undefined;
    return say(language, message('simStoryLeaving', { seconds: after.metadata.deletionGracePeriodSeconds ?? 0 }));
  }
  const ended = endText(before, after, language);
  const hasFailed = before.status?.phase !== 'Failed' && after.status?.phase === 'Failed';
  if (ended !== undefined) return hasFailed ? `${ended} · Failed` : ended;
  const ready = (pod: Pod): boolean => conditionOf(pod, 'Ready')?.status === 'True';
  if (!ready(before) && ready(after)) return say(language, message('simStoryReady'));
  if (after.status?.phase !== before.status?.phase && after.status?.phase !== 'Pending') return after.status?.phase;
  if (ready(before) && !ready(after)) return say(language, message('simStoryUnready'));
  return undefined;
}

/** A container that ended badly: no Event of the real cluster says so, and it is why the restarts that follow happen. */
function endText(before: Pod, after: Pod, language: Language): string | undefined {
  const ends = (pod: Pod) =>
    (pod.status?.containerStatuses ?? []).flatMap(({ name, state, lastState }) => {
      const end = state?.terminated ?? lastState?.terminated;
      return end === undefined || end.exitCode === 0 ? [] : [{ name, reason: end.reason ?? '', code: end.exitCode, at: end.finishedAt }];
    });
  const known = new Set(ends(before).map(({ name, at }) => `${name} ${at}`));
  const told = ends(after).filter(({ name, at }) => !known.has(`${name} ${at}`));
  const texts = told.map(({ name, reason, code }) => say(language, message('simStoryEnded', { container: name, reason, code })));
  return texts.length === 0 ? undefined : texts.join(' · ');
}

function answersOf(summary: WorkloadSummary): readonly Message[] {
  const { workload, downtimes, downtimeMs, neverAvailable, lowestAvailable, peakExtra, startedMs, completedAfterMs, stall, hasFailed } =
    summary;
  const name = `${workload.kind}/${workload.name}`;
  const answers: Message[] = [];
  if (completedAfterMs !== undefined) answers.push(message('simAnswerComplete', { name, seconds: completedAfterMs / 1000 }));
  else
    answers.push(
      message(hasFailed ? 'simAnswerFailed' : 'simAnswerIncomplete', { name, since: clock(stall?.sinceMs ?? startedMs) }),
      ...(stall?.why ?? []),
    );
  const when = spansText(downtimes);
  if (workload.kind !== 'Job' && neverAvailable) answers.push(message('simAnswerNeverAvailable', { name }));
  else if (workload.kind !== 'Job') {
    answers.push(
      downtimes.length === 0
        ? message('simAnswerNoDowntime', { name })
        : message('simAnswerDowntime', { name, seconds: downtimeMs / 1000, when }),
    );
  }
  if (lowestAvailable !== undefined && lowestAvailable.available < lowestAvailable.desired) {
    answers.push(message('simAnswerLowest', { name, ...lowestAvailable, time: clock(lowestAvailable.timeMs) }));
  }
  if (peakExtra.cpuMilli > 0 || peakExtra.memoryBytes > 0) {
    answers.push(message('simAnswerPeak', { name, cpu: peakExtra.cpuMilli, memory: Math.round(peakExtra.memoryBytes / 2 ** 20) }));
  }
  return answers;
}

function shortName({ kind, name }: ObjectRef): string {
  return kind === '' ? '' : `${kind}/${name}`;
}

/** Korean letters are two columns wide in a terminal. */
function displayWidth(text: string): number {
  return [...text].reduce((width, char) => width + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uff60]/.test(char) ? 2 : 1), 0);
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
