import type { Job } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { keyOf, refOf, splitKey } from '../object.ts';
import { jobCondition } from './job-settings.ts';

/** Deletes finished Jobs some time after their end (pkg/controller/ttlafterfinished). */
export const ttlAfterFinishedController: Component = { name: 'ttl-after-finished', kinds: ['Job'], keysOf, reconcile };

function* keysOf(change: Change): Generator<string> {
  if (change.is !== 'deleted' && change.after.kind === 'Job' && endMs(change.after as Job) !== undefined) yield keyOf(refOf(change.after));
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const job = cluster.get('Job', namespace, name);
  const ttlSeconds = job?.spec?.ttlSecondsAfterFinished;
  if (job === undefined || ttlSeconds === undefined || job.metadata?.deletionTimestamp !== undefined) return;
  const finishedMs = endMs(job);
  if (finishedMs === undefined) return;
  const leftMs = finishedMs + ttlSeconds * 1000 - nowMs;
  if (leftMs > 0) yield { do: 'requeue', key, afterMs: leftMs };
  else {
    const because = message('batchJobExpired', { job: name, seconds: ttlSeconds });
    yield { do: 'delete', object: refOf(job), propagation: 'Foreground', because };
  }
}

/** When the Job finished; undefined while it has not. */
function endMs(job: Job): number | undefined {
  const end = [jobCondition(job, 'Complete'), jobCondition(job, 'Failed')].find((condition) => condition?.status === 'True');
  return end?.lastTransitionTime === undefined ? undefined : Date.parse(end.lastTransitionTime);
}
