import { type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TypedPlace } from './field-type.ts';

/** An object that a field of another names, or one of its keys. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Undefined where the objects of every namespace are meant, or the kind has none. */
  readonly namespace: string | undefined;
  /** Of a ConfigMap's or a Secret's data. */
  readonly key?: string;
}

/** What the text at `path` of an object names; undefined where it names nothing. */
export function referenceAt(object: JsonObject, path: Path, place: TypedPlace): Reference | undefined {
  const text = valueAt(object, path);
  if (typeof text !== 'string' || text === '' || place.owner === undefined || place.field === undefined) return undefined;
  const namespace = textBeside(object, path, 'namespace') ?? textAt(object, ['metadata', 'namespace']);
  const holder = keyHolderAt(object, path, place);
  if (holder !== undefined) return holder.name === undefined ? undefined : { kind: holder.kind, name: holder.name, namespace, key: text };
  const kind = referredKind(object, path, place);
  return kind === undefined ? undefined : { kind, name: text, namespace: CLUSTER_SCOPED.has(kind) ? undefined : namespace };
}

/** The kind of objects that the field at `path` names, whatever is written there. */
export function referredKind(object: JsonObject, path: Path, { owner, field }: TypedPlace): string | undefined {
  if (owner === undefined || field === undefined) return undefined;
  const key = fieldKey(owner.name, field.name);
  return REFERENCE_BY_FIELD[key] ?? (KIND_BESIDE.has(key) ? textBeside(object, path, 'kind') : undefined);
}

/** A text that stands beside the place that `path` leads to. */
export function textBeside(object: JsonObject, path: Path, key: string): string | undefined {
  return textAt(object, [...path.slice(0, -1), key]);
}

function textAt(object: JsonObject, path: Path): string | undefined {
  const found = valueAt(object, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Fields that hold the name of another object. Keyed by the Go type and the field. */
const REFERENCE_BY_FIELD: Readonly<Record<string, string>> = {
  'ConfigMapEnvSource.name': 'ConfigMap',
  'ConfigMapKeySelector.name': 'ConfigMap',
  'ConfigMapProjection.name': 'ConfigMap',
  'ConfigMapVolumeSource.name': 'ConfigMap',
  'SecretEnvSource.name': 'Secret',
  'SecretKeySelector.name': 'Secret',
  'SecretProjection.name': 'Secret',
  'SecretReference.name': 'Secret',
  'SecretVolumeSource.secretName': 'Secret',
  'LocalObjectReference.name': 'Secret',
  'AzureFileVolumeSource.secretName': 'Secret',
  'AzureFilePersistentVolumeSource.secretName': 'Secret',
  'IngressTLS.secretName': 'Secret',
  'PersistentVolumeClaimVolumeSource.claimName': 'PersistentVolumeClaim',
  'PersistentVolumeClaimSpec.storageClassName': 'StorageClass',
  'PersistentVolumeSpec.storageClassName': 'StorageClass',
  'CSIStorageCapacity.storageClassName': 'StorageClass',
  'PersistentVolumeClaimSpec.volumeAttributesClassName': 'VolumeAttributesClass',
  'PersistentVolumeSpec.volumeAttributesClassName': 'VolumeAttributesClass',
  'PersistentVolumeClaimSpec.volumeName': 'PersistentVolume',
  'VolumeAttachmentSource.persistentVolumeName': 'PersistentVolume',
  'PodSpec.serviceAccountName': 'ServiceAccount',
  'PodSpec.priorityClassName': 'PriorityClass',
  'PodSpec.runtimeClassName': 'RuntimeClass',
  'PodSpec.nodeName': 'Node',
  'Endpoint.nodeName': 'Node',
  'EndpointAddress.nodeName': 'Node',
  'PodResourceClaim.resourceClaimName': 'ResourceClaim',
  'PodResourceClaim.resourceClaimTemplateName': 'ResourceClaimTemplate',
  'ExactDeviceRequest.deviceClassName': 'DeviceClass',
  'DeviceSubRequest.deviceClassName': 'DeviceClass',
  'DeviceRequest.deviceClassName': 'DeviceClass',
  'IngressServiceBackend.name': 'Service',
  'ServiceReference.name': 'Service',
  'IngressSpec.ingressClassName': 'IngressClass',
  'StatefulSetSpec.serviceName': 'Service',
  'ObjectMeta.namespace': 'Namespace',
  'Subject.namespace': 'Namespace',
  'SecretReference.namespace': 'Namespace',
  'ServiceReference.namespace': 'Namespace',
  'ValidatingAdmissionPolicyBindingSpec.policyName': 'ValidatingAdmissionPolicy',
  'MutatingAdmissionPolicyBindingSpec.policyName': 'MutatingAdmissionPolicy',
  'PriorityLevelConfigurationReference.name': 'PriorityLevelConfiguration',
};

/** Fields that hold the name of an object whose kind is written beside them. */
const KIND_BESIDE: ReadonlySet<string> = new Set([
  'CrossVersionObjectReference.name',
  'ObjectReference.name',
  'OwnerReference.name',
  'RoleRef.name',
  'Subject.name',
  'TypedLocalObjectReference.name',
  'TypedObjectReference.name',
]);

/** Fields that hold a key of the object named beside them. */
const KEY_REFERENCE_BY_FIELD: Readonly<Record<string, string>> = {
  'ConfigMapKeySelector.key': 'ConfigMap',
  'SecretKeySelector.key': 'Secret',
};

/** Whose keys the field at `path` names: the kind, and the name where it is written. */
export function keyHolderAt(
  object: JsonObject,
  path: Path,
  { owner, field }: TypedPlace,
): { readonly kind: string; readonly name: string | undefined } | undefined {
  const key = owner === undefined || field === undefined ? '' : fieldKey(owner.name, field.name);
  const kind = KEY_REFERENCE_BY_FIELD[key];
  if (kind !== undefined) return { kind, name: textBeside(object, path, 'name') };
  if (key !== 'KeyToPath.key') return undefined;
  // An item of a volume: `configMap.items[0].key`.
  const volume = path.slice(0, -3);
  if (volume.at(-1) === 'configMap') return { kind: 'ConfigMap', name: textAt(object, [...volume, 'name']) };
  if (volume.at(-1) !== 'secret') return undefined;
  return { kind: 'Secret', name: textAt(object, [...volume, 'secretName']) ?? textAt(object, [...volume, 'name']) };
}

/** Whether names of the workspace may follow where the field is written. */
export function takesNames(typeName: string, field: string): boolean {
  const key = fieldKey(typeName, field);
  return key in REFERENCE_BY_FIELD || key in KEY_REFERENCE_BY_FIELD || KIND_BESIDE.has(key) || key === 'KeyToPath.key';
}

/** Kinds that stand outside of namespaces. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'VolumeAttributesClass',
  'PriorityClass',
  'RuntimeClass',
  'IngressClass',
  'ClusterRole',
  'DeviceClass',
  'ValidatingAdmissionPolicy',
  'MutatingAdmissionPolicy',
  'PriorityLevelConfiguration',
]);

/** `PodSpec.nodeName` for a type name of the catalog and a field. */
export function fieldKey(typeName: string, field: string): string {
  return `${typeName.slice(typeName.lastIndexOf('.') + 1)}.${field}`;
}
