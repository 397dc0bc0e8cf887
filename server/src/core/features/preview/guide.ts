import type { Entry } from '../../sim/trace.ts';
import { type Language, message, say } from '../../text/text.ts';
import { LESSONS, type Moment } from './lessons.ts';
import type { PreviewScenario } from './scenarios.ts';

export interface GuideText {
  readonly timeMs: number;
  readonly text: string;
  /** The note to read on. */
  readonly note?: string;
}

/** The guided text of a lesson: its sentence first, then each step from the moment in the run to which it belongs. */
export function guideOf({ id, lesson }: PreviewScenario, entries: readonly Entry[], language: Language): readonly GuideText[] {
  if (lesson === undefined) return [];
  const { note, steps: told = [] } = LESSONS[id.slice('lesson:'.length)] ?? {};
  const steps = told.flatMap(({ moment, text }) => {
    const timeMs = timeOf(moment, entries);
    return timeMs === undefined ? [] : [{ timeMs, text: say(language, message(text)) }];
  });
  const all = [{ timeMs: 0, text: say(language, lesson) }, ...steps].sort((a, b) => a.timeMs - b.timeMs);
  const texts = new Map<number, string>();
  // What belongs to one instant is read as one.
  for (const { timeMs, text } of all) texts.set(timeMs, texts.has(timeMs) ? `${texts.get(timeMs)} ${text}` : text);
  return [...texts].map(([timeMs, text]) => ({ timeMs, text, ...(note !== undefined && { note }) }));
}

/** The first entry that fits at or after `fromMs`; undefined when the run has none. */
function timeOf(moment: Moment, entries: readonly Entry[]): number | undefined {
  if ('atMs' in moment) return moment.atMs;
  const { fromMs = 1, kind, name, verb, reason, has } = moment;
  return entries.find(({ timeMs, object, what }) => {
    if (timeMs < fromMs || (kind !== undefined && object.kind !== kind) || (verb !== undefined && what.verb !== verb)) return false;
    if (name !== undefined && !object.name.startsWith(name)) return false;
    if (reason !== undefined && !(what.verb === 'event' && what.reason === reason)) return false;
    return has === undefined || JSON.stringify(what).includes(has);
  })?.timeMs;
}
