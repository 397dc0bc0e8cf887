import type { Container, Pod, PodSpec } from '../../generated/api.ts';
import { compare, quantityOf } from '../../kube/quantity.ts';
import type { AdmissionPlugin } from '../component.ts';
import { isSameTemplate } from '../controllers/same-template.ts';
import { type KubeObject, refOf } from '../object.ts';
import { isEqual } from '../trace.ts';

/** Refuses what may not change once it is there, in the API server's words (`Validate…Update` of each kind). */
export const immutableFields: AdmissionPlugin = {
  name: 'immutable-fields',
  admit(object, before, _cluster, _nowMs, by) {
    if (by !== 'user' || before === undefined) return object;
    const errors = RULES[object.kind ?? '']?.(specOf(object), specOf(before), object, before) ?? [];
    if (errors.length === 0) return object;
    const group = object.apiVersion?.includes('/') ? `.${object.apiVersion.split('/')[0]}` : '';
    const list = errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
    return { ok: false, status: 'Invalid', message: `${object.kind}${group} "${refOf(object).name}" is invalid: ${list}` };
  },
};

type Spec = Readonly<Record<string, unknown>>;
type Rule = (spec: Spec, before: Spec, object: KubeObject, old: KubeObject) => readonly string[];

function specOf({ spec }: KubeObject): Spec {
  return (spec as Spec | undefined) ?? {};
}

const selectorOnly: Rule = (spec, before) => unchanged(spec, before, ['selector']);

const RULES: Readonly<Record<string, Rule>> = {
  Deployment: selectorOnly,
  ReplicaSet: selectorOnly,
  DaemonSet: selectorOnly,
  StatefulSet: statefulSet,
  Job: job,
  Pod: pod,
  PersistentVolumeClaim: claim,
  PersistentVolume: volume,
  ConfigMap: frozenData,
  Secret: (spec, before, object, old) => [...immutableAt(object, old, ['type']), ...frozenData(spec, before, object, old)],
  StorageClass: storageClass,
  PriorityClass: priorityClass,
  IngressClass: (spec, before) => unchanged(spec, before, ['controller']),
  RoleBinding: binding,
  ClusterRoleBinding: binding,
};

function unchanged(spec: Spec, before: Spec, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => !isEqual(spec[field], before[field])).map((field) => immutable(field, spec[field]));
}

function immutable(field: string, value: unknown): string {
  return `spec.${field}: Invalid value: ${JSON.stringify(value) ?? 'null'}: field is immutable`;
}

const STATEFUL_SET_FIELDS = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSet(spec: Spec, before: Spec): readonly string[] {
  if (isEqual(without(spec, STATEFUL_SET_FIELDS), without(before, STATEFUL_SET_FIELDS))) return [];
  const [last, ...others] = STATEFUL_SET_FIELDS.map((field) => `'${field}'`).reverse();
  const list = `${others.reverse().join(', ')} and ${last}`;
  return [`spec: Forbidden: updates to statefulset spec for fields other than ${list} are forbidden`];
}

function job(spec: Spec, before: Spec): readonly string[] {
  const isIndexed = spec.completionMode === 'Indexed';
  const errors: string[] = [];
  if (!isIndexed) errors.push(...unchanged(spec, before, ['completions']));
  else if (!isEqual(spec.completions, before.completions) && spec.completions !== spec.parallelism) {
    errors.push(`spec.completions: Invalid value: ${String(spec.completions)}: can only be modified in tandem with spec.parallelism`);
  }
  errors.push(...unchanged(spec, before, ['selector']));
  if (before.suspend !== true && !isSameTemplate(spec.template as never, before.template as never))
    errors.push(immutable('template', spec.template));
  return [
    ...errors,
    ...unchanged(spec, before, ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy']),
  ];
}

const POD_FIELDS = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

function pod(_spec: Spec, _before: Spec, object: KubeObject, old: KubeObject): readonly string[] {
  const { spec } = object as Pod;
  const before = (old as Pod).spec;
  const isSame = isEqual(withoutMutable(spec), withoutMutable(before));
  const kept = (before?.tolerations ?? []).every((each) => spec?.tolerations?.some((other) => isEqual(each, other)));
  if (isSame && kept) return [];
  return [`spec: Forbidden: pod updates may not change fields other than ${POD_FIELDS.join(',')}`];
}

function withoutMutable(spec: PodSpec | undefined): unknown {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, containers = [], initContainers = [], ...others } = spec ?? {};
  const bare = ({ image: _image, ...container }: Container): unknown => container;
  return { ...others, containers: containers.map(bare), initContainers: initContainers.map(bare) };
}

/** A volume may be noted once; a bound claim may grow. */
function claim(spec: Spec, before: Spec, _object: KubeObject, old: KubeObject): readonly string[] {
  const isBound = (old.status as { readonly phase?: string } | undefined)?.phase === 'Bound';
  const free = [...(before.volumeName === undefined ? ['volumeName'] : []), ...(isBound ? ['resources', 'volumeAttributesClassName'] : [])];
  if (isEqual(without(spec, free), without(before, free))) return isBound ? shrinking(spec, old) : [];
  return ['spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'];
}

/** A claim only grows. */
function shrinking(spec: Spec, old: KubeObject): readonly string[] {
  const { storage } = (spec as { resources?: { requests?: { storage?: string } } }).resources?.requests ?? {};
  const { capacity } = (old.status ?? {}) as { capacity?: { storage?: string } };
  const isSmaller =
    storage !== undefined && capacity?.storage !== undefined && compare(quantityOf(storage), quantityOf(capacity.storage)) < 0;
  return isSmaller ? ['spec.resources.requests.storage: Forbidden: field can not be less than status.capacity'] : [];
}

/** A volume stays where it is; `pkg/apis/core/validation/validation.go` ValidatePersistentVolumeUpdate. */
function volume(spec: Spec, before: Spec): readonly string[] {
  const isSame = isEqual(without(spec, VOLUME_FIELDS), without(before, VOLUME_FIELDS));
  const source = isSame ? [] : ['spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation'];
  return [...source, ...unchanged(spec, before, ['volumeMode'])];
}

/** What of a volume is not its source. */
const VOLUME_FIELDS = [
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
];

/** `pkg/apis/storage/validation` ValidateStorageClassUpdate. */
function storageClass(_spec: Spec, _before: Spec, object: KubeObject, old: KubeObject): readonly string[] {
  const forbidden = changedAt(object, old, ['parameters', 'provisioner', 'reclaimPolicy']);
  return [
    ...forbidden.map((field) => `${field}: Forbidden: updates to ${field} are forbidden.`),
    ...immutableAt(object, old, ['volumeBindingMode']),
  ];
}

/** `pkg/apis/scheduling/validation` ValidatePriorityClassUpdate. */
function priorityClass(_spec: Spec, _before: Spec, object: KubeObject, old: KubeObject): readonly string[] {
  const changed = changedAt(object, old, ['value']);
  return [
    ...changed.map((field) => `${field}: Forbidden: may not be changed in an update.`),
    ...immutableAt(object, old, ['preemptionPolicy']),
  ];
}

/** `pkg/apis/rbac/validation`: who is bound may change, to what may not. */
function binding(_spec: Spec, _before: Spec, object: KubeObject, old: KubeObject): readonly string[] {
  const value = JSON.stringify(fieldsOf(object).roleRef);
  return changedAt(object, old, ['roleRef']).map((field) => `${field}: Invalid value: ${value}: cannot change roleRef`);
}

function immutableAt(object: KubeObject, old: KubeObject, fields: readonly string[]): readonly string[] {
  return changedAt(object, old, fields).map(
    (field) => `${field}: Invalid value: ${JSON.stringify(fieldsOf(object)[field]) ?? 'null'}: field is immutable`,
  );
}

/** Fields beside the spec that are not what they were. */
function changedAt(object: KubeObject, old: KubeObject, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => !isEqual(fieldsOf(object)[field], fieldsOf(old)[field]));
}

function fieldsOf(object: KubeObject): Spec {
  return object as unknown as Spec;
}

function frozenData(_spec: Spec, _before: Spec, object: KubeObject, old: KubeObject): readonly string[] {
  const [now, then] = [object, old] as readonly unknown[] as readonly Readonly<Record<string, unknown>>[];
  if (then?.immutable !== true) return [];
  const fields = ['data', 'binaryData', 'stringData'].filter((field) => !isEqual(now?.[field], then[field]));
  const thawed = now?.immutable === true ? [] : ['immutable'];
  return [...thawed, ...fields].map((field) => `${field}: Forbidden: field is immutable when \`immutable\` is set`);
}

function without(spec: Spec, fields: readonly string[]): Spec {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !fields.includes(field)));
}
