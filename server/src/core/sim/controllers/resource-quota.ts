import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { keyOf, refOf, splitKey } from '../object.ts';
import { isCountedBy, withUsage } from '../quota-objects.ts';
import { isEqual } from '../trace.ts';

/** Keeps what each quota shows as used (pkg/controller/resourcequota). */
export const resourceQuotaController: Component = { name: 'resourcequota', keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster, nowMs: number): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'ResourceQuota' && change.is !== 'deleted') yield keyOf(refOf(object));
  for (const quota of cluster.listIn('ResourceQuota', refOf(object).namespace)) {
    if (isCountedBy(quota, object, nowMs)) yield keyOf(refOf(quota));
  }
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const quota = cluster.get('ResourceQuota', namespace, name);
  if (quota === undefined) return;
  const next = withUsage(cluster, quota, nowMs);
  if (isEqual(next.status, quota.status)) return;
  const outcome = yield { do: 'updateStatus', object: next, because: message('policyQuotaCounted', { quota: name }) };
  if (!outcome.ok) return 'retry';
}
