/** Jobs and CronJobs. */
export const batch = {
  batchTooFewPods: 'Job {job} wants {wanted} pods at work and has {have}, so it creates more.',
  batchTooManyPods: 'Job {job} wants {wanted} pods at work and has {have}, so it deletes some.',
  batchPodStopped: 'The outcome of Job {job} is decided, so its remaining pods are stopped.',
  batchPodReleased: 'The finished pod {pod} is counted, so the finalizer of its Job is taken off.',
  batchJobCounted: 'Job {job} has counted its pods again.',
  batchJobFinished: 'Job {job} has finished: {text}',
  batchSuspended: 'Job {job} is suspended: its pods are deleted and it waits.',
  batchResumed: 'Job {job} is resumed; its deadline starts anew.',
  batchJobExpired: 'Job {job} finished {seconds} s ago, so it is deleted.',
} as const satisfies Readonly<Record<string, string>>;
