import type { Pod, ResourceQuota } from '../../generated/api.ts';
import { formatResources } from '../../kube/resource-list.ts';
import { checkQuotas } from '../../kube/resource-quota.ts';
import { limitRanger } from '../admission/limit-ranger.ts';
import { createClusterStore } from '../cluster.ts';
import { isRefusal } from '../component.ts';
import { type KubeObject, refOf } from '../object.ts';
import { countedOf, withUsage } from '../quota-objects.ts';

/** New pods as their namespaces let them be made. */
export interface NamespaceAnswer {
  readonly admitted: readonly Pod[];
  readonly refused: readonly RefusedPod[];
}

export interface RefusedPod {
  readonly pod: Pod;
  /** The API server's own words, e.g. `pods "web-3" is forbidden: exceeded quota: …`. */
  readonly reason: string;
}

/** Nothing here depends on the time: pods that are being deleted count as if they stayed. */
const NOW_MS = 0;

/**
 * LimitRanges fill in what pods leave out, then they and quotas may refuse a pod, one after the other in the order given
 * (`plugin/pkg/admission/limitranger`, `staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota`). Pods of a running cluster, which
 * have a UID, were let in there.
 */
export function askNamespaces(pods: readonly Pod[], objects: readonly KubeObject[]): NamespaceAnswer {
  if (!objects.some(({ kind }) => kind === 'LimitRange' || kind === 'ResourceQuota')) return { admitted: pods, refused: [] };
  const cluster = createClusterStore();
  for (const object of [...objects, ...pods.filter(isThere)]) cluster.put(object);
  const quotas = new Map<string, readonly ResourceQuota[]>();
  const admitted: Pod[] = [];
  const refused: RefusedPod[] = [];
  for (const pod of pods) {
    if (isThere(pod)) {
      admitted.push(pod);
      continue;
    }
    const limited = limitRanger.admit(pod, undefined, cluster, NOW_MS, 'user');
    if (isRefusal(limited)) {
      refused.push({ pod, reason: limited.message });
      continue;
    }
    const { namespace } = refOf(pod);
    const known = quotas.get(namespace) ?? cluster.listIn('ResourceQuota', namespace).map((quota) => withUsage(cluster, quota, NOW_MS));
    const answer = checkQuotas(known, countedOf(limited), NOW_MS);
    if (answer.ok) admitted.push(limited as Pod);
    else refused.push({ pod, reason: answer.message });
    const used = answer.ok ? answer.usedByQuota : new Map();
    quotas.set(
      namespace,
      known.map((quota) => {
        const now = used.get(quota);
        return now === undefined ? quota : { ...quota, status: { ...quota.status, used: formatResources(now) } };
      }),
    );
  }
  return { admitted, refused };
}

function isThere({ metadata }: Pod): boolean {
  return metadata?.uid !== undefined;
}
