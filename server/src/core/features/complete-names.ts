import { isObject, valueAt } from '../base/json.ts';
import type { TypedPlace } from '../kube/field-type.ts';
import { localNames } from '../kube/local-names.ts';
import { CLUSTER_SCOPED, fieldKey, keyHolderAt, referredKind, textBeside } from '../kube/references.ts';
import { podsSelectedBy } from '../kube/selected-pods.ts';
import { allDefinitions, definitionsOfKind, type LocatedDefinition } from '../kube/snapshot.ts';
import { message } from '../text/text.ts';
import { labelKeys, labelValuesFor, nodeLabelKeys } from './complete-labels.ts';
import { type Choice, listBelow, type Surroundings, textBelow } from './surroundings.ts';

/** Names of the workspace that fit a place: other objects, their keys and ports, and names inside the same object. */
export function namesFor(place: TypedPlace, around: Surroundings): readonly Choice[] {
  const { object, path } = around;
  const { field, owner } = place;
  if (field === undefined || owner === undefined) return labelValuesFor(around);
  const holder = keyHolderAt(object, path, place);
  if (holder !== undefined) return keysOf(around, holder.kind, holder.name);
  const key = fieldKey(owner.name, field.name);
  const kind = referredKind(object, path, place) ?? USUAL_KIND[key];
  if (kind !== undefined) return namesOfKind(around, kind);
  const local = localNames(object, path, place);
  if (local.length > 0) return local.map(({ value }) => ({ text: String(value), ...(typeof value === 'number' ? NUMBER : {}) }));
  return SPECIAL[key]?.(around) ?? [];
}

const NUMBER = { isNumber: true } as const;

/** What is mostly meant while the kind beside a name is not written yet. */
const USUAL_KIND: Readonly<Record<string, string>> = {
  'CrossVersionObjectReference.name': 'Deployment',
  'RoleRef.name': 'Role',
  'Subject.name': 'ServiceAccount',
};

/** Names that depend on what stands around them. */
const SPECIAL: Readonly<Record<string, (around: Surroundings) => readonly Choice[]>> = {
  'ServicePort.targetPort': (around) => selectedPorts(around),
  'ServiceBackendPort.name': (around) => servicePorts(around).filter(({ isNumber }) => isNumber !== true),
  'ServiceBackendPort.number': (around) => servicePorts(around).filter(({ isNumber }) => isNumber === true),
  'ContainerResourceMetricSource.container': (around) => targetContainers(around),
  'LabelSelectorRequirement.key': (around) => labelKeys(around),
  'NodeSelectorRequirement.key': (around) => nodeLabelKeys(around),
  'TopologySpreadConstraint.topologyKey': (around) => nodeLabelKeys(around),
  'PodAffinityTerm.topologyKey': (around) => nodeLabelKeys(around),
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

function keysOf(around: Surroundings, kind: string, name: string | undefined): readonly Choice[] {
  return definitions(around, kind)
    .filter(({ definition }) => name === undefined || definition.name === name)
    .flatMap((each) => each.definition.keys.map((key) => choice(each, key)));
}

function portChoices(each: LocatedDefinition): readonly Choice[] {
  return each.definition.ports.flatMap(({ name, port }) => [
    ...(name === undefined ? [] : [choice(each, name)]),
    { ...choice(each, String(port)), isNumber: true as const },
  ]);
}

/** Ports of the pods that a Service's selector picks. */
function selectedPorts({ object, snapshot }: Surroundings): readonly Choice[] {
  const selector = valueAt(object, ['spec', 'selector']);
  return isObject(selector) ? podsSelectedBy(snapshot, selector, textBelow(object, ['metadata', 'namespace'])).flatMap(portChoices) : [];
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
      listBelow(each.definition.document.value, [...each.definition.at, 'spec', 'template', 'spec', 'containers']).flatMap((container) => {
        const text = textBelow(container, ['name']);
        return text === undefined ? [] : [{ text }];
      }),
    );
}
