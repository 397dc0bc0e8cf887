import { isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { type TypedPlace, typeAt } from '../kube/field-type.ts';
import { localDefinitionAt } from '../kube/local-names.ts';
import type { Definition } from '../kube/reference-index.ts';
import { fieldKey, type Reference, referenceAt } from '../kube/references.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import { podsSelectedBy, selectorAround } from '../kube/selected-pods.ts';
import { allDefinitions, definitionsOfKind, type LocatedDefinition, type Snapshot } from '../kube/snapshot.ts';
import type { Document, Node } from '../yaml/document.ts';
import { find, placeAt, valueRangeOf } from '../yaml/locate.ts';

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

/** Where that which the cursor names is written: the object, its key, the pods of a selector, a port, a volume, the anchor. */
export function definitionsAt(request: LocationRequest): readonly Location[] {
  const { document, offset, uri, catalog, snapshot } = request;
  const { node, path } = placeAt(document, offset);
  if (node?.is === 'alias') return node.target === undefined ? [] : [{ uri, document, range: node.target.range }];
  const site = siteAt(document, path, catalog);
  if (node?.is !== 'scalar' || site === undefined) return [];
  const { resource, inner, typed } = site;
  const local = localDefinitionAt(resource.value, inner, typed);
  if (local !== undefined) return [{ uri, document, range: valueRangeOf(document, [...resource.path, ...local.name]) }];
  const reference = referenceAt(resource.value, inner, typed);
  if (reference !== undefined) return objectsNamed(snapshot, uri, reference);
  const port = portAt(request, site);
  if (port.length > 0) return port;
  if (inner.length === 1 && inner[0] === 'kind') return definitionOfKind(snapshot, resource);
  const labels = valueAt(resource.value, selectorAround(resource.value, inner) ?? NOWHERE);
  return isObject(labels) ? podsSelectedBy(snapshot, labels, resource.namespace).map(locate) : [];
}

const NOWHERE: Path = [''];

/** Every place that names the object under the cursor. */
export function referencesAt(request: LocationRequest): readonly Location[] {
  const { document, offset, catalog, snapshot } = request;
  const { path } = placeAt(document, offset);
  const target = namedAt(document, path, catalog) ?? ownName(document, path, catalog);
  if (target === undefined) return [];
  const found: Location[] = [];
  for (const [uri, file] of snapshot.files) {
    for (const each of file.documents) {
      if (!each.document.text.includes(target.name)) continue;
      found.push(...mentions(uri, each.document, target, catalog));
    }
  }
  return found;
}

/** A place in an object, and what the API says of it. */
interface Site {
  readonly resource: Resource;
  /** Below the object. */
  readonly inner: Path;
  readonly typed: TypedPlace;
}

function siteAt(document: Document, path: Path, catalog: Catalog): Site | undefined {
  const resource = resourceAround(document, path, catalog);
  const inner = path.slice(resource?.path.length ?? 0);
  const typed = resource?.known && typeAt(catalog, resource.known, inner);
  return resource === undefined || typed === undefined ? undefined : { resource, inner, typed };
}

function resourceAround(document: Document, path: Path, catalog: Catalog): Resource | undefined {
  return resourcesOf(document, catalog).find((each) => each.path.every((step, index) => step === path[index]));
}

function objectsNamed(snapshot: Snapshot, uri: string, { kind, name, namespace, key }: Reference): readonly Location[] {
  return definitionsOfKind(snapshot, kind, namespace, uri)
    .filter(({ definition }) => definition.name === name)
    .map((found) => ({ uri: found.uri, document: found.definition.document, range: rangeOf(found.definition, key) }));
}

function locate({ uri, definition }: LocatedDefinition): Location {
  return { uri, document: definition.document, range: rangeOf(definition, undefined) };
}

/** The port of a container that a Service's `targetPort` means, the port of the Service that an Ingress means. */
function portAt({ snapshot, uri }: LocationRequest, { resource, inner, typed }: Site): readonly Location[] {
  const field = typed.owner === undefined || typed.field === undefined ? '' : fieldKey(typed.owner.name, typed.field.name);
  const wanted = valueAt(resource.value, inner);
  if (field === 'ServicePort.targetPort') {
    const labels = valueAt(resource.value, ['spec', 'selector']);
    const found = isObject(labels) ? podsSelectedBy(snapshot, labels, resource.namespace) : [];
    return found.flatMap((each) => portsIn(each, ['containerPort', 'name'], wanted));
  }
  if (!field.startsWith('ServiceBackendPort.')) return [];
  const name = valueAt(resource.value, [...inner.slice(0, -2), 'name']);
  return definitionsOfKind(snapshot, 'Service', resource.namespace, uri)
    .filter(({ definition }) => definition.name === name)
    .flatMap((each) => portsIn(each, ['port', 'name'], wanted));
}

/** Ports of an object that are `wanted` by one of these fields. */
function portsIn({ uri, definition }: LocatedDefinition, fields: readonly string[], wanted: Json | undefined): readonly Location[] {
  const { document } = definition;
  const found: Location[] = [];
  const visit = (node: Node | undefined, isPort: boolean): void => {
    if (node?.is === 'list') for (const { value } of node.items) visit(value, isPort);
    if (node?.is !== 'map') return;
    for (const { key, value } of node.entries) {
      if (isPort && fields.includes(key) && value?.is === 'scalar' && value.value === wanted)
        found.push({ uri, document, range: value.range });
      else visit(value, key === 'ports');
    }
  };
  visit(find(document, [...definition.at, 'spec']).node, false);
  return found;
}

/** The CustomResourceDefinitions of the workspace that define an object's kind. */
function definitionOfKind(snapshot: Snapshot, { apiVersion, kind }: Resource): readonly Location[] {
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  return allDefinitions(snapshot).flatMap(({ uri, definition }) => {
    const { document, at } = definition;
    const isMeant =
      definition.kind === 'CustomResourceDefinition' &&
      valueAt(document.value, [...at, 'spec', 'group']) === group &&
      valueAt(document.value, [...at, 'spec', 'names', 'kind']) === kind;
    return isMeant ? [{ uri, document, range: valueRangeOf(document, [...at, 'spec', 'names', 'kind']) }] : [];
  });
}

function ownName(document: Document, path: Path, catalog: Catalog): Reference | undefined {
  const resource = resourceAround(document, path, catalog);
  const isName = path.at(-1) === 'name' && path.at(-2) === 'metadata' && path.length === (resource?.path.length ?? 0) + 2;
  if (resource?.name === undefined || !isName) return undefined;
  return { kind: resource.kind, name: resource.name, namespace: resource.namespace };
}

function namedAt(document: Document, path: Path, catalog: Catalog): Reference | undefined {
  const site = siteAt(document, path, catalog);
  return site && referenceAt(site.resource.value, site.inner, site.typed);
}

function rangeOf({ document, at, name }: Definition, key: string | undefined): Range {
  if (key !== undefined) {
    for (const field of ['data', 'stringData', 'binaryData']) {
      const { entry, depth } = find(document, [...at, field, key]);
      if (depth === at.length + 2 && entry !== undefined) return entry.keyRange;
    }
  }
  const { node } = find(document, [...at, 'metadata', 'name']);
  if (node !== undefined && valueAt(document.value, [...at, 'metadata', 'name']) === name) return node.range;
  return document.root?.range ?? { start: 0, end: 0 };
}

function mentions(uri: string, document: Document, target: Reference, catalog: Catalog): readonly Location[] {
  const found: Location[] = [];
  const visit = (node: Node | undefined, path: Path): void => {
    if (node?.is === 'map') for (const entry of node.entries) visit(entry.value, [...path, entry.key]);
    else if (node?.is === 'list') for (const [index, item] of node.items.entries()) visit(item.value, [...path, index]);
    else if (node?.is === 'scalar' && node.value === target.name) {
      const named = namedAt(document, path, catalog) ?? ownName(document, path, catalog);
      const isSame = named?.kind === target.kind && (named.namespace ?? target.namespace) === (target.namespace ?? named.namespace);
      if (isSame) found.push({ uri, document, range: node.range });
    }
  };
  visit(document.root, []);
  return found;
}
