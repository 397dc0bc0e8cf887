import type { PersistentVolume, PersistentVolumeClaim } from '../../generated/api.ts';
import {
  classOfVolume,
  findMatchingVolume,
  hasAccessModes,
  hasSameAttributesClass,
  hasSameVolumeMode,
  isLargeEnough,
} from '../../kube/pv-matching.ts';
import { storageClassOf } from '../../kube/quota-usage.ts';
import { refOf } from '../object.ts';

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

/**
 * The volume for a claim that names none: volumes with the fewest access modes beyond those asked for come first.
 *
 * Mirrors pkg/controller/volume/persistentvolume/index.go findByClaim.
 */
export function findBestMatch(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  isDelayed: boolean,
): PersistentVolume | undefined {
  const groups = new Map<string, PersistentVolume[]>();
  for (const volume of volumes) {
    if (!hasAccessModes(volume, claim)) continue;
    const modes = [...(volume.spec?.accessModes ?? [])].sort().join(',');
    groups.set(modes, [...(groups.get(modes) ?? []), volume]);
  }
  const ordered = [...groups].sort(([a], [b]) => a.split(',').length - b.split(',').length);
  for (const [, group] of ordered) {
    const found = findMatchingVolume(claim, group, { isDelayed });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Why a volume that a claim asks for by name will not do, in the server's words (checkVolumeSatisfyClaim). */
export function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata?.deletionTimestamp !== undefined) return `the volume is marked for deletion "${refOf(volume).name}"`;
  if (!isLargeEnough(volume, claim)) return 'requested PV is too small';
  if (classOfVolume(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
  if (!hasSameAttributesClass(volume, claim)) return 'volumeAttributesClassName does not match';
  if (!hasSameVolumeMode(volume, claim)) return 'incompatible volumeMode';
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode';
}

/** The volume with its side of the bond; the mark says who chose. */
export function boundVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { namespace, name } = refOf(claim);
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid: claim.metadata?.uid ?? '' };
  const isReserved = volume.spec?.claimRef !== undefined;
  const annotations = { ...volume.metadata?.annotations, ...(isReserved ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) };
  return {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: { ...volume.spec, claimRef },
    status: { ...volume.status, phase: 'Bound' },
  };
}

export function boundClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const isAskedFor = (claim.spec?.volumeName ?? '') !== '';
  const annotations = {
    ...claim.metadata?.annotations,
    [BIND_COMPLETED]: 'yes',
    ...(isAskedFor ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }),
  };
  return {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: refOf(volume).name },
    status: {
      ...claim.status,
      phase: 'Bound',
      accessModes: volume.spec?.accessModes ?? [],
      ...(volume.spec?.capacity === undefined ? {} : { capacity: volume.spec.capacity }),
    },
  };
}

export function isBound({ metadata }: PersistentVolumeClaim): boolean {
  return metadata?.annotations?.[BIND_COMPLETED] !== undefined;
}
