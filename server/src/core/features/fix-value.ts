import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import { isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { renameKey, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { columnOf } from '../yaml/style.ts';
import { fixBounds } from './fix-bounds.ts';
import { wellFormed } from './fix-form.ts';

/** How many values are offered. */
const MOST_SUGGESTIONS = 3;

/** A value that is none of those allowed: a near one, or two written as one. */
export function fixUnsupported(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const allowed = error.allowed ?? valuesAt(resource, error, catalog);
  const parts = typeof error.value === 'string' ? error.value.split(/\s*[/,|]\s*|\s+/).filter((part) => part !== '') : [];
  if (parts.length > 1 && typeof error.at.at(-1) === 'number' && parts.every((part) => allowed.includes(part))) {
    return splitItem(resource, error.at, parts);
  }
  const near = allowed.includes(String(error.value)) ? [] : didYouMean(String(error.value ?? ''), allowed);
  const others = allowed.filter((each) => each !== error.value);
  const meant =
    others.find((each) => inLookalikes(each) === inLookalikes(String(error.value))) ??
    clearlyMeant(near) ??
    (others.length === 1 ? others[0] : undefined);
  const ordered = near.length > 0 ? near.map(({ text }) => text) : others;
  return ordered.slice(0, MOST_SUGGESTIONS).map((text) => {
    const isCase = text.toLowerCase() === String(error.value).toLowerCase();
    return replacement(resource, error.at, text, text === meant, text === meant && isCase);
  });
}

/** Letters and digits that look the same are one: `ln` was `In`. */
function inLookalikes(text: string): string {
  return text.toLowerCase().replace(/[l1|]/g, 'i').replaceAll('0', 'o');
}

/** A malformed value that can be written well: names, names of ports, amounts, and values that have to agree with others. */
export function fixInvalid(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { at, value, detail } = error;
  const above = /must be less than or equal to (\S+) limit/.exec(detail)?.[1];
  if (above !== undefined) return fixRequest(resource, at, above);
  const bound = fixBounds(resource, error);
  if (bound.length > 0 || typeof value !== 'string') return bound;
  if (valuesAt(resource, error, catalog).length > 0) return fixUnsupported(resource, error, catalog);
  const written = wellFormed(error, value);
  return written === undefined || written === value || written === '' ? [] : rewritten(resource, at, value, written);
}

/** What is told of labels, annotations or data as a whole is mended at the key or the value that it is about. */
function rewritten(resource: Resource, at: Path, value: string, written: Json): readonly Fix[] {
  const there = valueAt(resource.value, at);
  const place = [...resource.path, ...at];
  if (at.at(-1) === value && isObject(valueAt(resource.value, at.slice(0, -1)))) return renamed(resource, place, value, written);
  if (!isObject(there)) return [replacement(resource, at, written, true, false)];
  if (value in there) return renamed(resource, [...place, value], value, written);
  const key = Object.keys(there).find((each) => there[each] === value);
  return key === undefined ? [] : [replacement(resource, [...at, key], written, true, false)];
}

function renamed({ document }: Resource, place: Path, from: string, to: Json): readonly Fix[] {
  const title = message('editor.fix.rename', { from, to: String(to) });
  return [{ title, safe: false, preferred: true, edits: renameKey(document, place, String(to)) }];
}

function fixRequest(resource: Resource, at: Path, name: string): readonly Fix[] {
  const base = at.slice(0, at.lastIndexOf('resources') + 1);
  const limit = valueAt(resource.value, [...base, 'limits', name]);
  const request = valueAt(resource.value, [...base, 'requests', name]);
  if (limit === undefined || request === undefined) return [];
  return [
    replacement(resource, [...base, 'limits', name], request, false, false, [`limits.${name}`, String(request)]),
    replacement(resource, [...base, 'requests', name], limit, true, false, [`requests.${name}`, String(limit)]),
  ].sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

function splitItem({ document, path }: Resource, at: Path, parts: readonly string[]): readonly Fix[] {
  const { node } = find(document, [...path, ...at]);
  const list = find(document, [...path, ...at.slice(0, -1)]).node;
  if (node === undefined || list?.is !== 'list') return [];
  const lineBreak = document.text.includes('\r\n') ? '\r\n' : '\n';
  const between = list.flow ? ', ' : `${lineBreak}${' '.repeat(columnOf(document.text, list.range.start))}- `;
  return [fix(message('editor.fix.replace', { text: parts.join(', ') }), [{ range: node.range, text: parts.join(between) }], true)];
}

function valuesAt({ known }: Resource, { at }: VerdictError, catalog: Catalog): readonly string[] {
  const field = known && typeAt(catalog, known, at)?.field;
  return field?.otherValues === true ? [] : (field?.values ?? []);
}

export function replacement(
  resource: Resource,
  at: Path,
  value: Json,
  preferred: boolean,
  safe: boolean,
  names?: readonly [string, string],
): Fix {
  const place = [...resource.path, ...at];
  // What is told of a list or a map as a whole has no value of its own to be replaced.
  const isWord = find(resource.document, place).node?.is === 'scalar';
  const edits = isWord ? replaceValue(resource.document, place, value) : [];
  const title =
    names === undefined
      ? message('editor.fix.replace', { text: String(value) })
      : message('editor.fix.rename', { from: names[0], to: names[1] });
  return { title, safe, preferred, edits };
}

function fix(title: Message, edits: readonly TextEdit[], preferred: boolean): Fix {
  return { title, safe: false, preferred, edits };
}
