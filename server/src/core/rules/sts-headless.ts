import { valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import type { Fix } from './finding.ts';
import { addingDocument } from './fixes.ts';
import { itemsAt, labelsOf, podMetadataOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { isNear, missingObject, objectsNamed, readObject } from './workspace.ts';

/** Only a headless Service gives each pod of a StatefulSet a name of its own. */
export const check: Check = (resource, setting) => {
  const name = textAt(resource.value, 'spec', 'serviceName');
  if (resource.kind !== 'StatefulSet' || name === undefined) return [];
  const path = ['spec', 'serviceName'];
  const services = objectsNamed(setting, 'Service', name).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (services.length === 0) {
    const create = headlessService(resource, name);
    return missingObject(resource, { kind: 'Service', name, path }, setting).map((each) => ({
      ...each,
      fixes: [...create, ...each.fixes],
    }));
  }
  const isHeadless = services.some((service) => valueAt(readObject(setting, service), ['spec', 'clusterIP']) === 'None');
  return isHeadless ? [] : [found(resource, path, message('rules.stsHeadless', { name }))];
};

function headlessService(resource: Resource, name: string): readonly Fix[] {
  const [port] = itemsAt(resource.value, ['spec', 'template', 'spec', 'containers']).flatMap((each) => itemsAt(each, ['ports']));
  const number = valueAt(port, ['containerPort']);
  const { namespace } = resource;
  return addingDocument(resource, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      clusterIP: 'None',
      selector: labelsOf(podMetadataOf(resource)),
      ...(typeof number === 'number' ? { ports: [{ port: number }] } : {}),
    },
  });
}
