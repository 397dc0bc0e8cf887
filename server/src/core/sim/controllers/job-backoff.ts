import type { Pod } from '../../generated/api.ts';
import { finishedMs } from './job-settings.ts';

/** How often pods of a Job failed since the last success, and when last. */
export interface BackoffRecord {
  readonly failures: number;
  readonly lastFailureMs: number;
}

export const NO_BACKOFF: BackoffRecord = { failures: 0, lastFailureMs: 0 };

/**
 * The record after more pods have ended: a success wipes out the failures before it.
 *
 * Mirrors pkg/controller/job/backoff_utils.go newBackoffRecord.
 */
export function nextBackoff(before: BackoffRecord, succeeded: readonly Pod[], failed: readonly Pod[]): BackoffRecord {
  const failures = failed.map(finishedMs);
  if (succeeded.length === 0) {
    return failures.length === 0 ? before : { failures: before.failures + failures.length, lastFailureMs: Math.max(...failures) };
  }
  const lastSuccessMs = Math.max(...succeeded.map(finishedMs));
  const later = failures.filter((timeMs) => timeMs > lastSuccessMs);
  return later.length === 0 ? NO_BACKOFF : { failures: later.length, lastFailureMs: Math.max(...later) };
}

/** How long no new pod is started: 10 s after the first failure, doubling up to 10 minutes. */
export function backoffRemainingMs({ failures, lastFailureMs }: BackoffRecord, nowMs: number): number {
  if (failures === 0) return 0;
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, MOST_DOUBLINGS), LONGEST_WAIT_MS);
  return Math.max(0, waitMs - (nowMs - lastFailureMs));
}

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 600_000;
const MOST_DOUBLINGS = 20;
