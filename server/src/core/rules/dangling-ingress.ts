import { type Json, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { itemsAt, textAt } from './pods.ts';
import { type Check, found, type RuleFinding, type Setting } from './rule.ts';
import { isNear, missingObject, objectsNamed } from './workspace.ts';

export const check: Check = (resource, setting) => {
  if (resource.kind !== 'Ingress') return [];
  const paths = itemsAt(resource.value, ['spec', 'rules']).flatMap((rule, index) =>
    itemsAt(rule, ['http', 'paths']).map((_, position): Path => ['spec', 'rules', index, 'http', 'paths', position, 'backend']),
  );
  const backends: readonly Path[] = [['spec', 'defaultBackend'], ...paths];
  return backends.flatMap((path) => inBackend(resource, valueAt(resource.value, path), path, setting));
};

function inBackend(resource: Resource, backend: Json | undefined, path: Path, setting: Setting): readonly RuleFinding[] {
  const name = textAt(backend, 'service', 'name');
  if (name === undefined) return [];
  const services = objectsNamed(setting, 'Service', name).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (services.length === 0) return missingObject(resource, { kind: 'Service', name, path: [...path, 'service', 'name'] }, setting);
  const ports = services.flatMap(({ definition }) => definition.ports);
  return (['name', 'number'] as const).flatMap((field) => {
    const port = valueAt(backend, ['service', 'port', field]);
    if (port === undefined || ports.some((each) => (field === 'name' ? each.name : each.port) === port)) return [];
    return [found(resource, [...path, 'service', 'port', field], message('rules.missingPort', { name, port: String(port) }))];
  });
}
