import type { Job, JobCondition, JobStatus, Pod } from '../../generated/api.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';
import { formatTime } from '../object.ts';
import { type Indexes, parseIndexes } from './index-set.ts';
import { type BackoffRecord, nextBackoff } from './job-backoff.ts';
import { delayedPods, failedIndexes, validIndex } from './job-indexes.ts';
import { matchFailurePolicy, matchSuccessPolicy } from './job-policy.ts';
import { completionIndex, countsAsFailed, hasJobFinalizer, type JobSettings, jobCondition } from './job-settings.ts';
import { isActive, isReady, isTerminating } from './pods.ts';

/** Steps that give something back to the sync that takes them. */
export type Steps<Result> = Generator<Action, Result, Outcome>;

/** What one sync of a Job knows and has come to so far (syncJobCtx). */
export interface JobSync {
  readonly cluster: Cluster;
  readonly nowMs: number;
  /** As it was when the sync began. */
  readonly job: Job;
  readonly settings: JobSettings;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly backoff: BackoffRecord;
  readonly succeeded: number;
  readonly failed: number;
  readonly indexes: { readonly before: Indexes; readonly succeeded: Indexes; readonly failed: Indexes };
  /** Failed pods that keep the failure count of their index until they are replaced. */
  readonly delayed: ReadonlyMap<number, Pod>;
  /** Counts that pods deleted or created in this sync change. */
  readonly counts: { active: number; ready: number; terminating: number };
}

/** A verdict on the whole Job: FailureTarget and SuccessCriteriaMet announce, Failed and Complete end. */
export interface Verdict {
  readonly type: 'FailureTarget' | 'SuccessCriteriaMet' | 'Failed' | 'Complete';
  readonly reason: string;
  readonly message: string;
}

export function beginSync(
  cluster: Cluster,
  job: Job,
  settings: JobSettings,
  pods: readonly Pod[],
  before: BackoffRecord,
  nowMs: number,
): JobSync {
  const uncounted = job.status?.uncountedTerminatedPods;
  const fresh = (counted: readonly string[] | undefined): readonly Pod[] =>
    pods.filter(
      (pod) =>
        hasJobFinalizer(pod) &&
        !counted?.includes(pod.metadata?.uid ?? '') &&
        (!settings.isIndexed || validIndex(pod, settings) !== undefined),
    );
  const newSucceeded = fresh(uncounted?.succeeded).filter(({ status }) => status?.phase === 'Succeeded');
  const newFailed = fresh(uncounted?.failed).filter((pod) => countsAsFailed(pod, settings));
  const indexes = indexesOf(job, settings, pods);
  const active = pods.filter(isActive);
  const counted = newFailed.filter((pod) => matchFailurePolicy(job, pod).isCounted);
  return {
    cluster,
    nowMs,
    job,
    settings,
    pods,
    active,
    backoff: nextBackoff(before, newSucceeded, newFailed),
    succeeded: settings.isIndexed
      ? indexes.succeeded.size
      : (job.status?.succeeded ?? 0) + newSucceeded.length + (uncounted?.succeeded?.length ?? 0),
    failed: (job.status?.failed ?? 0) + counted.length + (uncounted?.failed?.length ?? 0),
    indexes,
    delayed: settings.backoffLimitPerIndex === undefined ? new Map() : delayedPods(pods, settings, indexes),
    counts: { active: active.length, ready: active.filter(isReady).length, terminating: pods.filter(isTerminating).length },
  };
}

/** Whether the Job is lost or won already, before any pod is started or stopped. */
export function verdictOf(sync: JobSync): Verdict | undefined {
  const { job } = sync;
  const success = jobCondition(job, 'SuccessCriteriaMet');
  if (success?.status === 'True') return announced(success, 'SuccessCriteriaMet');
  const failure = jobCondition(job, 'FailureTarget');
  if (failure?.status === 'True') return announced(failure, 'Failed');
  const failJob = sync.pods.find((pod) => countsAsFailed(pod, sync.settings) && matchFailurePolicy(job, pod).message !== undefined);
  if (failJob !== undefined) return failureTarget('PodFailurePolicy', matchFailurePolicy(job, failJob).message ?? '');
  if (sync.failed > sync.settings.backoffLimit || isPastRestartLimit(sync)) {
    return failureTarget('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const deadlineMs = remainingDeadlineMs(sync);
  if (deadlineMs !== undefined && deadlineMs <= 0)
    return failureTarget('DeadlineExceeded', 'Job was active longer than specified deadline');
  return sync.settings.isIndexed ? indexedVerdict(sync) : undefined;
}

/** How long the Job may still be active; undefined without a deadline, or while suspended. */
export function remainingDeadlineMs({ job, settings, nowMs }: JobSync): number | undefined {
  const limitSeconds = job.spec?.activeDeadlineSeconds;
  if (limitSeconds === undefined || settings.isSuspended) return undefined;
  const startMs = job.status?.startTime === undefined ? nowMs : Date.parse(job.status.startTime);
  return startMs + limitSeconds * 1000 - nowMs;
}

/** A condition with the time at which it came. */
export function condition(type: string, status: 'True' | 'False', reason: string, message: string, nowMs: number): JobCondition {
  const now = formatTime(nowMs);
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** Sets a condition that is there and differs, or adds one that is True; undefined where nothing changes. */
export function withCondition(conditions: JobStatus['conditions'], wanted: JobCondition): readonly JobCondition[] | undefined {
  const list = conditions ?? [];
  const old = list.find(({ type }) => type === wanted.type);
  if (old === undefined) return wanted.status === 'False' ? undefined : [...list, wanted];
  const isSame = old.status === wanted.status && old.reason === wanted.reason && old.message === wanted.message;
  return isSame ? undefined : list.map((each) => (each === old ? wanted : each));
}

function indexesOf(job: Job, settings: JobSettings, pods: readonly Pod[]): JobSync['indexes'] {
  if (!settings.isIndexed) return { before: NONE, succeeded: NONE, failed: NONE };
  const before = parseIndexes(job.status?.completedIndexes, settings.completions ?? 0);
  const succeeded = new Set(before);
  for (const pod of pods) {
    const index = validIndex(pod, settings);
    if (index !== undefined && pod.status?.phase === 'Succeeded' && hasJobFinalizer(pod)) succeeded.add(index);
  }
  const failed = settings.backoffLimitPerIndex === undefined ? NONE : failedIndexes(job, pods, settings);
  return { before, succeeded, failed };
}

const NONE: Indexes = new Set();

function announced({ reason = '', message = '' }: JobCondition, type: Verdict['type']): Verdict {
  return { type, reason, message };
}

function failureTarget(reason: string, message: string): Verdict {
  return { type: 'FailureTarget', reason, message };
}

/** Restarts inside pods count where a container that fails is started again in its pod. */
function isPastRestartLimit({ job, settings, pods }: JobSync): boolean {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const each of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) restarts += each.restartCount;
  }
  return settings.backoffLimit === 0 ? restarts > 0 : restarts >= settings.backoffLimit;
}

function indexedVerdict({ job, settings, indexes }: JobSync): Verdict | undefined {
  const completions = settings.completions ?? 0;
  const failed = indexes.failed.size;
  const mostFailed = job.spec?.maxFailedIndexes;
  if (settings.backoffLimitPerIndex !== undefined) {
    if (mostFailed !== undefined && failed > mostFailed) {
      return failureTarget('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
    }
    if (failed > 0 && failed + indexes.succeeded.size >= completions) return failureTarget('FailedIndexes', 'Job has failed indexes');
  }
  const message = matchSuccessPolicy(job, indexes.succeeded, completions);
  return message === undefined ? undefined : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}

/** Pods by completion index, those without one first (byCompletionIndex). */
export function byIndex(a: Pod, b: Pod): number {
  return (completionIndex(a) ?? -1) - (completionIndex(b) ?? -1);
}
