import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { deleteEntry, insertEntry, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import type { Fix } from './finding.ts';

/** Writes `key: value` below `path`, in place of what stands there. What our own rules change is for a person to agree to. */
export function setting(resource: Resource, path: Path, key: string, value: Json): readonly Fix[] {
  const at = [...resource.path, ...path];
  const isThere = find(resource.document, [...at, key]).depth === at.length + 1;
  const edits = isThere ? replaceValue(resource.document, [...at, key], value) : insertEntry(resource.document, at, key, value);
  const title = message('editor.fix.insert', { text: `${key}: ${String(value)}` });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

/** Takes the entry at `path` away. */
export function removal(resource: Resource, path: Path): readonly Fix[] {
  const edits = deleteEntry(resource.document, [...resource.path, ...path]);
  const title = message('editor.fix.removeField', { field: String(path.at(-1)) });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}
