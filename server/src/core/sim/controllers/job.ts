import type { Job, JobStatus, Pod } from '../../generated/api.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, DelayedKey, Reconcile } from '../component.ts';
import { controllerOf, formatTime, keyOf, refOf, splitKey } from '../object.ts';
import { type BackoffRecord, NO_BACKOFF } from './job-backoff.ts';
import { managePods, SYNC_BATCH_MS, stopPods } from './job-pods.ts';
import { hasJobFinalizer, isJobFinished, isManagedElsewhere, settingsOf, withoutJobFinalizer } from './job-settings.ts';
import { beginSync, condition, type JobSync, remainingDeadlineMs, type Steps, type Verdict, verdictOf, withCondition } from './job-sync.ts';
import { track } from './job-tracking.ts';
import { claim } from './ownership.ts';

/** Runs pods to their end (pkg/controller/job/job_controller.go). It remembers how its pods failed, to wait before the next. */
export function createJobController(): Component {
  const memories = new Map<string, Memory>();
  return {
    name: 'job',
    kinds: ['Job', 'Pod'],
    keysOf,
    *reconcile(cluster, key, nowMs) {
      const { namespace, name } = splitKey(key);
      if (namespace === ORPHANS) return yield* releaseOrphan(cluster, name);
      const job = cluster.get('Job', namespace, name);
      if (job === undefined || isJobFinished(job)) {
        memories.delete(key);
        if (job !== undefined) yield* releaseAll(cluster, job);
        return;
      }
      if (isManagedElsewhere(job)) return;
      const memory = memories.get(key) ?? { backoff: NO_BACKOFF, refusals: 0 };
      memories.set(key, memory);
      const isDone = yield* syncJob(cluster, job, memory, nowMs);
      memory.refusals = isDone ? 0 : memory.refusals + 1;
      if (!isDone) yield { do: 'requeue', key, afterMs: Math.min(FIRST_RETRY_MS * 2 ** (memory.refusals - 1), LONGEST_RETRY_MS) };
    },
  };
}

interface Memory {
  backoff: BackoffRecord;
  /** Syncs that failed in a row. */
  refusals: number;
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** Before the key of a pod that has the finalizer and no unfinished Job; no namespace can be called so. */
const ORPHANS = '(orphan)';

function* keysOf(change: Change, cluster: Cluster): Generator<string | DelayedKey> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Job') yield* keysOfJob(change);
  if (object.kind === 'Pod') yield* keysOfPod(change, object as Pod, cluster);
}

/** A changed status is looked at a second later, a changed spec at once. */
function* keysOfJob(change: Change): Generator<string | DelayedKey> {
  if (change.is !== 'updated') {
    yield keyOf(refOf(change.is === 'created' ? change.after : change.before));
    return;
  }
  const key = keyOf(refOf(change.after));
  const isSpecChanged = change.before.metadata?.generation !== change.after.metadata?.generation;
  yield isSpecChanged || isJobFinished(change.after as Job) ? key : { key, afterMs: SYNC_BATCH_MS };
  if (!isSpecChanged) return;
  const { spec, status } = change.after as Job;
  if (status?.startTime === undefined || spec?.activeDeadlineSeconds === undefined) return;
  yield { key, afterMs: SYNC_BATCH_MS };
}

function* keysOfPod(change: Change, pod: Pod, cluster: Cluster): Generator<string | DelayedKey> {
  const { namespace, name } = refOf(pod);
  const former = change.is === 'updated' ? controllerOf(change.before) : undefined;
  const owner = controllerOf(pod);
  for (const each of new Set([former?.uid === owner?.uid ? undefined : former, owner])) {
    if (each?.kind !== 'Job') continue;
    const job = cluster.get('Job', namespace, each.name);
    if (job !== undefined && job.metadata?.uid === each.uid) yield { key: keyOf({ namespace, name: each.name }), afterMs: SYNC_BATCH_MS };
  }
  if (change.is !== 'deleted' && hasJobFinalizer(pod) && !hasUnfinishedJob(cluster, pod)) yield `${ORPHANS}/${namespace}/${name}`;
  if (owner !== undefined) return;
  for (const job of cluster.listIn('Job', namespace)) {
    const selector = validSelectorOf(job.spec?.selector);
    if (matches(selector, pod.metadata?.labels)) yield { key: keyOf(refOf(job)), afterMs: SYNC_BATCH_MS };
  }
}

function hasUnfinishedJob(cluster: Cluster, pod: Pod): boolean {
  const owner = controllerOf(pod);
  const job = owner?.kind === 'Job' ? cluster.get('Job', refOf(pod).namespace, owner.name) : undefined;
  return job !== undefined && job.metadata?.uid === owner?.uid && !isJobFinished(job);
}

/** A pod that nobody counts any more must not be held back by the finalizer. */
function* releaseOrphan(cluster: Cluster, key: string): Reconcile {
  const { namespace, name } = splitKey(key);
  const pod = cluster.get('Pod', namespace, name);
  if (pod === undefined || !hasJobFinalizer(pod) || hasUnfinishedJob(cluster, pod)) return;
  yield { do: 'update', object: withoutJobFinalizer(pod), because: message('batchPodReleased', { pod: name }) };
}

function* releaseAll(cluster: Cluster, job: Job): Steps<void> {
  for (const pod of cluster.ownedBy('Pod', job.metadata?.uid ?? '')) {
    if (hasJobFinalizer(pod))
      yield { do: 'update', object: withoutJobFinalizer(pod), because: message('batchPodReleased', { pod: refOf(pod).name }) };
  }
}

/** One sync. Gives false where the server refused something, so that it must be tried again. */
function* syncJob(cluster: Cluster, job: Job, memory: Memory, nowMs: number): Steps<boolean> {
  const pods = yield* claimPods(cluster, job);
  if (pods === undefined) return false;
  const settings = settingsOf(job);
  const sync = beginSync(cluster, job, settings, pods, memory.backoff, nowMs);
  const startTime = job.status?.startTime ?? (settings.isSuspended ? undefined : formatTime(nowMs));
  let verdict = verdictOf(sync);
  const deadlineMs = verdict === undefined ? remainingDeadlineMs(sync) : undefined;
  if (deadlineMs !== undefined) yield { do: 'requeue', key: keyOf(refOf(job)), afterMs: deadlineMs };
  let isManaged = true;
  let suspension: Suspension = { conditions: job.status?.conditions, startTime, isChanged: false };
  if (verdict !== undefined) {
    const stopped = yield* stopPods(sync);
    if (stopped !== sync.active.length) {
      verdict = undefined;
      isManaged = false;
    }
  } else {
    const isLeaving = job.metadata?.deletionTimestamp !== undefined;
    if (!isLeaving) isManaged = yield* managePods(sync);
    if (isComplete(sync)) verdict = COMPLETE;
    else if (!isLeaving) suspension = yield* suspend(sync, suspension);
  }
  const { active, ready, terminating } = sync.counts;
  const before = job.status;
  const isDue = suspension.isChanged || active !== (before?.active ?? 0) || ready !== before?.ready || terminating !== before?.terminating;
  const isTracked = yield* track(sync, statusOf(job, sync, suspension), verdict, isDue, () => {
    memory.backoff = sync.backoff;
  });
  return isManaged && isTracked;
}

const COMPLETE: Verdict = {
  type: 'SuccessCriteriaMet',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

function* claimPods(cluster: Cluster, job: Job): Steps<readonly Pod[] | undefined> {
  const selector = validSelectorOf(job.spec?.selector);
  const candidates = [...cluster.ownedBy('Pod', job.metadata?.uid ?? ''), ...cluster.orphansIn('Pod', refOf(job).namespace)];
  // A Job that has not been through admission has no selector yet: then its owner references say enough.
  const isMine = (pod: Pod): boolean =>
    selector === undefined ? controllerOf(pod)?.uid === job.metadata?.uid : matches(selector, pod.metadata?.labels);
  return yield* claim(job, candidates, isMine);
}

function isComplete({ settings, succeeded, counts }: JobSync): boolean {
  if (counts.active !== 0) return false;
  return settings.completions === undefined ? succeeded > 0 : succeeded >= settings.completions;
}

interface Suspension {
  readonly conditions: JobStatus['conditions'];
  readonly startTime: string | undefined;
  readonly isChanged: boolean;
}

/** Suspending stops the clock of the deadline, resuming starts it anew. */
function* suspend({ job, settings, nowMs }: JobSync, before: Suspension): Steps<Suspension> {
  const [status, reason, text] = settings.isSuspended
    ? (['True', 'JobSuspended', 'Job suspended'] as const)
    : (['False', 'JobResumed', 'Job resumed'] as const);
  const conditions = withCondition(before.conditions, condition('Suspended', status, reason, text, nowMs));
  if (conditions === undefined) return before;
  const about = refOf(job);
  const because = message(settings.isSuspended ? 'batchSuspended' : 'batchResumed', { job: about.name });
  yield { do: 'event', about, type: 'Normal', reason: settings.isSuspended ? 'Suspended' : 'Resumed', message: text, because };
  return { conditions, startTime: settings.isSuspended ? undefined : formatTime(nowMs), isChanged: true };
}

function statusOf(job: Job, { counts }: JobSync, { conditions, startTime }: Suspension): JobStatus {
  const { startTime: _, ...rest } = job.status ?? {};
  return { ...rest, ...(conditions === undefined ? {} : { conditions }), ...(startTime === undefined ? {} : { startTime }), ...counts };
}
