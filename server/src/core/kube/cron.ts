import { quoteGo } from '../base/go-text.ts';
import { parseDuration } from './go-duration.ts';
import { instantAt, type TimeZone, timeZoneNamed, UTC } from './time-zone.ts';

/** When a schedule fires: at wall-clock times of a zone, or at a fixed distance. */
export type CronSchedule =
  | {
      readonly is: 'calendar';
      readonly zone: TimeZone;
      readonly minutes: CronField;
      readonly hours: CronField;
      readonly daysOfMonth: CronField;
      readonly months: CronField;
      readonly daysOfWeek: CronField;
    }
  | { readonly is: 'interval'; readonly everyMs: number };

export interface CronField {
  readonly values: ReadonlySet<number>;
  /** Written as `*` or `?` without a step: decides how days of month and of week go together. */
  readonly isStar: boolean;
}

/** Why a text is no schedule, in the words of upstream's parser. */
export interface CronError {
  readonly error: string;
}

/**
 * Reads a schedule of five fields or a descriptor, optionally after `TZ=Zone `; without a zone it is UTC.
 *
 * Mirrors github.com/robfig/cron/v3 ParseStandard as called by pkg/controller/cronjob.
 */
export function parseCron(text: string): CronSchedule | CronError {
  if (text === '') return { error: 'empty spec string' };
  if (!/^(CRON_)?TZ=/.test(text)) return parseIn(text, UTC);
  const blank = text.indexOf(' ');
  const equals = text.indexOf('=');
  if (blank < 0) return { error: `invalid schedule format: runtime error: slice bounds out of range [:-1]` };
  const name = text.slice(equals + 1, blank);
  const zone = timeZoneNamed(name);
  if (zone !== undefined) return parseIn(text.slice(blank).trim(), zone);
  const isPath = name.includes('..') || /^[/\\]/.test(name);
  return { error: `provided bad location ${name}: ${isPath ? 'time: invalid location name' : `unknown time zone ${name}`}` };
}

/** The first time after an instant; undefined where there is none in the next five years. Milliseconds since 1970. */
export function nextTime(schedule: CronSchedule, afterMs: number): number | undefined {
  const secondMs = Math.floor(afterMs / SECOND_MS) * SECOND_MS;
  if (schedule.is === 'interval') return secondMs + schedule.everyMs;
  return nextMatch(schedule, secondMs + SECOND_MS);
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST_SEARCH_YEARS = 5;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: WEEKDAYS },
];

const FIELDS_BY_DESCRIPTOR: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

function parseIn(text: string, zone: TimeZone): CronSchedule | CronError {
  if (text.startsWith('@every ')) return parseInterval(text);
  if (text.startsWith('@')) {
    const fields = FIELDS_BY_DESCRIPTOR[text];
    return fields === undefined ? { error: `unrecognized descriptor: ${text}` } : parseFields(fields, zone);
  }
  return parseFields(text, zone);
}

function parseInterval(text: string): CronSchedule | CronError {
  const durationMs = parseDuration(text.slice('@every '.length));
  if (typeof durationMs === 'string') return { error: `failed to parse duration ${text}: ${durationMs}` };
  return { is: 'interval', everyMs: Math.max(1, Math.floor(durationMs / SECOND_MS)) * SECOND_MS };
}

function parseFields(text: string, zone: TimeZone): CronSchedule | CronError {
  const written = text.split(/\s+/).filter((field) => field !== '');
  if (written.length !== BOUNDS.length) {
    return { error: `expected exactly ${BOUNDS.length} fields, found ${written.length}: [${written.join(' ')}]` };
  }
  const fields: CronField[] = [];
  for (const [index, bounds] of BOUNDS.entries()) {
    const field = parseField(written[index] ?? '', bounds);
    if ('error' in field) return field;
    fields.push(field);
  }
  const [minutes = ANY, hours = ANY, daysOfMonth = ANY, months = ANY, daysOfWeek = ANY] = fields;
  return { is: 'calendar', zone, minutes, hours, daysOfMonth, months, daysOfWeek };
}

const ANY: CronField = { values: new Set(), isStar: true };

function parseField(text: string, bounds: Bounds): CronField | CronError {
  const values = new Set<number>();
  let isStar = false;
  for (const range of text.split(',')) {
    if (range === '') continue;
    const parsed = parseRange(range, bounds);
    if ('error' in parsed) return parsed;
    for (let each = parsed.start; each <= parsed.end; each += parsed.step) values.add(each);
    isStar ||= parsed.isStar;
  }
  return { values, isStar };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly isStar: boolean;
}

function parseRange(text: string, bounds: Bounds): Range | CronError {
  const [span = '', stepText, ...moreSteps] = text.split('/');
  const [lowText = '', highText, ...moreHyphens] = span.split('-');
  const isAny = lowText === '*' || lowText === '?';
  if (!isAny && moreHyphens.length > 0) {
    const low = parseValue(lowText, bounds);
    return typeof low === 'number' ? { error: `too many hyphens: ${text}` } : low;
  }
  const start = isAny ? bounds.min : parseValue(lowText, bounds);
  if (typeof start !== 'number') return start;
  let end = isAny ? bounds.max : highText === undefined ? start : parseValue(highText, bounds);
  if (typeof end !== 'number') return end;
  if (moreSteps.length > 0) return { error: `too many slashes: ${text}` };
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (typeof step !== 'number') return step;
  if (stepText !== undefined && highText === undefined) end = bounds.max;
  if (start < bounds.min) return { error: `beginning of range (${start}) below minimum (${bounds.min}): ${text}` };
  if (end > bounds.max) return { error: `end of range (${end}) above maximum (${bounds.max}): ${text}` };
  if (start > end) return { error: `beginning of range (${start}) beyond end of range (${end}): ${text}` };
  if (step === 0) return { error: `step of range should be a positive number: ${text}` };
  return { start, end, step, isStar: isAny && step === 1 };
}

function parseValue(text: string, { names, min }: Bounds): number | CronError {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  return named >= 0 ? named + min : parseNumber(text);
}

/** An integer as Go's strconv.Atoi reads it. */
function parseNumber(text: string): number | CronError {
  const fail = (why: string): CronError => ({ error: `failed to parse int from ${text}: strconv.Atoi: parsing ${quoteGo(text)}: ${why}` });
  if (!/^[-+]?\d+$/.test(text)) return fail('invalid syntax');
  const number = BigInt(text.replace('+', ''));
  if (BigInt.asIntN(64, number) !== number) return fail('value out of range');
  return number < 0n ? { error: `negative number (${number}) not allowed: ${text}` } : Number(number);
}

type Calendar = Extract<CronSchedule, { is: 'calendar' }>;

/** Wall-clock fields of an instant. */
function wallClock(zone: TimeZone, epochMs: number): Date {
  return new Date(epochMs + zone.offsetMs(epochMs));
}

/**
 * Walks from the largest field to the smallest, starting over when one wraps, exactly as upstream does: its way through
 * hours that a clock change skips or repeats is part of the result.
 */
function nextMatch(schedule: Calendar, fromMs: number): number | undefined {
  const { zone } = schedule;
  if ([schedule.minutes, schedule.hours, schedule.months].some(({ values }) => values.size === 0)) return undefined;
  const lastYear = wallClock(zone, fromMs).getUTCFullYear() + LONGEST_SEARCH_YEARS;
  let at = fromMs;
  let isFloored = false;
  const steps = [stepMonth, stepDay, stepHour, stepMinute];
  for (;;) {
    if (wallClock(zone, at).getUTCFullYear() > lastYear) return undefined;
    let hasWrapped = false;
    for (const step of steps) {
      const found = step(schedule, at, isFloored);
      at = found.at;
      isFloored ||= found.hasMoved;
      hasWrapped = found.hasWrapped;
      if (hasWrapped) break;
    }
    if (hasWrapped) continue;
    const seconds = wallClock(zone, at).getUTCSeconds();
    if (seconds === 0) return at;
    // A schedule of five fields fires at second 0: go to the next minute and look again.
    isFloored = true;
    at += MINUTE_MS - seconds * SECOND_MS;
  }
}

interface Step {
  readonly at: number;
  readonly hasMoved: boolean;
  readonly hasWrapped: boolean;
}

function stepMonth({ zone, months }: Calendar, fromMs: number, wasFloored: boolean): Step {
  let at = fromMs;
  let hasMoved = false;
  for (let wall = wallClock(zone, at); !months.values.has(wall.getUTCMonth() + 1); wall = wallClock(zone, at)) {
    if (!wasFloored && !hasMoved) {
      wall = wallClock(zone, instantAt(zone, Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1)));
    }
    hasMoved = true;
    at = instantAt(zone, plusMonth(wall));
    if (wallClock(zone, at).getUTCMonth() === 0) return { at, hasMoved, hasWrapped: true };
  }
  return { at, hasMoved, hasWrapped: false };
}

function stepDay(schedule: Calendar, fromMs: number, wasFloored: boolean): Step {
  const { zone } = schedule;
  let at = fromMs;
  let hasMoved = false;
  for (let wall = wallClock(zone, at); !isDayOf(schedule, wall); wall = wallClock(zone, at)) {
    if (!wasFloored && !hasMoved) {
      wall = wallClock(zone, instantAt(zone, Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate())));
    }
    hasMoved = true;
    at = instantAt(zone, wall.getTime() + 24 * HOUR_MS);
    // A day may begin at 23:00 or 01:00 where clocks change at midnight.
    const hour = wallClock(zone, at).getUTCHours();
    if (hour > 12) at += (24 - hour) * HOUR_MS;
    else if (hour !== 0) at -= hour * HOUR_MS;
    if (wallClock(zone, at).getUTCDate() === 1) return { at, hasMoved, hasWrapped: true };
  }
  return { at, hasMoved, hasWrapped: false };
}

function stepHour({ zone, hours }: Calendar, fromMs: number, wasFloored: boolean): Step {
  let at = fromMs;
  let hasMoved = false;
  for (let wall = wallClock(zone, at); !hours.values.has(wall.getUTCHours()); wall = wallClock(zone, at)) {
    if (!wasFloored && !hasMoved) at = instantAt(zone, Math.floor(wall.getTime() / HOUR_MS) * HOUR_MS);
    hasMoved = true;
    at += HOUR_MS;
    if (wallClock(zone, at).getUTCHours() === 0) return { at, hasMoved, hasWrapped: true };
  }
  return { at, hasMoved, hasWrapped: false };
}

function stepMinute({ zone, minutes }: Calendar, fromMs: number, wasFloored: boolean): Step {
  let at = fromMs;
  let hasMoved = false;
  for (let wall = wallClock(zone, at); !minutes.values.has(wall.getUTCMinutes()); wall = wallClock(zone, at)) {
    if (!wasFloored && !hasMoved) at = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    hasMoved = true;
    at += MINUTE_MS;
    if (wallClock(zone, at).getUTCMinutes() === 0) return { at, hasMoved, hasWrapped: true };
  }
  return { at, hasMoved, hasWrapped: false };
}

/** A star on either side means both must hold; otherwise one is enough. */
function isDayOf({ daysOfMonth, daysOfWeek }: Calendar, wall: Date): boolean {
  const isDate = daysOfMonth.values.has(wall.getUTCDate());
  const isWeekday = daysOfWeek.values.has(wall.getUTCDay());
  return daysOfMonth.isStar || daysOfWeek.isStar ? isDate && isWeekday : isDate || isWeekday;
}

function plusMonth(wall: Date): number {
  const next = new Date(wall.getTime());
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next.getTime();
}
