import { isArray, isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { deleteItem, replaceValue } from '../yaml/edit.ts';

/**
 * What an earlier item of the list has already. An item that says the same as an earlier one goes; else a name or a path
 * becomes the next one that is free.
 */
export function fixRepeated(resource: Resource, { at }: VerdictError): readonly Fix[] {
  const key = at.at(-1);
  const item = typeof key === 'number' ? at : at.slice(0, -1);
  const fixes = [removal(resource, item), key === 'name' || key === 'mountPath' ? anotherName(resource, at, key) : []].flat();
  return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
}

function removal(resource: Resource, at: Path): readonly Fix[] {
  const index = at.at(-1);
  const items = valueAt(resource.value, at.slice(0, -1));
  if (typeof index !== 'number' || !isArray(items)) return [];
  const said = JSON.stringify(items[index]);
  if (!items.slice(0, index).some((each) => JSON.stringify(each) === said)) return [];
  const edits = deleteItem(resource.document, [...resource.path, ...at]);
  const title = message('editor.fix.removeItem', { number: index + 1 });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

function anotherName(resource: Resource, at: Path, key: string): readonly Fix[] {
  const value = valueAt(resource.value, at);
  if (typeof value !== 'string' || typeof at.at(-2) !== 'number') return [];
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
