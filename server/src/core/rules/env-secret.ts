import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { renameKey, replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { containersOf, itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';
import { isLiteralSecret, namesSecret } from './secret-words.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    itemsAt(container, ['env']).flatMap((each, index) => {
      const name = textAt(each, 'name');
      if (name === undefined || !namesSecret(name) || !isLiteralSecret(textAt(each, 'value'))) return [];
      const place = [...path, 'env', index, 'value'];
      return [found(resource, place, message('rules.envSecret', { name }), { fixes: reference(resource, place, name) })];
    }),
  );

/** The Secret has to be made yet: the fix writes only where it will be looked for. */
function reference(resource: Resource, place: Path, key: string): readonly Fix[] {
  const at = [...resource.path, ...place];
  const name = resource.name ?? 'app';
  const source: Json = { secretKeyRef: { name, key } };
  const edits = [...renameKey(resource.document, at, 'valueFrom'), ...replaceValue(resource.document, at, source)];
  return edits.length < 2 ? [] : [{ title: message('rules.useSecret', { name }), safe: false, preferred: false, edits }];
}
