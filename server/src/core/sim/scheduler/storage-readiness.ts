import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../generated/api.ts';
import { findMatchingVolume } from '../../kube/pv-matching.ts';
import { storageClassOf } from '../../kube/quota-usage.ts';
import { defaultClassOf } from '../admission/default-storage-class.ts';
import type { KubeObject } from '../object.ts';
import { boundPair, provisionedVolume } from './effects.ts';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/**
 * The objects with their claims as far as a cluster would have them by the time that pods are placed: those without a class have the
 * default one, and those that bind at once are bound, to a volume that is there or to one that their provisioner makes.
 */
export function withReadyClaims(objects: readonly KubeObject[]): readonly KubeObject[] {
  const classes = ofKind<StorageClass>(objects, 'StorageClass');
  const defaultClass = defaultClassOf(classes)?.metadata?.name;
  const volumes = new Map(ofKind<PersistentVolume>(objects, 'PersistentVolume').map((volume) => [volume.metadata?.name ?? '', volume]));
  const others = objects.map((object) => {
    if (object.kind !== 'PersistentVolumeClaim') return object;
    const claim = withClass(object as PersistentVolumeClaim, defaultClass);
    const storageClass = classes.find(({ metadata }) => metadata?.name === storageClassOf(claim));
    const volume = volumeFor(claim, storageClass, volumes);
    if (volume === undefined) return claim;
    const [bound, taken] = boundPair(claim, volume);
    volumes.set(taken.metadata?.name ?? '', taken);
    return bound;
  });
  return [...others.filter(({ kind }) => kind !== 'PersistentVolume'), ...volumes.values()];
}

function volumeFor(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
  volumes: ReadonlyMap<string, PersistentVolume>,
): PersistentVolume | undefined {
  const isOpen = !claim.spec?.volumeName && claim.status?.phase !== 'Bound' && claim.metadata?.deletionTimestamp === undefined;
  if (!isOpen || storageClass?.volumeBindingMode === 'WaitForFirstConsumer') return undefined;
  const found = findMatchingVolume(claim, [...volumes.values()]);
  if (found !== undefined || storageClass === undefined || storageClass.provisioner === NO_PROVISIONER) return found;
  return provisionedVolume(claim, storageClass.provisioner, undefined);
}

function withClass(claim: PersistentVolumeClaim, className: string | undefined): PersistentVolumeClaim {
  if (className === undefined || claim.spec === undefined || claim.spec.storageClassName !== undefined) return claim;
  return { ...claim, spec: { ...claim.spec, storageClassName: className } };
}

function ofKind<T extends KubeObject>(objects: readonly KubeObject[], kind: string): readonly T[] {
  return objects.flatMap((object) => (object.kind === kind ? [object as T] : []));
}
