import type { PersistentVolume } from '../../../generated/api.ts';
import { storageClassOf } from '../../../kube/quota-usage.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Filter, type Plugin, type Rejection, unresolvable } from '../framework.ts';
import { isClaimOf, isNewPlace } from '../pod-claims.ts';

/** Keeps a pod in the zone and region of its bound volumes (`pkg/scheduler/framework/plugins/volumezone`). */
export const volumeZone: Plugin = {
  name: 'VolumeZone',
  filter: zoneFilter,
  isHelpedBy(pod, change) {
    if (change.of === 'node') return isNewPlace(change);
    if (change.of !== 'object' || change.after === undefined) return false;
    if (change.kind === 'StorageClass') return change.before === undefined;
    return change.kind === 'PersistentVolume' || isClaimOf(pod, change.after);
  },
};

const GA_LABEL_BY_BETA: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const TOPOLOGY_LABELS = [...Object.keys(GA_LABEL_BY_BETA), ...Object.values(GA_LABEL_BY_BETA)];

interface Place {
  readonly label: string;
  readonly values: readonly string[];
}

function zoneFilter(pod: PodInfo, cluster: ClusterView): Filter | Rejection | undefined {
  const places = placesOf(pod, cluster);
  if ('code' in places) return places;
  if (places.length === 0) return undefined;
  const rejection = unresolvable('node(s) had no available volume zone');
  return { check: (node) => (places.every((place) => liesIn(node, place)) || hasNoPlace(node) ? undefined : rejection) };
}

function placesOf(pod: PodInfo, cluster: ClusterView): readonly Place[] | Rejection {
  const places: Place[] = [];
  for (const { persistentVolumeClaim } of pod.pod.spec?.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const volume = volumeOf(pod, persistentVolumeClaim.claimName, cluster);
    if (volume === undefined) continue;
    if ('code' in volume) return volume;
    places.push(...labelledPlaces(volume));
  }
  return places;
}

/** undefined for a claim that waits for its first consumer: its volume follows the pod. */
function volumeOf(pod: PodInfo, claimName: string, cluster: ClusterView): PersistentVolume | Rejection | undefined {
  if (claimName === '') return unresolvable('PersistentVolumeClaim had no name');
  const claim = cluster.objects.get('PersistentVolumeClaim', pod.namespace, claimName);
  if (claim === undefined) return unresolvable(`persistentvolumeclaim "${claimName}" not found`);
  const volumeName = claim.spec?.volumeName ?? '';
  if (volumeName !== '') {
    return cluster.objects.get('PersistentVolume', '', volumeName) ?? unresolvable(`persistentvolume "${volumeName}" not found`);
  }
  const className = storageClassOf(claim);
  if (className === '') return unresolvable('PersistentVolumeClaim had no pv name and storageClass name');
  const storageClass = cluster.objects.get('StorageClass', '', className);
  if (storageClass === undefined) return unresolvable(`storageclass.storage.k8s.io "${className}" not found`);
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? undefined : unresolvable('PersistentVolume had no name');
}

/** A label may name several zones: `a__b`. One with an empty name among them is not read at all. */
function labelledPlaces({ metadata }: PersistentVolume): readonly Place[] {
  return TOPOLOGY_LABELS.flatMap((label) => {
    const values = metadata?.labels?.[label]?.split('__').map((value) => value.trim());
    return values === undefined || values.includes('') ? [] : [{ label, values }];
  });
}

function liesIn({ labels }: NodeInfo, { label, values }: Place): boolean {
  const value = labels[label] ?? labels[GA_LABEL_BY_BETA[label] ?? label];
  return value !== undefined && values.includes(value);
}

/** A node without any zone or region is taken for one of a single-zone cluster. */
function hasNoPlace({ labels }: NodeInfo): boolean {
  return TOPOLOGY_LABELS.every((label) => labels[label] === undefined);
}
