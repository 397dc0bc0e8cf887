import { isObject, type Path, valueAt } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import type { Definition } from '../kube/reference-index.ts';
import { fieldKey, KEY_REFERENCE_BY_FIELD, REFERENCE_BY_FIELD } from '../kube/references.ts';
import { resourcesOf } from '../kube/resource.ts';
import { definitionsOfKind, type Snapshot } from '../kube/snapshot.ts';
import type { Document, Node } from '../yaml/document.ts';
import { find, placeAt } from '../yaml/locate.ts';
import { listBelow } from './surroundings.ts';

/** A place in a document of the workspace. */
export interface Location {
  readonly uri: string;
  readonly document: Document;
  /** In the document's own text. */
  readonly range: Range;
}

export interface LocationRequest {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly catalog: Catalog;
  readonly document: Document;
  readonly offset: number;
}

/** Where that which the cursor names is written: the object, its key, the anchor, the volume. */
export function definitionsAt(request: LocationRequest): readonly Location[] {
  const { document, offset, uri, catalog, snapshot } = request;
  const { node, path } = placeAt(document, offset);
  if (node?.is === 'alias') return node.target === undefined ? [] : [{ uri, document, range: node.target.range }];
  const named = namedAt(document, path, node, catalog);
  if (named === undefined) return [];
  const { kind, name, key, namespace } = named;
  if (kind === 'volume') return volumeNamed(request, path, name);
  return definitionsOfKind(snapshot, kind, namespace, uri)
    .filter(({ definition }) => definition.name === name)
    .map((found) => ({ uri: found.uri, document: found.definition.document, range: rangeOf(found.definition, key) }));
}

/** Every place that names the object under the cursor. */
export function referencesAt(request: LocationRequest): readonly Location[] {
  const { document, offset, catalog, snapshot } = request;
  const { node, path } = placeAt(document, offset);
  const target = namedAt(document, path, node, catalog) ?? ownName(document, path, catalog);
  if (target === undefined || target.kind === 'volume') return [];
  const found: Location[] = [];
  for (const [uri, file] of snapshot.files) {
    for (const each of file.documents) {
      if (!each.document.text.includes(target.name)) continue;
      found.push(...mentions(uri, each.document, target, catalog));
    }
  }
  return found;
}

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly key?: string;
}

function namedAt(document: Document, path: Path, node: Node | undefined, catalog: Catalog): Named | undefined {
  if (node?.is !== 'scalar' || typeof node.value !== 'string') return undefined;
  const resource = resourcesOf(document, catalog).find((each) => each.path.every((step, index) => step === path[index]));
  if (resource?.known === undefined) return undefined;
  const place = typeAt(catalog, resource.known, path.slice(resource.path.length));
  if (place?.owner === undefined || place.field === undefined) return undefined;
  const field = fieldKey(place.owner.name, place.field.name);
  const { namespace } = resource;
  if (field === 'VolumeMount.name') return { kind: 'volume', name: node.value, namespace };
  const keyOf = KEY_REFERENCE_BY_FIELD[field];
  if (keyOf !== undefined) {
    const name = valueAt(document.value, [...path.slice(0, -1), 'name']);
    return typeof name === 'string' ? { kind: keyOf, name, namespace, key: node.value } : undefined;
  }
  const kind = REFERENCE_BY_FIELD[field] ?? besideKind(document, path, field);
  return kind === undefined ? undefined : { kind, name: node.value, namespace };
}

const KIND_BESIDE = new Set(['CrossVersionObjectReference.name', 'RoleRef.name', 'Subject.name']);

function besideKind(document: Document, path: Path, field: string): string | undefined {
  const kind = KIND_BESIDE.has(field) ? valueAt(document.value, [...path.slice(0, -1), 'kind']) : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

function ownName(document: Document, path: Path, catalog: Catalog): Named | undefined {
  const resource = resourcesOf(document, catalog).find((each) => each.path.every((step, index) => step === path[index]));
  const isName = path.at(-1) === 'name' && path.at(-2) === 'metadata' && path.length === (resource?.path.length ?? 0) + 2;
  if (resource?.name === undefined || !isName) return undefined;
  return { kind: resource.kind, name: resource.name, namespace: resource.namespace };
}

function rangeOf({ document, name }: Definition, key: string | undefined): Range {
  if (key !== undefined) {
    for (const field of ['data', 'stringData', 'binaryData']) {
      const { entry, depth } = find(document, [field, key]);
      if (depth === 2 && entry !== undefined) return entry.keyRange;
    }
  }
  const { node } = find(document, ['metadata', 'name']);
  if (node !== undefined && isObject(document.value) && valueAt(document.value, ['metadata', 'name']) === name) return node.range;
  return document.root?.range ?? { start: 0, end: 0 };
}

function volumeNamed({ document, uri }: LocationRequest, path: Path, name: string): readonly Location[] {
  const at = path.findIndex((step) => /ontainers$/.test(String(step)));
  const volumes = [...path.slice(0, at), 'volumes'];
  const index = listBelow(document.value, volumes).findIndex((each) => valueAt(each, ['name']) === name);
  const { node } = find(document, [...volumes, index, 'name']);
  return index < 0 || node === undefined ? [] : [{ uri, document, range: node.range }];
}

function mentions(uri: string, document: Document, target: Named, catalog: Catalog): readonly Location[] {
  const found: Location[] = [];
  const visit = (node: Node | undefined, path: Path): void => {
    if (node?.is === 'map') for (const entry of node.entries) visit(entry.value, [...path, entry.key]);
    else if (node?.is === 'list') for (const [index, item] of node.items.entries()) visit(item.value, [...path, index]);
    else if (node?.is === 'scalar' && node.value === target.name) {
      const named = namedAt(document, path, node, catalog) ?? ownName(document, path, catalog);
      const isSame = named?.kind === target.kind && (named.namespace ?? target.namespace) === (target.namespace ?? named.namespace);
      if (isSame) found.push({ uri, document, range: node.range });
    }
  };
  visit(document.root, []);
  return found;
}
