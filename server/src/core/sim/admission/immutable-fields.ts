import type { Container, Pod, PodSpec } from '../../generated/api.ts';
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
  ConfigMap: frozenData,
  Secret: frozenData,
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
  if (isEqual(without(spec, free), without(before, free))) return [];
  return ['spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'];
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
