import { isObject } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { deleteEntry, inTurn, replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const type = textAt(resource.value, 'spec', 'type');
  if (resource.kind !== 'Service' || (type !== 'NodePort' && type !== 'LoadBalancer')) return [];
  return [found(resource, ['spec', 'type'], message('rules.exposedService', { type }), { fixes: inside(resource) })];
};

/** Other fields that only an exposed Service may have are for a person to take away. */
function inside(resource: Resource): readonly Fix[] {
  const spec = [...resource.path, 'spec'];
  const nodePorts = itemsAt(resource.value, ['spec', 'ports']).flatMap((port, index) =>
    isObject(port) && port.nodePort !== undefined ? [[...spec, 'ports', index, 'nodePort']] : [],
  );
  const edits = inTurn(resource.document, [
    (document) => replaceValue(document, [...spec, 'type'], 'ClusterIP'),
    ...nodePorts.map((path) => (document: typeof resource.document) => deleteEntry(document, path)),
  ]);
  const title = message('editor.fix.replace', { text: 'ClusterIP' });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}
