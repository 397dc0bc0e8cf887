import { isArray, isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Catalog, FieldType, Kind } from '../kube/catalog.ts';
import { objectTypeOf, typeAt } from '../kube/field-type.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import { TOOL_CATALOG, toolKindOf } from '../kube/tool-file.ts';
import { CURSOR_MARK, type CursorSite, siteAt } from '../yaml/cursor-site.ts';
import type { Document } from '../yaml/document.ts';
import { plainOrQuoted } from '../yaml/quote.ts';
import { completeHeader } from './complete-header.ts';
import { completeFields, completeItem } from './complete-keys.ts';
import { keysForMap } from './complete-labels.ts';
import { completeSkeletons } from './complete-skeletons.ts';
import { asCompletions, completeValues } from './complete-values.ts';
import { type Completion, type CompletionList, literally, NOTHING } from './completion.ts';
import { isAlone, isForeign } from './foreign.ts';
import type { Surroundings } from './surroundings.ts';

/** What a completion is asked about. */
export interface CompletionRequest {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly catalog: Catalog;
  readonly document: Document;
  /** In the document's own text. */
  readonly offset: number;
}

/** What may be written at the cursor; nothing where Kubernetes has nothing to say. */
export function complete({ snapshot, uri, catalog: served, document, offset }: CompletionRequest): CompletionList {
  const site = siteAt(document, offset);
  if (site === undefined) return NOTHING;
  const base = objectPathOf(site);
  const object = valueAt(site.document.value, base);
  if (!isObject(object)) return isStart(site) && isAlone(document, site) ? startOf(site, served) : NOTHING;
  if (base.length === 0 && isOfOtherTool(document, object, site, served)) return NOTHING;
  const tool = toolKindOf(object) ?? (isObject(document.value) ? toolKindOf(document.value) : undefined);
  const catalog = tool === undefined ? served : TOOL_CATALOG;
  const kind = tool ?? kindOf(object, catalog);
  const around: Surroundings = { snapshot, catalog, uri, object, kind, path: site.path.slice(base.length) };
  if (around.path.length === 0 && site.is === 'key') return completeTop(site, kind, around, isAlone(document, site));
  const [top] = around.path;
  if (around.path.length === 1 && site.is === 'value' && (top === 'apiVersion' || top === 'kind')) {
    return listOf(completeHeader(site, top, around));
  }
  return kind === undefined ? completeMetadata(site, around) : completeInside(site, kind, around);
}

/** The object around the cursor: an item of a List or the document. */
function objectPathOf(site: CursorSite): Path {
  const { path, document } = site;
  const isList = isObject(document.value) && document.value.kind === 'List';
  return isList && path[0] === 'items' && typeof path[1] === 'number' ? path.slice(0, 2) : [];
}

/** The kind as written; by its name alone while the apiVersion is missing. */
function kindOf(object: { readonly [key: string]: unknown }, catalog: Catalog): Kind | undefined {
  const { apiVersion, kind } = object;
  if (typeof kind !== 'string') return undefined;
  if (typeof apiVersion === 'string') return catalog.kind(apiVersion, kind);
  return catalog.kindsNamed(kind)[0];
}

/** A word alone in a document. */
function isStart(site: CursorSite): boolean {
  return site.path.length === 0 && site.column === 0;
}

function startOf(site: CursorSite, catalog: Catalog): CompletionList {
  return { items: [...headerKeys(site), ...completeSkeletons(site, catalog)], isPartial: true };
}

function headerKeys(site: CursorSite): readonly Completion[] {
  return ['apiVersion', 'kind', 'metadata']
    .filter((key) => !site.keys.includes(key))
    .map((key, index) => ({
      label: key,
      is: 'field',
      insert: site.hasColon ? key : key === 'metadata' ? 'metadata:\n  name: $1' : `${key}: `,
      replace: site.replace,
      rank: index,
      ...(key === 'metadata' || site.hasColon ? {} : { asksAgain: true }),
    }));
}

/** Documents of other tools are lists, or have keys of their own: they are left alone. */
function isOfOtherTool(document: Document, marked: JsonObject, { replace }: CursorSite, catalog: Catalog): boolean {
  if (isArray(document.value)) return true;
  const written = isObject(document.value) ? document.value : {};
  if (toolKindOf(written) !== undefined || toolKindOf(marked) !== undefined) return false;
  const { [CURSOR_MARK]: _mark, ...object } = { ...marked, ...written };
  const word = document.text.slice(replace.start, replace.end).replaceAll(/["']/g, '').trim();
  return isForeign(object, catalog, word);
}

function completeTop(site: CursorSite, kind: Kind | undefined, around: Surroundings, alone: boolean): CompletionList {
  const type = kind && around.catalog.type(kind.type);
  if (kind !== undefined && type !== undefined)
    return listOf(completeFields(site, type, around.catalog).map((item) => withVersion(item, kind)));
  return alone ? startOf(site, around.catalog) : listOf(headerKeys(site));
}

/** Whose kind is written has one apiVersion. */
function withVersion(item: Completion, { apiVersion }: Kind): Completion {
  return item.label === 'apiVersion' ? { ...item, insert: item.insert.replace('$1', apiVersion) } : item;
}

/** Metadata is the same for every kind, known or not. */
function completeMetadata(site: CursorSite, around: Surroundings): CompletionList {
  const isMetadata = around.path[0] === 'metadata' && 'apiVersion' in around.object;
  const anyKind = around.catalog.kind('v1', 'ConfigMap');
  return isMetadata && anyKind !== undefined ? completeInside(site, anyKind, around) : NOTHING;
}

function completeInside(site: CursorSite, kind: Kind, around: Surroundings): CompletionList {
  const { catalog, path } = around;
  const place = typeAt(catalog, kind, path);
  if (place === undefined) return NOTHING;
  const { type } = place;
  if (site.is === 'value')
    return listOf(type.is === 'object' && site.flow ? inBraces(site, type, catalog) : completeValueOf(site, kind, around));
  switch (type.is) {
    case 'object': {
      const object = objectTypeOf(catalog, type);
      return object === undefined ? NOTHING : listOf(completeFields(site, object, catalog));
    }
    case 'list':
      return listOf(completeItem(site, type, catalog));
    case 'map':
      return listOf(keyChoices(site, around));
    default:
      // A scalar on the line below its key, or behind a dash.
      return site.keys.length === 0 ? listOf(completeValues(site, place, around)) : NOTHING;
  }
}

/** Where an object in brackets has yet to begin: its fields, each with the braces around it. */
function inBraces(site: CursorSite, type: FieldType, catalog: Catalog): readonly Completion[] {
  const object = objectTypeOf(catalog, type);
  if (object === undefined) return [];
  const fields = completeFields({ ...site, needsComma: false, keys: [] }, object, catalog);
  return fields.map((field) => ({ ...field, insert: `{${field.insert}}${site.needsComma ? ', ' : ''}` }));
}

function completeValueOf(site: CursorSite, kind: Kind, around: Surroundings): readonly Completion[] {
  const place = typeAt(around.catalog, kind, around.path);
  return place === undefined ? [] : completeValues(site, place, around);
}

function keyChoices(site: CursorSite, around: Surroundings): readonly Completion[] {
  const free = keysForMap(around).filter(({ text }) => !site.keys.includes(text));
  return asCompletions(site, free, 'field').map((item) => ({
    ...item,
    insert: site.hasColon ? item.insert : `${literally(plainOrQuoted(item.label))}: $1`,
  }));
}

function listOf(items: readonly Completion[]): CompletionList {
  return { items, isPartial: false };
}
