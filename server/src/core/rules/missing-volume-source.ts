import { type Json, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import { type Check, found, type RuleFinding, type Setting } from './rule.ts';
import { isNear, missingObject, objectsNamed } from './workspace.ts';

const SOURCES = [
  { field: 'configMap', naming: 'name', kind: 'ConfigMap' },
  { field: 'secret', naming: 'secretName', kind: 'Secret' },
  { field: 'persistentVolumeClaim', naming: 'claimName', kind: 'PersistentVolumeClaim' },
];
const PROJECTED = [
  { field: 'configMap', naming: 'name', kind: 'ConfigMap' },
  { field: 'secret', naming: 'name', kind: 'Secret' },
];

/** Volumes whose ConfigMap, Secret, key or claim is not written anywhere; optional ones may be missing. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const templates = itemsAt(resource.value, ['spec', 'volumeClaimTemplates']).map((each) => textAt(each, 'metadata', 'name'));
  return itemsAt(pod.spec, ['volumes']).flatMap((volume, index) => {
    // The StatefulSet puts the claim of its template in place of such a volume.
    if (resource.kind === 'StatefulSet' && templates.includes(textAt(volume, 'name'))) return [];
    const path = [...pod.path, 'volumes', index];
    const projected = itemsAt(volume, ['projected', 'sources']).flatMap((source, at) =>
      PROJECTED.flatMap((each) => inSource(resource, source, [...path, 'projected', 'sources', at], each, setting)),
    );
    return [...SOURCES.flatMap((each) => inSource(resource, volume, path, each, setting)), ...projected];
  });
};

function inSource(
  resource: Resource,
  owner: Json,
  path: Path,
  { field, naming, kind }: (typeof SOURCES)[number],
  setting: Setting,
): readonly RuleFinding[] {
  const name = textAt(owner, field, naming);
  if (name === undefined || valueAt(owner, [field, 'optional']) === true) return [];
  const same = objectsNamed(setting, kind, name).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (same.length === 0) return missingObject(resource, { kind, name, path: [...path, field, naming] }, setting);
  const keys = same.flatMap(({ definition }) => definition.keys);
  return itemsAt(owner, [field, 'items']).flatMap((item, index) => {
    const key = textAt(item, 'key');
    if (key === undefined || keys.includes(key)) return [];
    return [found(resource, [...path, field, 'items', index, 'key'], message('rules.missingKey', { kind, name, key }))];
  });
}
