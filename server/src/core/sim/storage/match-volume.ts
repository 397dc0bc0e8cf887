import type { PersistentVolume, PersistentVolumeClaim } from '../../generated/api.ts';
import { type Labels, matches, validSelectorOf } from '../../kube/label-selector.ts';
import { nodeSelectorMatcher } from '../../kube/node-selector.ts';
import { compare, quantityOf } from '../../kube/quantity.ts';

const BETA_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export interface VolumeSearch {
  /** Labels of the node that the claim is wanted on, when it is known already. */
  readonly nodeLabels?: Labels | undefined;
  /** Names of volumes that are taken. */
  readonly excluded?: ReadonlySet<string>;
  /** The claim waits for its first consumer: without a node nothing is found but a volume that is reserved for it. */
  readonly isDelayed?: boolean;
}

/**
 * The volume a claim gets: one that is reserved for it, or else the smallest that fulfils it; of equal ones the first in the given order
 * (`component-helpers/storage/volume/pv_helpers.go`, FindMatchingVolume).
 */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { nodeLabels, excluded, isDelayed }: VolumeSearch = {},
): PersistentVolume | undefined {
  const requested = quantityOf(claim.spec?.resources?.requests?.storage);
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (excluded?.has(volume.metadata?.name ?? '') || !couldHold(volume, claim)) continue;
    const capacity = quantityOf(volume.spec?.capacity?.storage);
    if (compare(capacity, requested) < 0) continue;
    const isReachable = nodeLabels === undefined || isReachableFrom(volume, nodeLabels);
    if (isReservedFor(volume, claim)) return isReachable ? volume : undefined;
    if (nodeLabels === undefined && isDelayed === true) continue;
    if (!isReachable || !fulfils(volume, claim, nodeLabels !== undefined)) continue;
    if (smallest === undefined || compare(quantityOf(smallest.spec?.capacity?.storage), capacity) > 0) smallest = volume;
  }
  return smallest;
}

/** The claim's class; the old annotation wins over the field (`component-helpers/storage/volume/helpers.go`). */
export function claimClass(claim: PersistentVolumeClaim): string {
  return claim.metadata?.annotations?.[BETA_CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? '';
}

export function volumeClass(volume: PersistentVolume): string {
  return volume.metadata?.annotations?.[BETA_CLASS_ANNOTATION] ?? volume.spec?.storageClassName ?? '';
}

/** Whether the volume's claimRef names this claim; a reference without UID is a reservation (IsVolumeBoundToClaim). */
export function isReservedFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (!reference || reference.name !== metadata?.name || reference.namespace !== metadata?.namespace) return false;
  return !reference.uid || reference.uid === metadata?.uid;
}

/** Whether the volume's node affinity lets a node with these labels use it (CheckNodeAffinity). */
export function isReachableFrom(volume: PersistentVolume, nodeLabels: Labels): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return !required || nodeSelectorMatcher(required).matches(nodeLabels, '');
}

/** What even a reserved volume must be. */
function couldHold(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.spec?.claimRef && !isReservedFor(volume, claim)) return false;
  if ((claim.spec?.volumeMode ?? 'Filesystem') !== (volume.spec?.volumeMode ?? 'Filesystem')) return false;
  if ((claim.spec?.volumeAttributesClassName ?? '') !== (volume.spec?.volumeAttributesClassName ?? '')) return false;
  return volume.metadata?.deletionTimestamp === undefined;
}

function fulfils(volume: PersistentVolume, claim: PersistentVolumeClaim, checksAccessModes: boolean): boolean {
  if (volume.status?.phase !== 'Available' || volumeClass(volume) !== claimClass(claim)) return false;
  if (claim.spec?.selector && !matches(validSelectorOf(claim.spec.selector), volume.metadata?.labels)) return false;
  // Without a node the caller has already grouped the volumes by access modes.
  if (!checksAccessModes) return true;
  const offered = volume.spec?.accessModes ?? [];
  return (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode));
}
