import type { CSINode, PersistentVolume, PersistentVolumeClaim, Pod, VolumeAttachment } from '../../../generated/api.ts';
import { storageClassOf } from '../../../kube/quota-usage.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { csiDriverOfProvisioner, csiVolume, isMigratable } from '../csi-migration.ts';
import { type Filter, failure, type Plugin, type Rejection, unresolvable, unschedulable } from '../framework.ts';
import { claimUse, foreignClaimProblem, isClaimOf } from '../pod-claims.ts';

/** No more volumes on a node than its CSI drivers can attach (`pkg/scheduler/framework/plugins/nodevolumelimits/csi.go`). */
export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  filter: limitsFilter,
  isHelpedBy(pod, change) {
    if (change.of === 'pod') return change.after === undefined && (change.before?.pod.spec?.volumes?.length ?? 0) > 0;
    if (change.of === 'node') return false;
    if (change.kind === 'VolumeAttachment') return change.after === undefined;
    return change.after !== undefined && (change.kind === 'CSINode' || (change.before === undefined && isClaimOf(pod, change.after)));
  },
};

/** Drivers by the unique names of volumes. */
type Attached = Map<string, string>;

function limitsFilter(pod: PodInfo, cluster: ClusterView): Filter | undefined {
  const volumes = pod.pod.spec?.volumes ?? [];
  if (!volumes.some((volume) => claimUse(pod.pod, volume) !== undefined || isMigratable(volume))) return undefined;
  return { check: (node) => checkLimits(pod, node, cluster) };
}

function checkLimits(pod: PodInfo, node: NodeInfo, cluster: ClusterView): Rejection | undefined {
  const csiNode = cluster.objects.get('CSINode', '', node.name) as CSINode | undefined;
  const wanted: Attached = new Map();
  const problem = collectVolumes(pod.pod, csiNode, cluster, wanted, 'new');
  if (problem !== undefined) return problem;
  const limits = new Map(
    (csiNode?.spec.drivers ?? []).flatMap(({ name, allocatable }) => (allocatable?.count === undefined ? [] : [[name, allocatable.count]])),
  );
  if (wanted.size === 0 || limits.size === 0) return undefined;

  const attached: Attached = new Map();
  for (const other of node.pods) {
    const trouble = collectVolumes(other.pod, csiNode, cluster, attached, 'placed');
    if (trouble !== undefined) return trouble;
  }
  for (const volume of attached.keys()) wanted.delete(volume);
  for (const [volume, driver] of attachments(node, cluster)) attached.set(volume, driver);
  const isExceeded = [...countByDriver(wanted)].some(([driver, count]) => {
    const limit = limits.get(driver);
    return limit !== undefined && (countByDriver(attached).get(driver) ?? 0) + count > limit;
  });
  return isExceeded ? unschedulable('node(s) exceed max volume count') : undefined;
}

function countByDriver(volumes: Attached): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const driver of volumes.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
  return counts;
}

/** Adds the pod's attachable volumes. Only of a new pod must the claims exist. */
function collectVolumes(
  pod: Pod,
  csiNode: CSINode | undefined,
  cluster: ClusterView,
  volumes: Attached,
  state: 'new' | 'placed',
): Rejection | undefined {
  const namespace = pod.metadata?.namespace ?? '';
  for (const volume of pod.spec?.volumes ?? []) {
    const use = claimUse(pod, volume);
    const claim = use && cluster.objects.get('PersistentVolumeClaim', namespace, use.claimName);
    if (use === undefined) {
      const inline = csiNode && csiVolume(volume);
      if (inline) volumes.set(`${inline.driver}/${inline.handle}`, inline.driver);
    } else if (claim === undefined) {
      if (state === 'new') {
        return unresolvable(`looking up PVC ${namespace}/${use.claimName}: persistentvolumeclaim "${use.claimName}" not found`);
      }
    } else {
      const problem = use.isEphemeral ? foreignClaimProblem(pod, claim) : undefined;
      if (problem !== undefined) return failure(problem);
      const found = volumeOfClaim(claim, csiNode, cluster);
      if (found !== undefined) volumes.set(`${found.driver}/${found.handle}`, found.driver);
    }
  }
  return undefined;
}

/** The claim's volume, or the one that its class would make; undefined where no CSI driver is involved. */
function volumeOfClaim(
  claim: PersistentVolumeClaim,
  csiNode: CSINode | undefined,
  cluster: ClusterView,
): { readonly driver: string; readonly handle: string } | undefined {
  const volume = claim.spec?.volumeName ? cluster.objects.get('PersistentVolume', '', claim.spec.volumeName) : undefined;
  if (volume !== undefined) return csiSource(volume, csiNode);
  const storageClass = cluster.objects.get('StorageClass', '', storageClassOf(claim));
  if (storageClass === undefined) return undefined;
  const handle = `not-made-yet-${claim.metadata?.namespace}/${claim.metadata?.name}`;
  const migrated = csiDriverOfProvisioner(storageClass.provisioner);
  if (migrated === undefined) return { driver: storageClass.provisioner, handle };
  return csiNode === undefined ? undefined : { driver: migrated, handle };
}

function csiSource(
  { spec }: PersistentVolume,
  csiNode: CSINode | undefined,
): { readonly driver: string; readonly handle: string } | undefined {
  if (spec?.csi) return { driver: spec.csi.driver, handle: spec.csi.volumeHandle };
  return csiNode === undefined || spec === undefined ? undefined : csiVolume(spec);
}

function attachments(node: NodeInfo, cluster: ClusterView): Attached {
  const attached: Attached = new Map();
  for (const { spec } of cluster.objects.list('VolumeAttachment') as readonly VolumeAttachment[]) {
    if (spec.nodeName !== node.name || !spec.attacher || spec.source.persistentVolumeName === undefined) continue;
    const source = cluster.objects.get('PersistentVolume', '', spec.source.persistentVolumeName)?.spec?.csi;
    if (source) attached.set(`${spec.attacher}/${source.volumeHandle}`, spec.attacher);
  }
  return attached;
}
