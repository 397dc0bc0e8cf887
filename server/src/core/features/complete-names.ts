import { isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TypedPlace } from '../kube/field-type.ts';
import { type Definition, podTemplateOf } from '../kube/reference-index.ts';
import { CLUSTER_SCOPED, fieldKey, keyHolder, referredKind, textBeside } from '../kube/references.ts';
import { allDefinitions, definitionsOfKind, type LocatedDefinition } from '../kube/snapshot.ts';
import { message } from '../text/text.ts';
import { type Choice, listBelow, type Surroundings, textBelow } from './surroundings.ts';

/** Names of the workspace that fit a place: other objects, their keys and ports, and names inside the same object. */
export function namesFor(place: TypedPlace, around: Surroundings): readonly Choice[] {
  const { field, owner } = place;
  if (field === undefined || owner === undefined) return labelValues(around);
  const holder = keyHolder(place);
  if (holder !== undefined) return keysOfNamed(around, holder);
  const key = fieldKey(owner.name, field.name);
  const kind = referredKind(around.object, around.path, place) ?? USUAL_KIND[key];
  if (kind !== undefined) return namesOfKind(around, kind);
  const special = SPECIAL[key];
  return special?.(around) ?? [];
}

/** What is mostly meant while the kind beside a name is not written yet. */
const USUAL_KIND: Readonly<Record<string, string>> = {
  'CrossVersionObjectReference.name': 'Deployment',
  'RoleRef.name': 'Role',
  'Subject.name': 'ServiceAccount',
};

/** Names that depend on what stands around them. */
const SPECIAL: Readonly<Record<string, (around: Surroundings) => readonly Choice[]>> = {
  'VolumeMount.name': (around) => namesInPod(around, ['volumes']).concat(claimTemplates(around)),
  'VolumeDevice.name': (around) => namesInPod(around, ['volumes']),
  'HTTPGetAction.port': containerPortChoices,
  'TCPSocketAction.port': containerPortChoices,
  'ServicePort.targetPort': (around) => selectedPorts(around),
  'ServiceBackendPort.name': (around) => servicePorts(around).filter(({ isNumber }) => isNumber !== true),
  'ServiceBackendPort.number': (around) => servicePorts(around).filter(({ isNumber }) => isNumber === true),
  'ResourceFieldSelector.containerName': (around) => namesInPod(around, ['containers'], ['initContainers']),
  'ContainerResourceMetricSource.container': (around) => targetContainers(around),
};

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

function choice({ uri, definition }: LocatedDefinition, text = definition.name): Choice {
  return { text, detail: message('editor.complete.fromFile', { kind: definition.kind, file: fileName(uri) }) };
}

function definitions(around: Surroundings, kind: string): readonly LocatedDefinition[] {
  const written = textBeside(around.object, around.path, 'namespace') ?? textBelow(around.object, ['metadata', 'namespace']);
  const namespace = CLUSTER_SCOPED.has(kind) ? undefined : written;
  return definitionsOfKind(around.snapshot, kind, namespace, around.uri);
}

function namesOfKind(around: Surroundings, kind: string): readonly Choice[] {
  const names = definitions(around, kind).map((each) => choice(each));
  return kind === 'Namespace' ? [...names, ...namespacesInUse(around)] : names;
}

function namespacesInUse(around: Surroundings): readonly Choice[] {
  const used = new Set<string>(['default']);
  for (const { definition } of allDefinitions(around.snapshot)) if (definition.namespace !== undefined) used.add(definition.namespace);
  return [...used].map((text) => ({ text }));
}

function keysOfNamed(around: Surroundings, kind: string): readonly Choice[] {
  const name = textBeside(around.object, around.path, 'name');
  return definitions(around, kind)
    .filter(({ definition }) => name === undefined || definition.name === name)
    .flatMap((each) => each.definition.keys.map((key) => choice(each, key)));
}

/** The pod spec around the cursor. */
function podSpecOf(around: Surroundings): Json | undefined {
  const template = podTemplateOf(around.object);
  return template?.spec;
}

function namesInPod(around: Surroundings, ...lists: readonly Path[]): readonly Choice[] {
  const spec = podSpecOf(around);
  return lists.flatMap((path) => listBelow(spec, path)).flatMap((each) => textChoices(isObject(each) ? each.name : undefined));
}

function claimTemplates(around: Surroundings): readonly Choice[] {
  return listBelow(around.object, ['spec', 'volumeClaimTemplates']).flatMap((each) => textChoices(valueAt(each, ['metadata', 'name'])));
}

function textChoices(value: Json | undefined): readonly Choice[] {
  return typeof value === 'string' && value !== '' ? [{ text: value }] : [];
}

/** Ports of the container that the cursor is in. */
function containerPortChoices(around: Surroundings): readonly Choice[] {
  const { path, object } = around;
  const at = path.findIndex((step, index) => typeof step === 'number' && /ontainers$/.test(String(path[index - 1])));
  return listBelow(object, [...path.slice(0, at + 1), 'ports']).flatMap((port) => {
    const number = valueAt(port, ['containerPort']);
    return [
      ...textChoices(valueAt(port, ['name'])),
      ...(typeof number === 'number' ? [{ text: String(number), isNumber: true as const }] : []),
    ];
  });
}

function portChoices(each: LocatedDefinition): readonly Choice[] {
  return each.definition.ports.flatMap(({ name, port }) => [
    ...(name === undefined ? [] : [choice(each, name)]),
    { ...choice(each, String(port)), isNumber: true as const },
  ]);
}

/** Ports of the pods that a Service's selector picks. */
function selectedPorts(around: Surroundings): readonly Choice[] {
  const selector = valueAt(around.object, ['spec', 'selector']);
  const isPicked = ({ podLabels }: Definition): boolean =>
    isObject(selector) && Object.entries(selector).every(([key, value]) => podLabels[key] === value);
  return [...allDefinitions(around.snapshot)]
    .filter(({ definition }) => definition.kind !== 'Service' && isPicked(definition))
    .flatMap(portChoices);
}

function servicePorts(around: Surroundings): readonly Choice[] {
  const name = textBelow(around.object, [...around.path.slice(0, -2), 'name']);
  return definitions(around, 'Service')
    .filter(({ definition }) => name === undefined || definition.name === name)
    .flatMap(portChoices);
}

function targetContainers(around: Surroundings): readonly Choice[] {
  const kind = textBelow(around.object, ['spec', 'scaleTargetRef', 'kind']) ?? 'Deployment';
  const name = textBelow(around.object, ['spec', 'scaleTargetRef', 'name']);
  return definitions(around, kind)
    .filter(({ definition }) => definition.name === name)
    .flatMap((each) =>
      listBelow(each.definition.document.value, ['spec', 'template', 'spec', 'containers']).flatMap((container) =>
        textChoices(valueAt(container, ['name'])),
      ),
    );
}

const SELECTORS = new Set(['matchLabels', 'selector', 'labels']);

function isLabelMap(path: Path): boolean {
  return SELECTORS.has(String(path.at(-1)));
}

/** Values that a label has elsewhere. */
function labelValues(around: Surroundings): readonly Choice[] {
  const key = around.path.at(-1);
  if (typeof key !== 'string' || !isLabelMap(around.path.slice(0, -1))) return [];
  const found: Choice[] = [];
  for (const each of allDefinitions(around.snapshot)) {
    const value = each.definition.podLabels[key];
    if (value !== undefined) found.push(choice(each, value));
  }
  return found;
}

/** Keys that a map of the API takes: labels in use, resources, what nodes are labelled with. */
export function keysForMap(around: Surroundings): readonly Choice[] {
  const { path } = around;
  const last = String(path.at(-1));
  if (last === 'requests' || last === 'limits')
    return RESOURCES[path.at(-3) === 'spec' && around.object.kind === 'PersistentVolumeClaim' ? 'claim' : 'container'];
  if (last === 'nodeSelector') return NODE_LABELS.map((text) => ({ text }));
  if (!isLabelMap(path)) return [];
  const keys = new Set<string>();
  for (const { definition } of allDefinitions(around.snapshot)) for (const key of Object.keys(definition.podLabels)) keys.add(key);
  const common = last === 'labels' ? COMMON_LABELS : [];
  return [...keys, ...common.filter((key) => !keys.has(key))].map((text) => ({ text }));
}

const RESOURCES = {
  container: ['cpu', 'memory', 'ephemeral-storage'].map((text) => ({ text })),
  claim: [{ text: 'storage' }],
} as const;

const COMMON_LABELS = [
  'app',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/component',
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/managed-by',
];

const NODE_LABELS = [
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
];
