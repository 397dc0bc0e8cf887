import type { Pod, Volume } from '../../../generated/api.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Filter, type Plugin, type Rejection, unresolvable, unschedulable } from '../framework.ts';
import { isClaimOf } from '../pod-claims.ts';

/** Disks and claims that only one may use at a time (`pkg/scheduler/framework/plugins/volumerestrictions`). */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  unprepared: 'cannot read "PreFilterVolumeRestrictions" from cycleState',
  filter: restrictionsFilter,
  isHelpedBy(pod, change) {
    if (change.of === 'node') return change.before === undefined;
    if (change.of === 'object') return change.before === undefined && isClaimOf(pod, change.after);
    const { before, after } = change;
    if (before === undefined || after !== undefined || before.namespace !== pod.namespace) return false;
    const sharesClaim = pod.claims.some((claim) => before.claims.includes(claim));
    return sharesClaim || (pod.pod.spec?.volumes ?? []).some((volume) => isRestrictedDisk(volume) && conflicts(volume, before.pod));
  },
};

function restrictionsFilter(pod: PodInfo, cluster: ClusterView): Filter | Rejection | undefined {
  const disks = (pod.pod.spec?.volumes ?? []).filter(isRestrictedDisk);
  const exclusive = exclusiveClaims(pod, cluster);
  if ('code' in exclusive) return exclusive;
  let inUse = [...exclusive].filter((name) => cluster.isClaimUsed(`${pod.namespace}/${name}`)).length;
  if (disks.length === 0 && inUse === 0) return undefined;

  /** Upstream compares the names of claims only, whatever the namespace. */
  const uses = (other: PodInfo): number =>
    (other.pod.spec?.volumes ?? []).filter(({ persistentVolumeClaim: claim }) => claim && exclusive.has(claim.claimName)).length;
  const noDisk = unschedulable('node(s) had no available disk');
  const claimInUse = unschedulable(
    'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  );
  return {
    check: (node) => {
      if (disks.some((disk) => isDiskTaken(disk, node))) return noDisk;
      return inUse > 0 ? claimInUse : undefined;
    },
    add: (other) => {
      inUse += uses(other);
    },
    remove: (other) => {
      inUse -= uses(other);
    },
  };
}

/** The pod's claims with ReadWriteOncePod, by name. */
function exclusiveClaims(pod: PodInfo, cluster: ClusterView): ReadonlySet<string> | Rejection {
  const names = new Set<string>();
  for (const { persistentVolumeClaim } of pod.pod.spec?.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const { claimName } = persistentVolumeClaim;
    const claim = cluster.objects.get('PersistentVolumeClaim', pod.namespace, claimName);
    if (claim === undefined) return unresolvable(`persistentvolumeclaim "${claimName}" not found`);
    if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) names.add(claimName);
  }
  return names;
}

function isRestrictedDisk({ gcePersistentDisk, awsElasticBlockStore, rbd, iscsi }: Volume): boolean {
  return Boolean(gcePersistentDisk || awsElasticBlockStore || rbd || iscsi);
}

function isDiskTaken(disk: Volume, node: NodeInfo): boolean {
  return node.pods.some(({ pod }) => conflicts(disk, pod));
}

/** The same disk, unless both only read it (AWS volumes cannot be shared even so). */
function conflicts(disk: Volume, { spec }: Pod): boolean {
  const { gcePersistentDisk: gce, awsElasticBlockStore: aws, iscsi, rbd } = disk;
  return (spec?.volumes ?? []).some((other) => {
    const bothRead = (a: { readOnly?: boolean }, b: { readOnly?: boolean }): boolean => a.readOnly === true && b.readOnly === true;
    if (gce && other.gcePersistentDisk?.pdName === gce.pdName && !bothRead(gce, other.gcePersistentDisk)) return true;
    if (aws && other.awsElasticBlockStore?.volumeID === aws.volumeID) return true;
    if (iscsi && other.iscsi?.iqn === iscsi.iqn && !bothRead(iscsi, other.iscsi)) return true;
    if (!rbd || !other.rbd) return false;
    const isSameImage = (rbd.pool ?? 'rbd') === (other.rbd.pool ?? 'rbd') && rbd.image === other.rbd.image;
    return isSameImage && rbd.monitors.some((monitor) => other.rbd?.monitors.includes(monitor)) && !bothRead(rbd, other.rbd);
  });
}
