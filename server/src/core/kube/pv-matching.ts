import type { Node, PersistentVolume, PersistentVolumeClaim } from '../generated/api.ts';
import { matches, validSelectorOf } from './label-selector.ts';
import { nodeSelectorMatcher } from './node-selector.ts';
import { compare, quantityOf } from './quantity.ts';
import { storageClassOf } from './quota-usage.ts';

export interface VolumeSearch {
  /** The node that the pod is to run on; access modes and topology are looked at only then. */
  readonly node?: Node | undefined;
  /** Names of volumes that another claim of the same pod takes. */
  readonly excluded?: ReadonlySet<string>;
  /** The claim waits for its first consumer: without a node only a volume reserved for it will do. */
  readonly isDelayed?: boolean;
}

/**
 * The volume a claim gets: one that names the claim, else the smallest that is large enough, the first of equals.
 *
 * Mirrors staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go FindMatchingVolume.
 */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  search: VolumeSearch = {},
): PersistentVolume | undefined {
  const { node, excluded, isDelayed = false } = search;
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (excluded?.has(volume.metadata?.name ?? '') || !couldServe(volume, claim)) continue;
    if (isReservedFor(volume, claim)) return node === undefined || isReachable(volume, node) ? volume : undefined;
    if (node === undefined && isDelayed) continue;
    if (!isFreeFor(volume, claim)) continue;
    if (node !== undefined && !(isReachable(volume, node) && hasAccessModes(volume, claim))) continue;
    if (smallest === undefined || compare(capacityOf(smallest), capacityOf(volume)) > 0) smallest = volume;
  }
  return smallest;
}

/** The volume's claimRef is this claim; a reservation made by hand has no UID yet. */
export function isReservedFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const claim = spec?.claimRef;
  if (claim?.name !== metadata?.name || claim?.namespace !== metadata?.namespace) return false;
  return claim?.uid === undefined || claim.uid === '' || claim.uid === metadata?.uid;
}

/** Whether the volume can be used on that node (CheckNodeAffinity). */
export function isReachable({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec?.nodeAffinity?.required;
  // Upstream asks with the node's labels alone, so matchFields say nothing here.
  return required === undefined || nodeSelectorMatcher(required).matches(node.metadata?.labels ?? {}, '');
}

export function hasAccessModes({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => spec?.accessModes?.includes(mode));
}

export function hasSameVolumeMode(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec?.volumeMode ?? 'Filesystem') === (volume.spec?.volumeMode ?? 'Filesystem');
}

/** The class of a volume; the old annotation wins. '' where there is none. */
export function classOfVolume({ metadata, spec }: PersistentVolume): string {
  return metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';
}

export function hasSameAttributesClass(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (volume.spec?.volumeAttributesClassName ?? '') === (claim.spec?.volumeAttributesClassName ?? '');
}

export function isLargeEnough(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return compare(capacityOf(volume), quantityOf(claim.spec?.resources?.requests?.storage)) >= 0;
}

function capacityOf({ spec }: PersistentVolume): ReturnType<typeof quantityOf> {
  return quantityOf(spec?.capacity?.storage);
}

function couldServe(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const isTaken = volume.spec?.claimRef !== undefined && !isReservedFor(volume, claim);
  if (isTaken || volume.metadata?.deletionTimestamp !== undefined) return false;
  return isLargeEnough(volume, claim) && hasSameVolumeMode(volume, claim) && hasSameAttributesClass(volume, claim);
}

function isFreeFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.status?.phase !== 'Available' || classOfVolume(volume) !== storageClassOf(claim)) return false;
  const selector = claim.spec?.selector;
  return selector === undefined || matches(validSelectorOf(selector), volume.metadata?.labels);
}
