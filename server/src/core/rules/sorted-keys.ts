import { compareGo } from '../base/go-text.ts';
import { isArray, isObject, type Json, type Path } from '../base/json.ts';
import { message } from '../text/text.ts';
import { type Check, found, type RuleFinding } from './rule.ts';

/** The first key of each map that stands behind one it should precede. */
export const check: Check = (resource) =>
  misplaced(resource.value, []).map(({ path, before }): RuleFinding => {
    const words = message('rules.sortedKeys', { key: String(path.at(-1)), before });
    return found(resource, path, words, { onKey: true });
  });

function misplaced(value: Json, at: Path): readonly { readonly path: Path; readonly before: string }[] {
  if (isArray(value)) return value.flatMap((item, index) => misplaced(item, [...at, index]));
  if (!isObject(value)) return [];
  const keys = Object.keys(value);
  const wrong = keys.findIndex((key, index) => index > 0 && compareGo(keys[index - 1] ?? '', key) > 0);
  const key = keys[wrong];
  const own = key === undefined ? [] : [{ path: [...at, key], before: keys[wrong - 1] ?? '' }];
  return [...own, ...Object.entries(value).flatMap(([each, inner]) => misplaced(inner, [...at, each]))];
}
