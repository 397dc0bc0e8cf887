import type { PersistentVolumeClaim, StorageClass } from '../../generated/api.ts';
import type { AdmissionPlugin } from '../component.ts';
import { refOf, timeOf } from '../object.ts';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** A claim that names no class gets the default one, the newest of several (`plugin/pkg/admission/storage/storageclass/setdefault`). */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  admit(object, before, cluster) {
    const claim = object as PersistentVolumeClaim;
    if (object.kind !== 'PersistentVolumeClaim' || before !== undefined || claim.spec?.storageClassName !== undefined) return object;
    const found = defaultClassOf(cluster.list('StorageClass'));
    return found === undefined ? object : { ...claim, spec: { ...claim.spec, storageClassName: refOf(found).name } };
  },
};

/** The class of claims that name none. */
export function defaultClassOf(classes: readonly StorageClass[]): StorageClass | undefined {
  const created = ({ metadata }: StorageClass): number => timeOf(metadata?.creationTimestamp) ?? 0;
  return classes
    .filter(({ metadata }) => metadata?.annotations?.[IS_DEFAULT] === 'true')
    .sort((a, b) => created(b) - created(a) || (refOf(a).name < refOf(b).name ? -1 : 1))[0];
}
