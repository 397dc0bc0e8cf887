import type { Container, Job, Pod } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Outcome } from '../component.ts';
import { keyOf, refOf } from '../object.ts';
import { byAchievement } from './active-pod-order.ts';
import { backoffRemainingMs } from './job-backoff.ts';
import { FAILURE_COUNT, failureCount, IGNORED_FAILURE_COUNT, nextFailureCount, pendingIndexes } from './job-indexes.ts';
import { COMPLETION_INDEX, completionIndex, finishedMs, hasJobFinalizer, JOB_FINALIZER, withoutJobFinalizer } from './job-settings.ts';
import { byIndex, type JobSync, type Steps } from './job-sync.ts';
import { controllerRef } from './ownership.ts';
import { isReady, podFromTemplate } from './pods.ts';
import { BURST, slowStart } from './slow-start.ts';

/**
 * Starts or stops pods until as many are active as the Job wants (manageJob). Gives false where the server refused something.
 */
export function* managePods(sync: JobSync): Steps<boolean> {
  const { settings, active, counts } = sync;
  const wanted = wantedActive(sync);
  const surplus = podsToRemove(sync, Math.max(0, active.length - wanted)).slice(0, settings.isSuspended ? undefined : BURST);
  if (surplus.length > 0 || settings.isSuspended) return yield* removePods(sync, surplus, wanted);
  const missing = wanted - (settings.replacesOnlyFailed ? counts.terminating : 0) - active.length;
  if (missing <= 0) return true;
  const key = keyOf(refOf(sync.job));
  const isPerIndex = settings.backoffLimitPerIndex !== undefined;
  const waitMs = isPerIndex ? 0 : backoffRemainingMs(sync.backoff, sync.nowMs);
  const created = waitMs > 0 ? { indexes: [], waitMs } : whatToCreate(sync, Math.min(missing, BURST), isPerIndex);
  if (created.waitMs > 0) {
    yield { do: 'requeue', key, afterMs: Math.max(SYNC_BATCH_MS, created.waitMs) };
    // Upstream reports no active pods while it waits, whatever runs.
    counts.active = 0;
    return true;
  }
  return yield* createPods(sync, created.indexes, wanted);
}

/** Stops every active pod because the Job is decided. Gives how many could be stopped. */
export function* stopPods(sync: JobSync): Steps<number> {
  let stopped = 0;
  for (const pod of sync.active) {
    const outcome = yield* deletePod(sync, pod, message('batchPodStopped', { job: refOf(sync.job).name }));
    if (outcome.ok || outcome.status === 'NotFound') stopped++;
    if (isReady(pod)) sync.counts.ready--;
  }
  sync.counts.active -= stopped;
  sync.counts.terminating += stopped;
  return stopped;
}

/** Takes the Job's finalizer off a pod, which lets it go once it is deleted. */
export function* releasePod(sync: JobSync, pod: Pod): Steps<boolean> {
  const { namespace, name } = refOf(pod);
  const current = sync.cluster.get('Pod', namespace, name);
  if (current === undefined || !hasJobFinalizer(current)) return true;
  const because = message('batchPodReleased', { pod: name });
  const outcome = yield { do: 'update', object: withoutJobFinalizer(current), because };
  return outcome.ok || outcome.status === 'NotFound';
}

/** How long changes are gathered before a Job looks at them. */
export const SYNC_BATCH_MS = 1000;
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
const LONGEST_NAME = 58;

function wantedActive({ settings, succeeded, active }: JobSync): number {
  if (settings.isSuspended) return 0;
  if (settings.completions === undefined) return succeeded > 0 ? active.length : settings.parallelism;
  return Math.max(0, Math.min(settings.parallelism, settings.completions - succeeded));
}

/** Pods with an index twice or out of range always; then as many more as are too many (activePodsForRemoval). */
function podsToRemove({ settings, active }: JobSync, atLeast: number): readonly Pod[] {
  const surplus: Pod[] = [];
  const kept: Pod[] = [];
  if (settings.isIndexed) {
    const byNumber = new Map<number | undefined, Pod[]>();
    for (const pod of [...active].sort(byIndex)) {
      const index = completionIndex(pod);
      byNumber.set(index, [...(byNumber.get(index) ?? []), pod]);
    }
    for (const [index, pods] of byNumber) {
      const isKnown = index !== undefined && index < (settings.completions ?? 0);
      const ranked = pods.length === 1 ? pods : pods.sort(byAchievement);
      surplus.push(...(isKnown ? ranked.slice(0, -1) : ranked));
      kept.push(...(isKnown ? ranked.slice(-1) : []));
    }
  } else {
    kept.push(...active);
  }
  if (surplus.length < atLeast) surplus.push(...kept.sort(byAchievement).slice(0, atLeast - surplus.length));
  return surplus;
}

function* removePods(sync: JobSync, pods: readonly Pod[], wanted: number): Steps<boolean> {
  let areAllGone = true;
  let removed = 0;
  const because = message('batchTooManyPods', { job: refOf(sync.job).name, wanted, have: sync.active.length });
  for (const pod of pods) {
    const isReleased = yield* releasePod(sync, pod);
    const outcome = isReleased ? yield* deletePod(sync, pod, because) : undefined;
    const isGone = outcome !== undefined && (outcome.ok || outcome.status === 'NotFound');
    if (isGone) removed++;
    if (isReleased && isReady(pod)) sync.counts.ready--;
    areAllGone &&= isGone;
  }
  sync.counts.active -= removed;
  sync.counts.terminating += removed;
  return areAllGone;
}

function* deletePod({ job }: JobSync, pod: Pod, because: ReturnType<typeof message>): Steps<Outcome> {
  const { name } = refOf(pod);
  const outcome = yield { do: 'delete', object: refOf(pod), because };
  const about = refOf(job);
  if (outcome.ok) yield { do: 'event', about, type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}`, because };
  else if (outcome.status !== 'NotFound') {
    const text = `Error deleting: ${outcome.message}`;
    yield { do: 'event', about, type: 'Warning', reason: 'FailedDelete', message: text, because };
  }
  return outcome;
}

/** The indexes to start now (undefined each where the Job has none), or how long to wait for the first of them. */
function whatToCreate(
  sync: JobSync,
  count: number,
  isPerIndex: boolean,
): { readonly indexes: readonly (number | undefined)[]; readonly waitMs: number } {
  if (!sync.settings.isIndexed) return { indexes: new Array<undefined>(count).fill(undefined), waitMs: 0 };
  const indexes = pendingIndexes(sync.pods, sync.settings, sync.indexes, count);
  if (!isPerIndex) return { indexes, waitMs: 0 };
  const waits = indexes.map((index) => ({ index, waitMs: indexWaitMs(sync, index) }));
  const ready = waits.filter(({ waitMs }) => waitMs === 0).map(({ index }) => index);
  return { indexes: ready, waitMs: ready.length > 0 || waits.length === 0 ? 0 : Math.min(...waits.map(({ waitMs }) => waitMs)) };
}

function indexWaitMs({ delayed, nowMs }: JobSync, index: number): number {
  const failed = delayed.get(index);
  if (failed === undefined) return 0;
  return backoffRemainingMs({ failures: failureCount(failed).all + 1, lastFailureMs: finishedMs(failed) }, nowMs);
}

function* createPods(sync: JobSync, indexes: readonly (number | undefined)[], wanted: number): Steps<boolean> {
  const because = message('batchTooFewPods', { job: refOf(sync.job).name, wanted, have: sync.active.length });
  const about = refOf(sync.job);
  let created = 0;
  const refusal = yield* slowStart(indexes.length, function* (at) {
    const outcome = yield { do: 'create', object: newPod(sync, indexes[at]), because };
    if (outcome.ok) {
      created++;
      const text = `Created pod: ${refOf(outcome.object).name}`;
      yield { do: 'event', about, type: 'Normal', reason: 'SuccessfulCreate', message: text, because };
    } else {
      const text = `Error creating: ${outcome.message}`;
      const refused = message('simRefused', { text: outcome.message });
      yield { do: 'event', about, type: 'Warning', reason: 'FailedCreate', message: text, because: refused };
    }
    return outcome.ok ? undefined : outcome;
  });
  sync.counts.active += created;
  return refusal === undefined;
}

function newPod({ job, settings, delayed }: JobSync, index: number | undefined): Pod {
  const { namespace, name } = refOf(job);
  const template = podFromTemplate(job.spec?.template);
  const finalizers = template.metadata?.finalizers ?? [];
  const pod: Pod = {
    ...template,
    metadata: {
      ...template.metadata,
      generateName: `${name}-`,
      namespace,
      finalizers: finalizers.includes(JOB_FINALIZER) ? finalizers : [...finalizers, JOB_FINALIZER],
      ownerReferences: [controllerRef(job)],
    },
  };
  return index === undefined
    ? pod
    : indexed(job, pod, index, settings.backoffLimitPerIndex === undefined ? undefined : { failed: delayed.get(index) });
}

/** Marks a pod with its index; `counting` is given where failures are counted for each index. */
function indexed(job: Job, pod: Pod, index: number, counting: { readonly failed: Pod | undefined } | undefined): Pod {
  const { name } = refOf(job);
  const { counted, ignored } = nextFailureCount(job, counting?.failed);
  const counts =
    counting === undefined
      ? {}
      : { [FAILURE_COUNT]: String(counted), ...(ignored > 0 ? { [IGNORED_FAILURE_COUNT]: String(ignored) } : {}) };
  const suffix = `-${index}-`;
  const isLong = name.length + suffix.length > LONGEST_NAME;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: `${isLong ? name.slice(0, LONGEST_NAME - suffix.length) : name}${suffix}`,
      annotations: { ...pod.metadata?.annotations, [COMPLETION_INDEX]: String(index), ...counts },
      labels: { ...pod.metadata?.labels, [COMPLETION_INDEX]: String(index) },
    },
    ...(pod.spec === undefined ? {} : { spec: withIndexVariable(pod.spec, `${name}-${index}`) }),
  };
}

function withIndexVariable(spec: NonNullable<Pod['spec']>, hostname: string): NonNullable<Pod['spec']> {
  const add = (container: Container): Container => {
    if (container.env?.some(({ name }) => name === INDEX_VARIABLE)) return container;
    const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` };
    return { ...container, env: [...(container.env ?? []), { name: INDEX_VARIABLE, valueFrom: { fieldRef } }] };
  };
  return {
    ...spec,
    hostname,
    containers: spec.containers.map(add),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(add) }),
  };
}
