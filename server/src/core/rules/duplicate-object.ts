import { isAt } from '../kube/object-index.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';
import { objectsNamed } from './workspace.ts';

/** Two objects of one kind, name and namespace in one file: whichever is applied last wins. */
export const check: Check = (resource, setting) => {
  const { apiVersion, kind, name, namespace, document } = resource;
  if (name === undefined || resource.path.length > 0) return [];
  const same = objectsNamed(setting, kind, name).filter(
    ({ uri, definition }) =>
      uri === setting.uri && definition.apiVersion === apiVersion && (definition.namespace ?? 'default') === (namespace ?? 'default'),
  );
  const isFirst = same[0] !== undefined && isAt(same[0], document, []);
  return same.length < 2 || isFirst ? [] : [found(resource, ['metadata', 'name'], message('rules.duplicateObject', { kind, name }))];
};
