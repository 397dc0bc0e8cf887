import type { JsonObject } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { CursorSite } from '../yaml/cursor-site.ts';
import type { Document } from '../yaml/document.ts';

/** What a manifest may begin with, before anything tells its kind. */
const FIRST_KEYS = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'data', 'stringData']);
const TOP_FIELDS = new WeakMap<Catalog, ReadonlySet<string>>();

/** Whether a map is a document of another tool: it has keys of its own, and no kind that the catalog knows. `word` is being written. */
export function isForeign(object: JsonObject, catalog: Catalog, word: string): boolean {
  const { apiVersion, kind, metadata } = object;
  if (typeof kind === 'string' && catalog.kindsNamed(kind).length > 0) return false;
  const isServed = catalog.kinds.some((known) => known.apiVersion === apiVersion);
  if (isServed && metadata !== undefined) return false;
  const usual = apiVersion === undefined ? FIRST_KEYS : topFieldsOf(catalog);
  const isBegun = isServed || [...FIRST_KEYS].some((key) => key.startsWith(word));
  return Object.keys(object).some((key) => !usual.has(key) && !(isBegun && key === word));
}

function topFieldsOf(catalog: Catalog): ReadonlySet<string> {
  const known = TOP_FIELDS.get(catalog);
  if (known !== undefined) return known;
  const fields = new Set(catalog.kinds.flatMap(({ type }) => [...(catalog.type(type)?.fields.keys() ?? [])]));
  TOP_FIELDS.set(catalog, fields);
  return fields;
}

/** Whether a document has nothing but the word at the cursor and comments. */
export function isAlone({ text }: Document, { replace }: CursorSite): boolean {
  const rest = `${text.slice(0, replace.start)}\n${text.slice(replace.end)}`;
  return /^(?:[ \t]*(?:#.*|:)?(?:\r?\n|$))*$/.test(rest);
}
