import type { PersistentVolumeClaim } from '../../generated/api.ts';
import { compare, quantityOf } from '../../kube/quantity.ts';
import type { Cluster } from '../cluster.ts';
import type { AdmissionPlugin } from '../component.ts';
import { refOf } from '../object.ts';

/** A claim grows only where its class allows it (`plugin/pkg/admission/storage/persistentvolume/resize`). */
export const claimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  admit(object, before, cluster, _nowMs, by) {
    if (by !== 'user' || before === undefined || object.kind !== 'PersistentVolumeClaim') return object;
    const problem = problemOf(object as PersistentVolumeClaim, before as PersistentVolumeClaim, cluster);
    if (problem === undefined) return object;
    return { ok: false, status: 'Forbidden', message: `persistentvolumeclaims "${refOf(object).name}" is forbidden: ${problem}` };
  },
};

function problemOf(claim: PersistentVolumeClaim, before: PersistentVolumeClaim, cluster: Cluster): string | undefined {
  if (compare(askedFor(claim), askedFor(before)) <= 0) return undefined;
  if (before.status?.phase !== 'Bound') return 'Only bound persistent volume claims can be expanded';
  const className = claim.spec?.storageClassName ?? '';
  const isOfOneClass = className !== '' && className === before.spec?.storageClassName;
  const allows = isOfOneClass && cluster.get('StorageClass', '', className)?.allowVolumeExpansion === true;
  return allows ? undefined : NOT_RESIZABLE;
}

const NOT_RESIZABLE = 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

function askedFor({ spec }: PersistentVolumeClaim): ReturnType<typeof quantityOf> {
  return quantityOf(spec?.resources?.requests?.storage);
}
