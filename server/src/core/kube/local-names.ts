import { isArray, isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TypedPlace } from './field-type.ts';
import { fieldKey } from './references.ts';

/**
 * Where, in the same object, that which the value at `path` names is written: a volume of a mount, a container, the port of a
 * probe, the claim of a container.
 */
export function localDefinitionAt(object: JsonObject, path: Path, place: TypedPlace): LocalDefinition | undefined {
  const wanted = valueAt(object, path);
  const found = wanted === undefined || wanted === null ? undefined : localNames(object, path, place).find(({ value }) => value === wanted);
  return found?.at;
}

/** All that the field at `path` may name in its own object, in the order of the lists that hold it. */
export function localNames(object: JsonObject, path: Path, { owner, field, type }: TypedPlace): readonly LocalName[] {
  const lists = owner === undefined || field === undefined ? undefined : LOCAL_LISTS[fieldKey(owner.name, field.name)];
  if (lists === undefined) return [];
  return lists.flatMap(({ from, list, names }) => {
    const base = baseOf(from, path);
    const items = valueAt(object, [...base, ...list]);
    return (isArray(items) ? items : []).flatMap((item, index) =>
      names.flatMap((name): readonly LocalName[] => {
        const value = isObject(item) ? valueAt(item, name) : undefined;
        const fits = typeof value === 'number' || (typeof value === 'string' && value !== '' && type.is !== 'int32');
        const at = { item: [...base, ...list, index], name: [...base, ...list, index, ...name] };
        return fits ? [{ value, at }] : [];
      }),
    );
  });
}

/** Where the lists begin: at the container around a path, at its pod, at the object. */
function baseOf(from: LocalList['from'], path: Path): Path {
  const at = path.findIndex((step, index) => typeof step === 'number' && /ontainers$/.test(String(path[index - 1])));
  if (from === 'container') return path.slice(0, at + 1);
  if (from === 'object') return [];
  return at < 0 ? [...path.slice(0, Math.max(0, path.indexOf('podFailurePolicy'))), 'template', 'spec'] : path.slice(0, at - 1);
}

export interface LocalName {
  readonly value: string | number;
  readonly at: LocalDefinition;
}

export interface LocalDefinition {
  readonly item: Path;
  /** Of its name, or of the number it goes by. */
  readonly name: Path;
}

interface LocalList {
  readonly from: 'object' | 'pod' | 'container';
  readonly list: Path;
  /** Where an item of the list has its name. */
  readonly names: readonly Path[];
}

const NAME: readonly Path[] = [['name']];
const VOLUMES: readonly LocalList[] = [
  { from: 'pod', list: ['volumes'], names: NAME },
  { from: 'object', list: ['spec', 'volumeClaimTemplates'], names: [['metadata', 'name']] },
];
const PORTS: readonly LocalList[] = [{ from: 'container', list: ['ports'], names: [['name'], ['containerPort']] }];
const CONTAINERS: readonly LocalList[] = [
  { from: 'pod', list: ['containers'], names: NAME },
  { from: 'pod', list: ['initContainers'], names: NAME },
];

const LOCAL_LISTS: Readonly<Record<string, readonly LocalList[]>> = {
  'VolumeMount.name': VOLUMES,
  'VolumeDevice.name': VOLUMES,
  'FileKeySelector.volumeName': VOLUMES,
  'HTTPGetAction.port': PORTS,
  'TCPSocketAction.port': PORTS,
  'GRPCAction.port': PORTS,
  'ResourceClaim.name': [{ from: 'pod', list: ['resourceClaims'], names: NAME }],
  'ResourceFieldSelector.containerName': CONTAINERS,
  'EphemeralContainer.targetContainerName': CONTAINERS,
  'PodFailurePolicyOnExitCodesRequirement.containerName': CONTAINERS,
};
