import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api.ts';
import { classOfVolume, findMatchingVolume, isReachable } from '../../../kube/pv-matching.ts';
import { compare, quantityOf } from '../../../kube/quantity.ts';
import { storageClassOf } from '../../../kube/quota-usage.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Filter, type Plugin, type Rejection, unresolvable, type VolumeChoice } from '../framework.ts';
import { claimUses, foreignClaimProblem, isClaimOf, isNewPlace } from '../pod-claims.ts';
import { canProvision } from '../volume-provisioning.ts';

const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Finds volumes for the pod's claims on each node (`pkg/scheduler/framework/plugins/volumebinding`). It does not score by default. */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  unprepared: 'not found',
  filter: bindingFilter,
  // It scores with the feature StorageCapacityScoring alone, which is off; but as one that may score, it makes the pass go on for more nodes.
  score: () => undefined,
  isHelpedBy(pod, change) {
    if (change.of === 'node') return isNewPlace(change);
    if (change.of !== 'object' || change.after === undefined) return false;
    if (change.kind === 'CSINode') return change.before === undefined;
    if (change.kind === 'CSIDriver') return change.before !== undefined;
    return STORAGE_KINDS.has(change.kind) || isClaimOf(pod, change.after);
  },
};

const STORAGE_KINDS: ReadonlySet<string> = new Set(['PersistentVolume', 'StorageClass', 'CSIStorageCapacity']);

/** The pod's claims by how far they are. */
interface SortedClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  readonly delayed: readonly PersistentVolumeClaim[];
}

function bindingFilter(pod: PodInfo, cluster: ClusterView): Filter | Rejection | undefined {
  if (claimUses(pod.pod).length === 0) return undefined;
  const claims = sortClaims(pod, cluster);
  if ('code' in claims) return claims;
  const volumes = volumesForDelayed(claims.delayed, cluster);
  return {
    check: (node) => {
      const { reasons } = findVolumes(claims, volumes, node, cluster);
      return reasons.length === 0 ? undefined : unresolvable(...reasons);
    },
    reserve: (node) => findVolumes(claims, volumes, node, cluster).choice,
  };
}

function sortClaims(pod: PodInfo, cluster: ClusterView): SortedClaims | Rejection {
  const claims: PersistentVolumeClaim[] = [];
  for (const { claimName, isEphemeral } of claimUses(pod.pod)) {
    const claim = cluster.objects.get('PersistentVolumeClaim', pod.namespace, claimName);
    const problem = claimProblem(pod, claimName, isEphemeral, claim);
    if (claim === undefined || problem !== undefined) return unresolvable(problem ?? '');
    claims.push(claim);
  }
  const bound = claims.filter(isFullyBound);
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const delayed = unbound.filter((claim) => !claim.spec?.volumeName && waitsForConsumer(claim, cluster));
  if (delayed.length < unbound.length) return unresolvable('pod has unbound immediate PersistentVolumeClaims');
  return { bound, delayed };
}

function claimProblem(pod: PodInfo, claimName: string, isEphemeral: boolean, claim: PersistentVolumeClaim | undefined): string | undefined {
  if (claim === undefined) {
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`
      : `persistentvolumeclaim "${claimName}" not found`;
  }
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
  }
  if (claim.metadata?.deletionTimestamp !== undefined) return `persistentvolumeclaim "${claimName}" is being deleted`;
  return isEphemeral ? foreignClaimProblem(pod.pod, claim) : undefined;
}

function isFullyBound({ spec, metadata }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata?.annotations?.[BIND_COMPLETED] !== undefined;
}

function waitsForConsumer(claim: PersistentVolumeClaim, cluster: ClusterView): boolean {
  return cluster.objects.get('StorageClass', '', storageClassOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

interface Found {
  readonly reasons: readonly string[];
  readonly choice: VolumeChoice;
}

/** FindPodVolumes of `binder.go`: its reasons come in this order and may come together. */
function findVolumes({ bound, delayed }: SortedClaims, volumes: VolumesByClass, node: NodeInfo, cluster: ClusterView): Found {
  const reasons: string[] = [];
  const places = boundVolumes(bound, node, cluster);
  if (places === 'elsewhere') reasons.push("node(s) didn't match PersistentVolume's node affinity");
  const search = searchDelayed(delayed, volumes, node, cluster);
  if (search.outcome === 'conflict') reasons.push("node(s) didn't find available persistent volumes to bind");
  if (search.outcome === 'no-space') reasons.push('node(s) did not have enough free storage');
  if (places === 'missing') reasons.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
  return { reasons, choice: search.choice };
}

/** The first claim with something wrong decides. */
function boundVolumes(claims: readonly PersistentVolumeClaim[], node: NodeInfo, cluster: ClusterView): 'fine' | 'elsewhere' | 'missing' {
  for (const { spec } of claims) {
    const volume = cluster.objects.get('PersistentVolume', '', spec?.volumeName ?? '');
    if (volume === undefined) return 'missing';
    if (!isReachable(volume, node.node)) return 'elsewhere';
  }
  return 'fine';
}

interface DelayedSearch {
  readonly outcome: 'fine' | 'conflict' | 'no-space';
  readonly choice: VolumeChoice;
}

function searchDelayed(
  claims: readonly PersistentVolumeClaim[],
  volumes: VolumesByClass,
  node: NodeInfo,
  cluster: ClusterView,
): DelayedSearch {
  const bindings = new Map<string, string>();
  const provisioned: string[] = [];
  const end = (outcome: DelayedSearch['outcome']): DelayedSearch => ({ outcome, choice: { bindings, provisioned } });

  const toProvision: PersistentVolumeClaim[] = [];
  const toMatch: PersistentVolumeClaim[] = [];
  for (const claim of claims) {
    const selectedNode = claim.metadata?.annotations?.[SELECTED_NODE];
    if (selectedNode === undefined) toMatch.push(claim);
    else if (selectedNode === node.name) toProvision.push(claim);
    else return end('conflict');
  }

  const taken = new Set<string>();
  for (const claim of toMatch.sort(bySize)) {
    const offered = volumes.get(storageClassOf(claim)) ?? [];
    const volume = findMatchingVolume(claim, offered, { node: node.node, excluded: taken, isDelayed: true });
    const name = volume?.metadata?.name;
    if (name === undefined) toProvision.push(claim);
    else {
      taken.add(name);
      bindings.set(claimKey(claim), name);
    }
  }

  for (const claim of toProvision) {
    const answer = canProvision(claim, node, cluster);
    if (answer !== 'yes') return end(answer);
    provisioned.push(claimKey(claim));
  }
  return end('fine');
}

/** The volumes of each class that a claim still needs, listed once for all nodes. */
type VolumesByClass = ReadonlyMap<string, readonly PersistentVolume[]>;

function volumesForDelayed(claims: readonly PersistentVolumeClaim[], cluster: ClusterView): VolumesByClass {
  if (claims.length === 0) return new Map();
  const volumes = cluster.objects.list('PersistentVolume');
  const classes = new Set(claims.map(storageClassOf));
  return new Map([...classes].map((name) => [name, volumes.filter((volume) => classOfVolume(volume) === name)]));
}

function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  return compare(quantityOf(a.spec?.resources?.requests?.storage), quantityOf(b.spec?.resources?.requests?.storage));
}

function claimKey({ metadata }: PersistentVolumeClaim): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
