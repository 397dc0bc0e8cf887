import type { AdmissionPlugin } from '../component.ts';

const FINALIZER_BY_KIND: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
};

/** A claim in use is not lost by its deletion (plugin/pkg/admission/storage/storageobjectinuseprotection). */
export const storageProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  admit(object, before) {
    const finalizer = FINALIZER_BY_KIND[object.kind ?? ''];
    const finalizers = object.metadata?.finalizers ?? [];
    if (finalizer === undefined || before !== undefined || finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  },
};
