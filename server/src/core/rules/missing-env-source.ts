import { didYouMean } from '../base/did-you-mean.ts';
import { type Json, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { setting as setTo } from './fixes.ts';
import { containersOf, itemsAt, textAt } from './pods.ts';
import { type Check, found, type RuleFinding, type Setting } from './rule.ts';
import { isNear, missingObject, objectsNamed } from './workspace.ts';

const SOURCES = [
  ['configMapKeyRef', 'ConfigMap'],
  ['secretKeyRef', 'Secret'],
] as const;

/** Environment variables whose ConfigMap, Secret or key is not written anywhere; optional ones may be missing. */
export const check: Check = (resource, setting) =>
  containersOf(resource).flatMap(({ path, container }) => [
    ...itemsAt(container, ['env']).flatMap((variable, index) =>
      SOURCES.flatMap(([field, kind]) => inSource(resource, variable, [...path, 'env', index], [field, kind], setting)),
    ),
    ...itemsAt(container, ['envFrom']).flatMap((source, index) =>
      (
        [
          ['configMapRef', 'ConfigMap'],
          ['secretRef', 'Secret'],
        ] as const
      ).flatMap(([field, kind]) => {
        const name = textAt(source, field, 'name');
        if (name === undefined || valueAt(source, [field, 'optional']) === true) return [];
        return missingObject(resource, { kind, name, path: [...path, 'envFrom', index, field, 'name'] }, setting);
      }),
    ),
  ]);

function inSource(
  resource: Resource,
  variable: Json,
  path: Path,
  [field, kind]: readonly [field: string, kind: string],
  setting: Setting,
): readonly RuleFinding[] {
  const name = textAt(variable, 'valueFrom', field, 'name');
  const key = textAt(variable, 'valueFrom', field, 'key');
  if (name === undefined || key === undefined || valueAt(variable, ['valueFrom', field, 'optional']) === true) return [];
  const place = [...path, 'valueFrom', field];
  const same = objectsNamed(setting, kind, name).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (same.length === 0) return missingObject(resource, { kind, name, path: [...place, 'name'] }, setting);
  const keys = same.flatMap(({ definition }) => definition.keys);
  if (keys.includes(key)) return [];
  const [near] = didYouMean(key, new Set(keys));
  const fixes = near === undefined ? [] : setTo(resource, place, 'key', near.text);
  return [found(resource, [...place, 'key'], message('rules.missingKey', { kind, name, key }), { fixes })];
}
