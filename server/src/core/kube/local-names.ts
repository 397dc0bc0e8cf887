import { isArray, isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TypedPlace } from './field-type.ts';
import { fieldKey } from './references.ts';

/**
 * Where, in the same object, that which the value at `path` names is written: a volume of a mount, a container, the port of a
 * probe, the claim of a container.
 */
export function localDefinitionAt(object: JsonObject, path: Path, { owner, field }: TypedPlace): LocalDefinition | undefined {
  const wanted = valueAt(object, path);
  if (owner === undefined || field === undefined || (typeof wanted !== 'string' && typeof wanted !== 'number')) return undefined;
  const lists = LOCAL_LISTS[fieldKey(owner.name, field.name)];
  if (lists === undefined) return undefined;
  const at = path.findIndex((step, index) => typeof step === 'number' && /ontainers$/.test(String(path[index - 1])));
  const pod = at < 0 ? [...path.slice(0, Math.max(0, path.indexOf('podFailurePolicy'))), 'template', 'spec'] : path.slice(0, at - 1);
  for (const { from, list, names } of lists) {
    const base = from === 'container' ? path.slice(0, at + 1) : from === 'pod' ? pod : [];
    const items = valueAt(object, [...base, ...list]);
    for (const name of names) {
      const index = isArray(items) ? items.findIndex((item) => isObject(item) && valueAt(item, name) === wanted) : -1;
      if (index >= 0) return { item: [...base, ...list, index], name: [...base, ...list, index, ...name] };
    }
  }
  return undefined;
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
