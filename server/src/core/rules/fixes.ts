import { isObject, type Json, type JsonObject, type Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { appendItem, deleteEntry, deleteItem, insertEntry, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { renderBlock } from '../yaml/render.ts';
import { styleOf } from '../yaml/style.ts';
import type { Fix } from './finding.ts';

/** Writes `key: value` below `path`, in place of what stands there. What our own rules change is for a person to agree to. */
export function setting(resource: Resource, path: Path, key: string, value: Json): readonly Fix[] {
  const at = [...resource.path, ...path];
  const isThere = find(resource.document, [...at, key]).depth === at.length + 1;
  const edits = isThere ? replaceValue(resource.document, [...at, key], value) : insertEntry(resource.document, at, key, value);
  const title = message('editor.fix.insert', { text: typeof value === 'object' ? key : `${key}: ${String(value)}` });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

/** Adds an item to the list `key` below `path`; without one there, the list comes into being. */
export function adding(resource: Resource, path: Path, key: string, item: Json): readonly Fix[] {
  const at = [...resource.path, ...path];
  const isThere = find(resource.document, [...at, key]).depth === at.length + 1;
  const edits = isThere ? appendItem(resource.document, [...at, key], item) : insertEntry(resource.document, at, key, [item]);
  const title = message('editor.fix.insert', { text: typeof item === 'object' ? key : `${key}: ${String(item)}` });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

/** Takes the entry or the item at `path` away. */
export function removal(resource: Resource, path: Path): readonly Fix[] {
  const at = [...resource.path, ...path];
  const last = path.at(-1);
  const isItem = typeof last === 'number';
  const edits = isItem ? deleteItem(resource.document, at) : deleteEntry(resource.document, at);
  const title = isItem
    ? message('editor.fix.removeItem', { number: last + 1 })
    : message('editor.fix.removeField', { field: String(last) });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

/** Writes a new object behind the one found, as a document of its own. */
export function addingDocument({ document, path }: Resource, object: JsonObject): readonly Fix[] {
  const style = styleOf(document);
  if (path.length > 0 || style.json || /^\.\.\./m.test(document.text)) return [];
  const { lineBreak } = style;
  const end = document.text.length;
  const start = /\n$/.test(document.text) ? '' : lineBreak;
  const text = `${start}---${lineBreak}${renderBlock(object, style).lines.join(lineBreak)}${lineBreak}`;
  const title = message('rules.newObject', { kind: String(object.kind), name: nameOf(object) });
  return [{ title, safe: false, preferred: false, edits: [{ range: { start: end, end }, text }] }];
}

function nameOf({ metadata }: JsonObject): string {
  return isObject(metadata) ? String(metadata.name) : '';
}
