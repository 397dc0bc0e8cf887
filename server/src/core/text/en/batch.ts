/** Jobs and CronJobs. */
export const batch = {
  batchTooFewPods: 'Job {job} wants {wanted#pod/pods} at work and has {have}, so it creates more.',
  batchTooManyPods: 'Job {job} wants {wanted#pod/pods} at work and has {have}, so it deletes some.',
  batchPodStopped: 'The outcome of Job {job} is decided, so its remaining pods are stopped.',
  batchPodReleased: 'The finished pod {pod} is counted, so the finalizer of its Job is taken off.',
  batchJobCounted: 'Job {job} has counted its pods again.',
  batchJobFinished: 'Job {job} has finished: {text}',
  batchSuspended: 'Job {job} is suspended: its pods are deleted and it waits.',
  batchResumed: 'Job {job} is resumed; its deadline starts anew.',
  batchJobExpired: 'Job {job} finished {seconds} s ago, so it is deleted.',
  batchCronJobStatus: 'CronJob {cronJob} writes down its running jobs and last times.',
  batchHistoryLimit: 'Only so many finished jobs are kept, so the old {job} is deleted.',
  batchReplaced: 'The concurrency policy of CronJob {cronJob} is Replace, so the running job {job} makes way for a new one.',
  batchJobDue: 'The time has come by the schedule "{schedule}" of CronJob {cronJob}, so it starts a job.',
  batchCronJobSays: 'CronJob {cronJob} says: {text}',
  batchNextRuns: 'next runs {times}',
} as const satisfies Readonly<Record<string, string>>;
