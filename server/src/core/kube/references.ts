/** Fields that hold the name of another object. Keyed by the Go type and the field. */
export const REFERENCE_BY_FIELD: Readonly<Record<string, string>> = {
  'ConfigMapEnvSource.name': 'ConfigMap',
  'ConfigMapKeySelector.name': 'ConfigMap',
  'ConfigMapProjection.name': 'ConfigMap',
  'ConfigMapVolumeSource.name': 'ConfigMap',
  'SecretEnvSource.name': 'Secret',
  'SecretKeySelector.name': 'Secret',
  'SecretProjection.name': 'Secret',
  'SecretVolumeSource.secretName': 'Secret',
  'LocalObjectReference.name': 'Secret',
  'IngressTLS.secretName': 'Secret',
  'PersistentVolumeClaimVolumeSource.claimName': 'PersistentVolumeClaim',
  'PersistentVolumeClaimSpec.storageClassName': 'StorageClass',
  'PersistentVolumeSpec.storageClassName': 'StorageClass',
  'PersistentVolumeClaimSpec.volumeName': 'PersistentVolume',
  'PodSpec.serviceAccountName': 'ServiceAccount',
  'PodSpec.priorityClassName': 'PriorityClass',
  'PodSpec.runtimeClassName': 'RuntimeClass',
  'PodSpec.nodeName': 'Node',
  'IngressServiceBackend.name': 'Service',
  'IngressSpec.ingressClassName': 'IngressClass',
  'StatefulSetSpec.serviceName': 'Service',
  'ObjectMeta.namespace': 'Namespace',
};

/** Fields that hold a key of the object named beside them. */
export const KEY_REFERENCE_BY_FIELD: Readonly<Record<string, string>> = {
  'ConfigMapKeySelector.key': 'ConfigMap',
  'SecretKeySelector.key': 'Secret',
};

/** Kinds that stand outside of namespaces. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'RuntimeClass',
  'IngressClass',
  'ClusterRole',
]);

/** `PodSpec.nodeName` for a type name of the catalog and a field. */
export function fieldKey(typeName: string, field: string): string {
  return `${typeName.slice(typeName.lastIndexOf('.') + 1)}.${field}`;
}
