import { quoteGo } from '../../base/go-text.ts';
import type { CronJob, CronJobStatus, Job, ObjectReference } from '../../generated/api.ts';
import type { CronSchedule } from '../../kube/cron.ts';
import { timeZoneNamed, UTC } from '../../kube/time-zone.ts';
import { type Message, message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, DelayedKey, Outcome, Reconcile } from '../component.ts';
import { controllerOf, formatTime, keyOf, refOf, splitKey, timeOf } from '../object.ts';
import { dueTime, scheduleOf, untilNextMs } from './cron-job-schedule.ts';
import { isJobFinished, jobCondition } from './job-settings.ts';
import { controllerRef, isControlledBy } from './ownership.ts';

/** Starts Jobs by the clock (pkg/controller/cronjob/cronjob_controllerv2.go). */
export const cronJobController: Component = { name: 'cronjob', kinds: ['Job', 'CronJob'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster, nowMs: number): Generator<string | DelayedKey> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'Job') {
    const owner = controllerOf(object);
    const { namespace } = refOf(object);
    const cronJob = owner?.kind === 'CronJob' ? cluster.get('CronJob', namespace, owner.name) : undefined;
    if (cronJob !== undefined && cronJob.metadata?.uid === owner?.uid) yield keyOf(refOf(cronJob));
  }
  if (object.kind !== 'CronJob') return;
  const before = change.is === 'updated' ? (change.before as CronJob).spec : undefined;
  const after = (object as CronJob).spec;
  const key = keyOf(refOf(object));
  const isRescheduled = before !== undefined && (before.schedule !== after?.schedule || before.timeZone !== after?.timeZone);
  if (!isRescheduled) {
    yield key;
    return;
  }
  // A new schedule is not looked at before its first time comes.
  const schedule = scheduleOf(object as CronJob);
  if (!('error' in schedule)) yield { key, afterMs: untilNextMs(object as CronJob, schedule, nowMs) };
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const cronJob = cluster.get('CronJob', namespace, name);
  if (cronJob === undefined) return;
  const jobs = cluster.listIn('Job', namespace).filter((job) => controllerOf(job)?.name === name);
  const sync: Sync = { cluster, cronJob, nowMs, active: [...(cronJob.status?.active ?? [])], changes: {}, isChanged: false };
  yield* trimHistory(sync, jobs);
  yield* followJobs(sync, jobs);
  const result = yield* startDue(sync);
  if (sync.isChanged) {
    const status: CronJobStatus = { ...cronJob.status, ...sync.changes, active: sync.active };
    const because = message('batchCronJobStatus', { cronJob: name });
    const outcome = yield { do: 'updateStatus', object: { ...cronJob, status }, because };
    if (!outcome.ok) return 'retry';
  }
  if (typeof result === 'number') yield { do: 'requeue', key, afterMs: result };
  else return result;
}

interface Sync {
  readonly cluster: Cluster;
  readonly cronJob: CronJob;
  readonly nowMs: number;
  active: ObjectReference[];
  changes: Pick<CronJobStatus, 'lastScheduleTime' | 'lastSuccessfulTime'>;
  isChanged: boolean;
}

type Steps<Result> = Generator<Action, Result, Outcome>;

/** How long until the next sync, 'retry' after a refusal, nothing when only a change can help. */
// biome-ignore lint/suspicious/noConfusingVoidType: the result of a generator that may just end
type Result = number | 'retry' | void;

const DEFAULT_SUCCESSFUL_HISTORY = 3;
const DEFAULT_FAILED_HISTORY = 1;
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Deletes the oldest finished Jobs beyond what is kept (cleanupFinishedJobs). */
function* trimHistory(sync: Sync, jobs: readonly Job[]): Steps<void> {
  const { spec } = sync.cronJob;
  const finished = (type: string): Job[] => jobs.filter((job) => jobCondition(job, type)?.status === 'True').sort(byStart);
  const complete = finished('Complete');
  const failed = finished('Failed');
  const surplus = [
    ...complete.slice(0, Math.max(0, complete.length - (spec?.successfulJobsHistoryLimit ?? DEFAULT_SUCCESSFUL_HISTORY))),
    ...failed.slice(0, Math.max(0, failed.length - (spec?.failedJobsHistoryLimit ?? DEFAULT_FAILED_HISTORY))),
  ];
  for (const job of surplus) yield* deleteJob(sync, job, message('batchHistoryLimit', { job: refOf(job).name }));
}

function byStart(a: Job, b: Job): number {
  const [left, right] = [timeOf(a.status?.startTime) ?? Infinity, timeOf(b.status?.startTime) ?? Infinity];
  return left === right ? (refOf(a).name < refOf(b).name ? -1 : 1) : left - right;
}

function* deleteJob(sync: Sync, job: Job, because: Message): Steps<boolean> {
  const { name } = refOf(job);
  const about = refOf(sync.cronJob);
  const outcome = yield { do: 'delete', object: refOf(job), propagation: 'Background', because };
  if (!outcome.ok) {
    yield { do: 'event', about, type: 'Warning', reason: 'FailedDelete', message: `Deleted job: ${outcome.message}`, because };
    return false;
  }
  sync.active = sync.active.filter(({ uid }) => uid !== job.metadata?.uid);
  sync.isChanged = true;
  yield { do: 'event', about, type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${name}`, because };
  return true;
}

/** Takes note of Jobs that finished, appeared or vanished. */
function* followJobs(sync: Sync, jobs: readonly Job[]): Steps<void> {
  for (const job of jobs) {
    const { name } = refOf(job);
    const isListed = sync.active.some(({ uid }) => uid === job.metadata?.uid);
    if (!isJobFinished(job)) {
      if (!isListed) yield tell(sync, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      continue;
    }
    if (isListed) {
      sync.active = sync.active.filter(({ uid }) => uid !== job.metadata?.uid);
      sync.isChanged = true;
      const outcome = jobCondition(job, 'Complete')?.status === 'True' ? 'Complete' : 'Failed';
      yield tell(sync, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${outcome}`);
    }
    const completionTime = job.status?.completionTime;
    const before = sync.changes.lastSuccessfulTime ?? sync.cronJob.status?.lastSuccessfulTime;
    const isLater = completionTime !== undefined && (before === undefined || Date.parse(completionTime) > Date.parse(before));
    if (jobCondition(job, 'Complete')?.status === 'True' && isLater) {
      sync.changes = { ...sync.changes, lastSuccessfulTime: completionTime };
      sync.isChanged = true;
    }
  }
  const children = new Set(jobs.map(({ metadata }) => metadata?.uid));
  for (const { uid, name = '', namespace = '' } of sync.active) {
    if (children.has(uid) || sync.cluster.get('Job', namespace, name) !== undefined) continue;
    yield tell(sync, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
    sync.active = sync.active.filter((each) => each.uid !== uid);
    sync.isChanged = true;
  }
}

/** Starts the Job that is due, as the concurrency policy and the deadline allow (syncCronJob). */
function* startDue(sync: Sync): Steps<Result> {
  const { cronJob, nowMs } = sync;
  const { spec, metadata, status } = cronJob;
  if (metadata?.deletionTimestamp !== undefined) return;
  if (spec?.timeZone !== undefined && timeZoneNamed(spec.timeZone) === undefined) {
    const why = `invalid timeZone: ${quoteGo(spec.timeZone)}: unknown time zone ${spec.timeZone}`;
    yield tell(sync, 'Warning', 'UnknownTimeZone', why);
    return;
  }
  if (spec?.suspend === true) return;
  if (spec?.schedule.includes('TZ')) yield tell(sync, 'Warning', 'UnsupportedSchedule', unsupported(spec.schedule));
  const schedule = scheduleOf(cronJob);
  if ('error' in schedule) {
    yield tell(sync, 'Warning', 'UnparseableSchedule', `unparseable schedule: ${quoteGo(spec?.schedule ?? '')} : ${schedule.error}`);
    return;
  }
  const due = dueTime(cronJob, schedule, nowMs, true);
  if ('error' in due) {
    yield tell(sync, 'Warning', 'InvalidSchedule', `invalid schedule: ${spec?.schedule} : ${due.error}`);
    return;
  }
  const { dueMs } = due;
  if (dueMs === undefined) return untilNextMs(cronJob, schedule, nowMs);
  if (due.missed === 'many') {
    const text = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    yield tell(sync, 'Warning', 'TooManyMissedTimes', text);
  }
  const deadline = spec?.startingDeadlineSeconds;
  if (deadline !== undefined && dueMs + deadline * 1000 < nowMs) {
    yield tell(sync, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123(dueMs)}`);
    return untilNextMs(cronJob, schedule, nowMs);
  }
  const isStarted = sync.active.some(({ name }) => name === jobName(cronJob, dueMs)) || timeOf(status?.lastScheduleTime) === dueMs;
  if (isStarted) return untilNextMs(cronJob, schedule, nowMs);
  if (spec?.concurrencyPolicy === 'Forbid' && sync.active.length > 0) {
    const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    yield tell(sync, 'Normal', 'JobAlreadyActive', text);
    return untilNextMs(cronJob, schedule, nowMs);
  }
  if (spec?.concurrencyPolicy === 'Replace' && !(yield* replaceActive(sync))) return 'retry';
  return yield* startJob(sync, schedule, dueMs);
}

function* replaceActive(sync: Sync): Steps<boolean> {
  for (const { namespace = '', name = '' } of [...sync.active]) {
    const job = sync.cluster.get('Job', namespace, name);
    if (job === undefined) {
      yield tell(sync, 'Warning', 'FailedGet', `Get job: jobs.batch "${name}" not found`);
      return false;
    }
    if (!(yield* deleteJob(sync, job, message('batchReplaced', { job: name, cronJob: refOf(sync.cronJob).name })))) return false;
  }
  return true;
}

function* startJob(sync: Sync, schedule: CronSchedule, dueMs: number): Steps<Result> {
  const { cronJob, cluster, nowMs } = sync;
  const { namespace, name } = refOf(cronJob);
  const because = message('batchJobDue', { cronJob: name, schedule: cronJob.spec?.schedule ?? '' });
  const outcome = yield { do: 'create', object: jobAt(cronJob, dueMs), because };
  let job: Job | undefined;
  if (outcome.ok) {
    job = outcome.object as Job;
    yield {
      do: 'event',
      about: refOf(cronJob),
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created job ${refOf(job).name}`,
      because,
    };
  } else if (outcome.status === 'AlreadyExists') {
    job = cluster.get('Job', namespace, jobName(cronJob, dueMs));
    if (job === undefined) return 'retry';
    const { uid } = job.metadata ?? {};
    if (!isControlledBy(job, cronJob) || sync.active.some((each) => each.uid === uid)) return;
  } else {
    yield tell(sync, 'Warning', 'FailedCreate', `Error creating job: ${outcome.message}`);
    return 'retry';
  }
  const { uid = '', resourceVersion = '' } = job.metadata ?? {};
  sync.active = [...sync.active, { kind: 'Job', namespace, name: refOf(job).name, uid, apiVersion: 'batch/v1', resourceVersion }];
  sync.changes = { ...sync.changes, lastScheduleTime: formatTime(dueMs) };
  sync.isChanged = true;
  const status = { ...cronJob.status, ...sync.changes, active: sync.active };
  return untilNextMs({ ...cronJob, status }, schedule, nowMs);
}

/** The name carries the minute it was due, so that no minute starts two. */
function jobName(cronJob: CronJob, dueMs: number): string {
  return `${refOf(cronJob).name}-${Math.floor(dueMs / 60_000)}`;
}

function jobAt(cronJob: CronJob, dueMs: number): Job {
  const template = cronJob.spec?.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace: refOf(cronJob).namespace,
      name: jobName(cronJob, dueMs),
      labels: { ...template?.metadata?.labels },
      annotations: { ...template?.metadata?.annotations, [SCHEDULED_AT]: localTime(cronJob, dueMs) },
      ownerReferences: [controllerRef(cronJob)],
    },
    ...(template?.spec === undefined ? {} : { spec: template.spec }),
  };
}

/** RFC 3339 with the offset of the CronJob's zone. */
function localTime({ spec }: CronJob, epochMs: number): string {
  const offsetMs = (timeZoneNamed(spec?.timeZone ?? '') ?? UTC).offsetMs(epochMs);
  const local = new Date(epochMs + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${local}Z`;
  const minutes = Math.abs(offsetMs) / 60_000;
  const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${local}${offsetMs < 0 ? '-' : '+'}${clock}`;
}

/** `Mon, 02 Jan 2006 15:04:05 +0000`. */
function rfc1123(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}

function unsupported(schedule: string): string {
  const link = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';
  return `CRON_TZ or TZ used in schedule ${quoteGo(schedule)} is not officially supported, see ${link} for more details`;
}

function tell({ cronJob }: Sync, type: 'Normal' | 'Warning', reason: string, text: string): Action {
  const about = refOf(cronJob);
  return { do: 'event', about, type, reason, message: text, because: message('batchCronJobSays', { cronJob: about.name, text }) };
}
