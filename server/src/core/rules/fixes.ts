import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { appendItem, deleteEntry, insertEntry, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
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

/** Takes the entry at `path` away. */
export function removal(resource: Resource, path: Path): readonly Fix[] {
  const edits = deleteEntry(resource.document, [...resource.path, ...path]);
  const title = message('editor.fix.removeField', { field: String(path.at(-1)) });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}
