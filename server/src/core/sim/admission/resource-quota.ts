import { checkQuotas } from '../../kube/resource-quota.ts';
import type { AdmissionPlugin } from '../component.ts';
import { refOf } from '../object.ts';
import { countedOf, withUsage } from '../quota-objects.ts';

/**
 * Refuses what a quota of the namespace has no room for, in the server's words. The last plugin: it counts what the others made of
 * the object. What is used is counted from the objects there are, which is what the quota's status says as soon as its controller
 * has seen them.
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  admit(object, before, cluster, nowMs, by) {
    // Status, finalizers and bindings are not counted anew.
    if (before !== undefined && by !== 'user') return object;
    const quotas = cluster.listIn('ResourceQuota', refOf(object).namespace);
    if (quotas.length === 0 || object.kind === 'ResourceQuota') return object;
    const current = quotas.map((quota) => withUsage(cluster, quota, nowMs));
    const answer = checkQuotas(current, countedOf(object), nowMs, before === undefined ? undefined : countedOf(before));
    return answer.ok ? object : { ok: false, status: 'Forbidden', message: answer.message };
  },
};
