import type { Job, JobCondition, Pod } from '../../generated/api.ts';
import { conditionOf, isTerminating } from './pods.ts';

/** A Job's spec with its defaults (pkg/apis/batch/v1/defaults.go). */
export interface JobSettings {
  /** undefined: a work queue, done when one pod has succeeded and the others have ended. */
  readonly completions: number | undefined;
  readonly parallelism: number;
  readonly backoffLimit: number;
  readonly backoffLimitPerIndex: number | undefined;
  readonly isIndexed: boolean;
  readonly isSuspended: boolean;
  /** A pod is replaced only when it has failed, not as soon as it is being deleted. */
  readonly replacesOnlyFailed: boolean;
}

export const JOB_FINALIZER = 'batch.kubernetes.io/job-tracking';
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const JOB_CONTROLLER = 'kubernetes.io/job-controller';
const LARGEST_INT32 = 2 ** 31 - 1;

export function settingsOf({ spec }: Job): JobSettings {
  const isPlain = spec?.completions === undefined && spec?.parallelism === undefined;
  const perIndex = spec?.backoffLimitPerIndex;
  return {
    completions: isPlain ? 1 : spec?.completions,
    parallelism: spec?.parallelism ?? 1,
    backoffLimit: spec?.backoffLimit ?? (perIndex === undefined ? 6 : LARGEST_INT32),
    backoffLimitPerIndex: perIndex,
    isIndexed: spec?.completionMode === 'Indexed',
    isSuspended: spec?.suspend === true,
    replacesOnlyFailed: spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined,
  };
}

/** Some other controller takes care of the Job. */
export function isManagedElsewhere({ spec }: Job): boolean {
  return spec?.managedBy !== undefined && spec.managedBy !== JOB_CONTROLLER;
}

/** Complete or Failed. */
export function isJobFinished(job: Job): boolean {
  return job.status?.conditions?.some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True') ?? false;
}

export function jobCondition(job: Job, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((condition) => condition.type === type);
}

export function hasJobFinalizer({ metadata }: Pod): boolean {
  return metadata?.finalizers?.includes(JOB_FINALIZER) ?? false;
}

export function withoutJobFinalizer(pod: Pod): Pod {
  const finalizers = pod.metadata?.finalizers?.filter((each) => each !== JOB_FINALIZER) ?? [];
  return { ...pod, metadata: { ...pod.metadata, finalizers } };
}

/** Failed, or on its way out when that counts as failing (isPodFailed). */
export function countsAsFailed(pod: Pod, { replacesOnlyFailed }: JobSettings): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFailed && isTerminating(pod);
}

/** The completion index of a pod; undefined where it has none that can be read. */
export function completionIndex({ metadata }: Pod): number | undefined {
  const text = metadata?.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

/** When a pod ended, in milliseconds since 1970: by its containers, its conditions, its deletion (getFinishedTime). */
export function finishedMs(pod: Pod): number {
  const fromContainers = containersFinishedMs(pod);
  if (fromContainers !== undefined) return fromContainers;
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime !== undefined) return Date.parse(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata ?? {};
  if (deletionTimestamp !== undefined) return Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return Date.parse(creationTimestamp ?? '1970-01-01T00:00:00Z');
}

/** The last end among app containers, sidecars in place of them where there are any; undefined while one runs. */
function containersFinishedMs({ spec, status }: Pod): number | undefined {
  const ends = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt);
  const sidecars = new Set((spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const sidecarEnds = (status?.initContainerStatuses ?? [])
    .filter(({ name }) => sidecars.has(name))
    .map(({ state }) => state?.terminated?.finishedAt);
  if (sidecarEnds.some((end) => end === undefined)) return undefined;
  const known = ends.every((end) => end !== undefined) ? [...ends, ...sidecarEnds] : sidecarEnds;
  const times = known.filter((end) => end !== undefined).map((end) => Date.parse(end));
  return times.length === 0 ? undefined : Math.max(...times);
}
