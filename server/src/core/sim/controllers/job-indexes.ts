import type { Job, Pod } from '../../generated/api.ts';
import { type Indexes, parseIndexes } from './index-set.ts';
import { matchFailurePolicy } from './job-policy.ts';
import { completionIndex, countsAsFailed, finishedMs, hasJobFinalizer, type JobSettings } from './job-settings.ts';
import { isActive, isTerminating } from './pods.ts';

export const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
export const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** The index of a pod that counts for the Job as it is now. */
export function validIndex(pod: Pod, { completions = 0 }: JobSettings): number | undefined {
  const index = completionIndex(pod);
  return index !== undefined && index < completions ? index : undefined;
}

/** Indexes that failed for good: their pod used up the back-off limit of its index, or a rule says so (calculateFailedIndexes). */
export function failedIndexes(job: Job, pods: readonly Pod[], settings: JobSettings): Indexes {
  const failed = new Set(parseIndexes(job.status?.failedIndexes, settings.completions ?? 0));
  for (const pod of pods) {
    const index = validIndex(pod, settings);
    if (index !== undefined && hasJobFinalizer(pod) && isIndexFailed(job, pod, settings)) failed.add(index);
  }
  return failed;
}

/** For each index the failed pod that stays until its successor exists: it carries the count of failures. */
export function delayedPods(
  pods: readonly Pod[],
  settings: JobSettings,
  done: { readonly succeeded: Indexes; readonly failed: Indexes },
): ReadonlyMap<number, Pod> {
  const active = new Set(pods.filter(isActive).map(completionIndex));
  const delayed = new Map<number, Pod>();
  for (const pod of pods) {
    const index = validIndex(pod, settings);
    if (index === undefined || !hasJobFinalizer(pod) || !countsAsFailed(pod, settings)) continue;
    if (done.succeeded.has(index) || done.failed.has(index) || active.has(index)) continue;
    const other = delayed.get(index);
    const isNewer = other === undefined || (failureCount(other).all <= failureCount(pod).all && finishedMs(pod) >= finishedMs(other));
    if (isNewer) delayed.set(index, pod);
  }
  return delayed;
}

/** The lowest indexes that no pod works on (firstPendingIndexes). */
export function pendingIndexes(
  pods: readonly Pod[],
  settings: JobSettings,
  done: { readonly succeeded: Indexes; readonly failed: Indexes },
  count: number,
): readonly number[] {
  const busy = new Set(pods.filter((pod) => isActive(pod) || (settings.replacesOnlyFailed && isTerminating(pod))).map(completionIndex));
  const pending: number[] = [];
  for (let index = 0; index < (settings.completions ?? 0) && pending.length < count; index++) {
    if (!busy.has(index) && !done.succeeded.has(index) && !done.failed.has(index)) pending.push(index);
  }
  return pending;
}

/** How often the index of a pod failed before it; `all` with the failures that a rule ignored. */
export function failureCount({ metadata }: Pod): { readonly counted: number; readonly all: number } {
  const read = (name: string): number => {
    const text = metadata?.annotations?.[name];
    return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : 0;
  };
  const counted = read(FAILURE_COUNT);
  return { counted, all: counted + read(IGNORED_FAILURE_COUNT) };
}

/** The counts that the successor of a failed pod carries (getNewIndexFailureCounts). */
export function nextFailureCount(job: Job, failed: Pod | undefined): { readonly counted: number; readonly ignored: number } {
  if (failed === undefined) return { counted: 0, ignored: 0 };
  const { counted, all } = failureCount(failed);
  const isCounted = matchFailurePolicy(job, failed).isCounted;
  return { counted: counted + (isCounted ? 1 : 0), ignored: all - counted + (isCounted ? 0 : 1) };
}

function isIndexFailed(job: Job, pod: Pod, settings: JobSettings): boolean {
  if (!countsAsFailed(pod, settings)) return false;
  const { action, isCounted } = matchFailurePolicy(job, pod);
  if (action === 'FailIndex') return true;
  return isCounted && failureCount(pod).counted >= (settings.backoffLimitPerIndex ?? 0);
}
