import type { Job, JobStatus, Pod, UncountedTerminatedPods } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { formatTime, refOf } from '../object.ts';
import { formatIndexes } from './index-set.ts';
import { validIndex } from './job-indexes.ts';
import { releasePod } from './job-pods.ts';
import { matchFailurePolicy } from './job-policy.ts';
import { completionIndex, countsAsFailed, hasJobFinalizer } from './job-settings.ts';
import { byIndex, condition, type JobSync, type Steps, type Verdict, withCondition } from './job-sync.ts';

/**
 * Counts the pods that ended, in the two steps that keep the count exact whatever happens in between: first their UIDs are
 * noted in the status, then their finalizers are taken off, then they are counted and the UIDs dropped. Gives false on a refusal.
 *
 * Mirrors pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers.
 */
export function* track(
  sync: JobSync,
  wanted: JobStatus,
  verdict: Verdict | undefined,
  isDue: boolean,
  flushed: () => void,
): Steps<boolean> {
  const draft = draftOf(wanted);
  let isChanged = countReleased(draft, sync.pods.filter(hasJobFinalizer)) || isDue;
  const ended = collectEnded(sync, draft, verdict);
  isChanged = announce(sync, draft, ended, verdict) || isChanged;
  const last = finalVerdict(verdict);
  let { job } = sync;
  if (isChanged) {
    const outcome = yield {
      do: 'updateStatus',
      object: withStatus(job, draft),
      because: message('batchJobCounted', { job: refOf(job).name }),
    };
    if (!outcome.ok) return false;
    job = outcome.object as Job;
    flushed();
  }
  const held = new Set(sync.pods.filter(hasJobFinalizer).map(({ metadata }) => metadata?.uid));
  let areReleased = true;
  for (const pod of ended.pods) {
    const isReleased = yield* releasePod(sync, pod);
    if (isReleased) held.delete(pod.metadata?.uid);
    areReleased &&= isReleased;
  }
  const isCounted = countReleased(
    draft,
    sync.pods.filter(({ metadata }) => held.has(metadata?.uid)),
  );
  const isFinished = areReleased && last !== undefined && finish(sync, draft, last);
  if (isCounted || isFinished) {
    const because = isFinished
      ? message('batchJobFinished', { job: refOf(job).name, text: last?.message ?? '' })
      : message('batchJobCounted', { job: refOf(job).name });
    const outcome = yield { do: 'updateStatus', object: withStatus(job, draft), because };
    if (!outcome.ok) return false;
    if (isFinished && last !== undefined) yield* tellEnd(sync, draft, last);
  }
  return areReleased;
}

/** A status under construction. */
type Draft = { -readonly [Key in keyof JobStatus]: JobStatus[Key] } & { uncounted: { succeeded: string[]; failed: string[] } };

/** How many pods are noted before they are counted. */
const MOST_UNCOUNTED = 500;

function draftOf(status: JobStatus): Draft {
  const { uncountedTerminatedPods: noted } = status;
  return { ...status, uncounted: { succeeded: [...(noted?.succeeded ?? [])], failed: [...(noted?.failed ?? [])] } };
}

function withStatus(job: Job, { uncounted, ...status }: Draft): Job {
  const noted: UncountedTerminatedPods = {
    ...(uncounted.succeeded.length === 0 ? {} : { succeeded: [...uncounted.succeeded] }),
    ...(uncounted.failed.length === 0 ? {} : { failed: [...uncounted.failed] }),
  };
  return { ...job, status: { ...status, uncountedTerminatedPods: noted } };
}

/** Counts the noted pods that no longer have the finalizer (cleanUncountedPodsWithoutFinalizers). */
function countReleased(draft: Draft, held: readonly Pod[]): boolean {
  const uids = new Set(held.map(({ metadata }) => metadata?.uid));
  const isHeld = (uid: string): boolean => uids.has(uid);
  const { succeeded, failed } = draft.uncounted;
  const kept = { succeeded: succeeded.filter(isHeld), failed: failed.filter(isHeld) };
  const moreSucceeded = succeeded.length - kept.succeeded.length;
  const moreFailed = failed.length - kept.failed.length;
  if (moreSucceeded > 0) draft.succeeded = (draft.succeeded ?? 0) + moreSucceeded;
  if (moreFailed > 0) draft.failed = (draft.failed ?? 0) + moreFailed;
  draft.uncounted = kept;
  return moreSucceeded + moreFailed > 0;
}

/** The pods to be let go, with what they add to the status. */
interface Ended {
  readonly pods: readonly Pod[];
  readonly newIndexes: readonly number[];
  readonly isNoted: boolean;
  readonly isFull: boolean;
}

function collectEnded(sync: JobSync, draft: Draft, verdict: Verdict | undefined): Ended {
  const { settings } = sync;
  const { succeeded, failed } = draft.uncounted;
  const pods: Pod[] = [];
  const newIndexes: number[] = [];
  const notedBefore = { succeeded: new Set(succeeded), failed: new Set(failed) };
  let isNoted = false;
  for (const pod of settings.isIndexed ? [...sync.pods].sort(byIndex) : sync.pods) {
    if (!hasJobFinalizer(pod) || !canRelease(sync, pod, verdict)) continue;
    pods.push(pod);
    const uid = pod.metadata?.uid ?? '';
    const index = validIndex(pod, settings);
    if (pod.status?.phase === 'Succeeded' && !notedBefore.failed.has(uid)) {
      if (settings.isIndexed) {
        if (index !== undefined && !sync.indexes.before.has(index)) newIndexes.push(index);
      } else if (!notedBefore.succeeded.has(uid)) {
        succeeded.push(uid);
        isNoted = true;
      }
    } else if (isLost(sync, pod, verdict) && !notedBefore.failed.has(uid) && (!settings.isIndexed || index !== undefined)) {
      if (matchFailurePolicy(sync.job, pod).isCounted) {
        failed.push(uid);
        isNoted = true;
      }
    }
    if (newIndexes.length + succeeded.length + failed.length >= MOST_UNCOUNTED) return { pods, newIndexes, isNoted: true, isFull: true };
  }
  return { pods, newIndexes, isNoted: isNoted || newIndexes.length > 0, isFull: false };
}

/** Failed, or cut short because the Job as a whole has failed. */
function isLost({ settings }: JobSync, pod: Pod, verdict: Verdict | undefined): boolean {
  return countsAsFailed(pod, settings) || (verdict !== undefined && verdict.type !== 'SuccessCriteriaMet' && verdict.type !== 'Complete');
}

function canRelease(sync: JobSync, pod: Pod, verdict: Verdict | undefined): boolean {
  const isOver = sync.job.metadata?.deletionTimestamp !== undefined || verdict !== undefined;
  if (isOver || pod.status?.phase === 'Succeeded') return true;
  if (!countsAsFailed(pod, sync.settings)) return false;
  const index = completionIndex(pod);
  return index === undefined || sync.delayed.get(index)?.metadata?.uid !== pod.metadata?.uid;
}

/** Writes indexes and the announcing condition into the draft; true where that changed it. */
function announce(sync: JobSync, draft: Draft, { newIndexes, isNoted }: Ended, verdict: Verdict | undefined): boolean {
  const { settings, indexes, nowMs } = sync;
  let isChanged = isNoted;
  if (settings.isIndexed) {
    const succeeded = new Set([...indexes.succeeded, ...newIndexes]);
    const completedIndexes = formatIndexes(succeeded);
    isChanged ||= completedIndexes !== (draft.completedIndexes ?? '');
    draft.succeeded = succeeded.size;
    if (completedIndexes !== '') draft.completedIndexes = completedIndexes;
    const failedText = settings.backoffLimitPerIndex === undefined ? undefined : formatIndexes(indexes.failed);
    if (failedText !== draft.failedIndexes) {
      isChanged = true;
      if (failedText !== undefined) draft.failedIndexes = failedText;
    }
  }
  const isNews =
    verdict?.type === 'FailureTarget' || (verdict?.type === 'SuccessCriteriaMet' && !hasCondition(draft, 'SuccessCriteriaMet'));
  if (verdict !== undefined && isNews) {
    draft.conditions = [...(draft.conditions ?? []), condition(verdict.type, 'True', verdict.reason, verdict.message, nowMs)];
    isChanged = true;
  }
  return isChanged;
}

function hasCondition({ conditions }: Draft, wanted: string): boolean {
  return conditions?.some(({ type, status }) => type === wanted && status === 'True') ?? false;
}

/** What an announcement becomes when the last pod is gone. */
function finalVerdict(verdict: Verdict | undefined): Verdict | undefined {
  if (verdict?.type === 'FailureTarget') return { ...verdict, type: 'Failed' };
  return verdict?.type === 'SuccessCriteriaMet' ? { ...verdict, type: 'Complete' } : verdict;
}

/** The Job ends only when every pod is counted and none is still stopping (enactJobFinished). */
function finish({ counts, nowMs }: JobSync, draft: Draft, last: Verdict): boolean {
  if (draft.uncounted.succeeded.length + draft.uncounted.failed.length > 0 || counts.terminating > 0) return false;
  draft.conditions =
    withCondition(draft.conditions, condition(last.type, 'True', last.reason, last.message, nowMs)) ?? draft.conditions ?? [];
  if (last.type === 'Complete') draft.completionTime = formatTime(nowMs);
  return true;
}

function* tellEnd({ job, settings }: JobSync, { succeeded = 0 }: Draft, last: Verdict): Steps<void> {
  const about = refOf(job);
  const because = message('batchJobFinished', { job: about.name, text: last.message });
  if (last.type !== 'Complete') {
    yield { do: 'event', about, type: 'Warning', reason: last.reason, message: last.message, because };
    return;
  }
  if (settings.completions !== undefined && succeeded > settings.completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    yield { do: 'event', about, type: 'Warning', reason: 'TooManySucceededPods', message: text, because };
  }
  yield { do: 'event', about, type: 'Normal', reason: 'Completed', message: 'Job completed', because };
}
