import { isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { POD_MAKERS } from '../kube/object-index.ts';
import { allDefinitions } from '../kube/snapshot.ts';
import type { Choice, Surroundings } from './surroundings.ts';

/** Keys that a map of the API takes: labels in use, resources, what nodes are labelled with. */
export function keysForMap(around: Surroundings): readonly Choice[] {
  const { path, object } = around;
  const last = String(path.at(-1));
  if (last === 'requests' || last === 'limits') {
    return path.at(-3) === 'spec' && object.kind === 'PersistentVolumeClaim' ? CLAIM_RESOURCES : CONTAINER_RESOURCES;
  }
  if (last === 'nodeSelector') return nodeLabelKeys(around);
  if (last === 'labels') return unique([...labelKeys(around), ...COMMON_LABELS.map((text) => ({ text }))]);
  return LABEL_MAPS.has(last) ? labelKeys(around) : [];
}

/** Values that a label has elsewhere: at an entry of a map of labels, or an item of the `values` of a requirement. */
export function labelValuesFor(around: Surroundings): readonly Choice[] {
  const { path, object } = around;
  const key = path.at(-1);
  if (typeof key === 'string') {
    const map = String(path.at(-2));
    if (map === 'nodeSelector') return valuesOf(key, nodeLabels(around));
    return LABEL_MAPS.has(map) ? valuesOf(key, labelsMeant(around)) : [];
  }
  if (path.at(-2) !== 'values') return [];
  const required = valueAt(object, [...path.slice(0, -2), 'key']);
  const isOfNodes = path.includes('nodeSelectorTerms') || path.includes('preference');
  return typeof required === 'string' ? valuesOf(required, isOfNodes ? nodeLabels(around) : labelsMeant(around)) : [];
}

/** Labels of pods and of what makes them, or of namespaces. */
export function labelKeys(around: Surroundings): readonly Choice[] {
  return unique(labelsMeant(around).flatMap((labels) => Object.keys(labels).map((text) => ({ text }))));
}

/** Labels of the nodes in the workspace, and those that every node has. */
export function nodeLabelKeys(around: Surroundings): readonly Choice[] {
  return unique([...nodeLabels(around).flatMap(Object.keys), ...NODE_LABELS].map((text) => ({ text })));
}

const LABEL_MAPS: ReadonlySet<string> = new Set(['matchLabels', 'selector', 'labels']);

const CONTAINER_RESOURCES: readonly Choice[] = ['cpu', 'memory', 'ephemeral-storage'].map((text) => ({ text }));
const CLAIM_RESOURCES: readonly Choice[] = [{ text: 'storage' }];

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

type Labels = Readonly<Record<string, Json>>;

function unique(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.text, choice])).values()];
}

function valuesOf(key: string, all: readonly Labels[]): readonly Choice[] {
  return unique(all.flatMap((labels) => (Object.hasOwn(labels, key) && typeof labels[key] === 'string' ? [{ text: labels[key] }] : [])));
}

/** Labels that may be meant: of namespaces where those are picked, else of pods. */
function labelsMeant(around: Surroundings): readonly Labels[] {
  return around.path.includes('namespaceSelector') ? namespaceLabels(around) : podLabels(around);
}

/** The server labels every namespace with its name. */
function namespaceLabels({ snapshot }: Surroundings): readonly Labels[] {
  return allDefinitions(snapshot).flatMap(({ definition: { kind, name, podLabels } }) =>
    kind === 'Namespace' ? [{ ...podLabels, 'kubernetes.io/metadata.name': name }] : [],
  );
}

/** The labels of the object around the cursor come from the text as it stands there: half a word is no label of anybody. */
function podLabels(around: Surroundings): readonly Labels[] {
  const { snapshot, object, path } = around;
  const name = valueAt(object, ['metadata', 'name']);
  const others = allDefinitions(snapshot).filter(({ uri, definition }) => {
    const isItself = uri === around.uri && definition.kind === object.kind && definition.name === name;
    return POD_MAKERS.includes(definition.kind) && !isItself;
  });
  const here = [String(path), String(path.slice(0, -1))];
  const own = OWN_LABELS.map((at) => (here.includes(String(at)) ? undefined : valueAt(object, at)));
  return [...own.filter((labels): labels is JsonObject => isObject(labels)), ...others.map(({ definition }) => definition.podLabels)];
}

const OWN_LABELS: readonly Path[] = [
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['metadata', 'labels'],
];

function nodeLabels({ snapshot }: Surroundings): readonly Labels[] {
  return allDefinitions(snapshot).flatMap(({ definition }) => (definition.kind === 'Node' ? [definition.podLabels] : []));
}
