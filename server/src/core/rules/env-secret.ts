import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { renameKey, replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { containersOf, itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** The end of a name tells what it holds: `DB_PASSWORD` is one, `DB_PASSWORD_FILE` and `TOKEN_URL` are not. */
const SECRET_NAME = /(?:^|_)(?:secret|password|passwd|passphrase|token|credentials?|(?:api|private|secret|access)_?key)$/;

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    itemsAt(container, ['env']).flatMap((each, index) => {
      const name = textAt(each, 'name');
      if (name === undefined || !SECRET_NAME.test(asWords(name)) || !isLiteral(textAt(each, 'value'))) return [];
      const place = [...path, 'env', index, 'value'];
      return [found(resource, place, message('rules.envSecret', { name }), { fixes: reference(resource, place, name) })];
    }),
  );

/** `dbPassword` and `DB-PASSWORD` as `db_password`. */
function asWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[-.]/g, '_')
    .toLowerCase();
}

/** Switches (`ALLOW_EMPTY_PASSWORD: "yes"`), paths of files, and values taken from other variables are no secrets. */
function isLiteral(value: string | undefined): boolean {
  return value !== undefined && !/^(?:true|false|yes|no|on|off|0|1|\/.*|.*\$\(.*)$/i.test(value);
}

/** The Secret has to be made yet: the fix writes only where it will be looked for. */
function reference(resource: Resource, place: Path, key: string): readonly Fix[] {
  const at = [...resource.path, ...place];
  const name = resource.name ?? 'app';
  const source: Json = { secretKeyRef: { name, key } };
  const edits = [...renameKey(resource.document, at, 'valueFrom'), ...replaceValue(resource.document, at, source)];
  return edits.length < 2 ? [] : [{ title: message('rules.useSecret', { name }), safe: false, preferred: false, edits }];
}
