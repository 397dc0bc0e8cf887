import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from '../generated/api.ts';
import { type Counted, quotaUsage } from '../kube/quota-usage.ts';
import { formatResources } from '../kube/resource-list.ts';
import { totalUsage } from '../kube/resource-quota.ts';
import type { Cluster } from './cluster.ts';
import { type KubeObject, refOf } from './object.ts';

/** The object as a quota counts it. */
export function countedOf(object: KubeObject): Counted {
  switch (object.kind) {
    case 'Pod':
      return { is: 'pod', object: object as Pod };
    case 'Service':
      return { is: 'service', object: object as Service };
    case 'PersistentVolumeClaim':
      return { is: 'claim', object: object as PersistentVolumeClaim };
    default:
      return { is: 'other', resource: resourceOf(object), object };
  }
}

/** The quota with what its namespace uses now, as its controller would keep it (pkg/controller/resourcequota). */
export function withUsage(cluster: Cluster, quota: ResourceQuota, nowMs: number): ResourceQuota {
  const hard = quota.spec?.hard ?? {};
  const { namespace } = refOf(quota);
  const objects = kindsCounted(Object.keys(hard)).flatMap((kind) => cluster.listIn(kind, namespace) as readonly KubeObject[]);
  const used = formatResources(totalUsage(quota, objects.map(countedOf), nowMs));
  return { ...quota, status: { hard, used } };
}

/** Whether an object of that kind can change what the quota shows. */
export function isCountedBy(quota: ResourceQuota, object: KubeObject, nowMs: number): boolean {
  const hard = quota.spec?.hard ?? {};
  return [...quotaUsage(countedOf(object), nowMs).keys()].some((name) => name in hard);
}

const KINDS = [
  'Pod',
  'Service',
  'PersistentVolumeClaim',
  'ConfigMap',
  'Secret',
  'ReplicationController',
  'ResourceQuota',
  'ServiceAccount',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Ingress',
  'HorizontalPodAutoscaler',
] as const;
const PLURALS: Readonly<Record<string, string>> = { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' };

function resourceOf({ apiVersion = '', kind = '' }: KubeObject): string {
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  return apiVersion.includes('/') ? `${plural}.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : plural;
}

/** The kinds that the names of a quota count. */
function kindsCounted(names: readonly string[]): readonly string[] {
  const counts = new Set(names.filter((name) => name.startsWith('count/')).map((name) => name.slice('count/'.length).replace(/\..*/, '')));
  return KINDS.filter((kind) => {
    const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
    if (counts.has(plural) || names.includes(plural)) return true;
    if (kind === 'Service') return names.some((name) => name.startsWith('services'));
    if (kind === 'PersistentVolumeClaim')
      return names.some((name) => name.endsWith('persistentvolumeclaims') || name.endsWith('requests.storage'));
    return kind === 'Pod';
  });
}
