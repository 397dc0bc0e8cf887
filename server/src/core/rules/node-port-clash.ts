import { isObject } from '../base/json.ts';
import { isAt } from '../kube/object-index.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { takersOf } from './workspace.ts';

/** A port of all nodes belongs to one Service, whatever its namespace; the same Service written twice is no clash. */
export const check: Check = (resource, setting) => {
  const { kind, name, namespace, value } = resource;
  if (kind !== 'Service') return [];
  return itemsAt(value, ['spec', 'ports']).flatMap((port, index) => {
    if (!isObject(port) || typeof port.nodePort !== 'number' || port.nodePort === 0) return [];
    const nodePort = `${typeof port.protocol === 'string' ? port.protocol : 'TCP'} ${port.nodePort}`;
    const other = takersOf(setting, nodePort).find(
      (each) =>
        !isAt(each, resource.document, resource.path) &&
        (each.definition.name !== name || (each.definition.namespace ?? 'default') !== (namespace ?? 'default')),
    );
    if (other === undefined) return [];
    const words = message('rules.nodePortClash', { port: port.nodePort, name: other.definition.name });
    const path = ['spec', 'ports', index, 'nodePort'];
    return [found(resource, path, words, { fixes: removal(resource, path) })];
  });
};
