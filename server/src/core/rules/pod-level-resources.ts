import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { moveEntry } from '../yaml/edit.ts';
import { itemsAt, podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** The version from which such resources count without switching anything on. */
const ON_BY_DEFAULT = 34;

/** `resources` beside `containers` caps the pod as a whole, which is rarely what was meant. */
export const check: Check = (resource, { catalog }) => {
  const pod = podOf(resource);
  if (pod === undefined || !isObject(pod.spec.resources)) return [];
  const isOn = Number(catalog.version.split('.')[1]) >= ON_BY_DEFAULT;
  const path = [...pod.path, 'resources'];
  const [container, ...others] = itemsAt(pod.spec, ['containers']);
  const isAlone = others.length === 0 && isObject(container) && !('resources' in container);
  const from = [...resource.path, ...path];
  const edits = isAlone ? moveEntry(resource.document, from, [...resource.path, ...pod.path, 'containers', 0]) : [];
  const title = message('editor.fix.move', { field: 'resources', to: 'containers[0]' });
  const fixes = edits.length === 0 ? [] : [{ title, safe: false, preferred: !isOn, edits }];
  const finding = found(resource, path, message(isOn ? 'rules.podResources' : 'rules.podResourcesOff'), { fixes, onKey: true });
  return [isOn ? finding : { ...finding, severity: 'warning' }];
};
