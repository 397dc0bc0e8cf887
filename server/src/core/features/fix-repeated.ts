import { isArray, isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { replaceValue } from '../yaml/edit.ts';

/** A name or a path that an earlier item of the list has already: the next one that is free. */
export function fixRepeated(resource: Resource, { at }: VerdictError): readonly Fix[] {
  const key = at.at(-1);
  const value = valueAt(resource.value, at);
  if ((key !== 'name' && key !== 'mountPath') || typeof value !== 'string' || typeof at.at(-2) !== 'number') return [];
  const to = freeName(value, namesIn(resource.value, at.slice(0, -2), key));
  const edits = replaceValue(resource.document, [...resource.path, ...at], to);
  return edits.length === 0 ? [] : [{ title: message('editor.fix.replace', { text: to }), safe: false, preferred: true, edits }];
}

function namesIn(root: Json, list: Path, key: string): ReadonlySet<string> {
  const items = valueAt(root, list);
  return new Set(isArray(items) ? items.map((item) => (isObject(item) ? String(item[key]) : '')) : []);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
