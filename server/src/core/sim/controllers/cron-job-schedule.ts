import type { CronJob } from '../../generated/api.ts';
import { type CronError, type CronSchedule, nextTime, parseCron } from '../../kube/cron.ts';
import { timeZoneNamed } from '../../kube/time-zone.ts';
import { timeOf } from '../object.ts';

/** What a CronJob should have started by now. */
export interface DueTime {
  /** undefined: nothing is due. */
  readonly dueMs: number | undefined;
  readonly missed: 'none' | 'few' | 'many';
  /** Where the search began. */
  readonly earliestMs: number;
}

/** The schedule with its zone: one inside the schedule's own text wins (formatSchedule). */
export function scheduleOf({ spec }: CronJob): CronSchedule | CronError {
  const { schedule = '', timeZone } = spec ?? {};
  const isZoned = timeZone !== undefined && !schedule.includes('TZ') && timeZoneNamed(timeZone) !== undefined;
  return parseCron(isZoned ? `TZ=${timeZone} ${schedule}` : schedule);
}

/**
 * The last time that has passed without a start.
 *
 * Mirrors pkg/controller/cronjob/utils.go mostRecentScheduleTime.
 */
export function dueTime(cronJob: CronJob, schedule: CronSchedule, nowMs: number, withDeadline: boolean): DueTime | CronError {
  const { spec, status, metadata } = cronJob;
  let earliestMs = timeOf(status?.lastScheduleTime) ?? timeOf(metadata?.creationTimestamp) ?? 0;
  const deadline = spec?.startingDeadlineSeconds;
  if (withDeadline && deadline !== undefined) earliestMs = Math.max(earliestMs, nowMs - deadline * 1000);
  const first = nextTime(schedule, earliestMs);
  const second = first === undefined ? undefined : nextTime(schedule, first);
  if (first !== undefined && nowMs < first) return { dueMs: undefined, missed: 'none', earliestMs };
  if (first !== undefined && second !== undefined && nowMs < second) return { dueMs: first, missed: 'none', earliestMs };
  const periodSeconds = first === undefined || second === undefined ? 0 : Math.round((second - first) / 1000);
  if (first === undefined || periodSeconds < 1) return { error: 'time difference between two schedules is less than 1 second' };
  const count = Math.floor(Math.trunc((nowMs - first) / 1000) / periodSeconds) + 1;
  const missed = count > MANY ? 'many' : 'few';
  let dueMs: number | undefined;
  const startMs = first + (count - 2) * periodSeconds * 1000;
  for (let at = nextTime(schedule, startMs); at !== undefined && at <= nowMs; at = nextTime(schedule, at)) dueMs = at;
  return { dueMs, missed, earliestMs };
}

/** How long until the CronJob has to be looked at again: a little after its next time (nextScheduleTimeDuration). */
export function untilNextMs(cronJob: CronJob, schedule: CronSchedule, nowMs: number): number {
  const due = dueTime(cronJob, schedule, nowMs, false);
  const fallbackMs = 'error' in due || due.missed !== 'none' ? nowMs : due.earliestMs;
  const fromMs = 'error' in due ? nowMs : (due.dueMs ?? fallbackMs);
  const nextMs = nextTime(schedule, fromMs);
  return nextMs === undefined ? NEVER_MS : Math.max(0, nextMs + DELTA_MS - nowMs);
}

/** More missed times than this are worth a warning. */
const MANY = 100;
/** So that the clock has surely passed the second. */
const DELTA_MS = 100;
/** Far beyond any simulation. */
const NEVER_MS = 1e12;
