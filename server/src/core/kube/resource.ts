import { didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type Json, type JsonObject, type Path } from '../base/json.ts';
import type { Document, ListNode } from '../yaml/document.ts';
import { find } from '../yaml/locate.ts';
import type { Catalog, Kind } from './catalog.ts';
import { KUSTOMIZE_GROUP, toolKindOf } from './tool-file.ts';

/** A Kubernetes object as it stands in a document. */
export interface Resource {
  readonly document: Document;
  /** [] for the document itself, ['items', 2] for an item of a List. */
  readonly path: Path;
  readonly value: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** Undefined when the catalog does not know it. */
  readonly known: Kind | undefined;
}

/** What a document is, by its content alone. */
export type Recognition =
  | { readonly is: 'resources'; readonly resources: readonly Resource[] }
  /** Text with `{{ }}` in it that becomes YAML only when something fills it in. */
  | { readonly is: 'template' }
  /** Kustomize's own files and patches; kubeconfig files. */
  | { readonly is: 'kustomization' | 'patch' | 'kubeconfig' }
  /** Not Kubernetes, or not enough written to tell. */
  | { readonly is: 'other' };

const OTHER: Recognition = { is: 'other' };

/** Tells Kubernetes objects from everything else that is written in YAML. */
export function recognise(document: Document, catalog: Catalog): Recognition {
  const { value } = document;
  if (isTemplate(document)) return { is: 'template' };
  if (!isObject(value)) return OTHER;
  const { apiVersion, kind } = value;
  if (toolKindOf(value)?.group === KUSTOMIZE_GROUP || String(apiVersion).startsWith(`${KUSTOMIZE_GROUP}/`)) return { is: 'kustomization' };
  if (kind === 'Config' && apiVersion === 'v1') return { is: 'kubeconfig' };
  if (document.text.includes('$patch') && isPatch(value)) return { is: 'patch' };
  if (kind === 'List' && apiVersion === 'v1') return listItems(document, catalog);
  const resource = resourceAt(document, [], value, catalog);
  return resource === undefined ? OTHER : { is: 'resources', resources: [resource] };
}

/** A document's objects; [] when it is no Kubernetes. */
export function resourcesOf(document: Document, catalog: Catalog): readonly Resource[] {
  const recognition = recognise(document, catalog);
  return recognition.is === 'resources' ? recognition.resources : [];
}

function listItems(document: Document, catalog: Catalog): Recognition {
  const { node } = find(document, ['items']);
  const items = isObject(document.value) && Array.isArray(document.value.items) ? document.value.items : [];
  const count = node?.is === 'list' ? (node satisfies ListNode).items.length : 0;
  const resources = Array.from({ length: count }, (_, index) => {
    const item = items[index];
    return isObject(item) ? resourceAt(document, ['items', index], item, catalog) : undefined;
  });
  return { is: 'resources', resources: resources.filter((each) => each !== undefined) };
}

const API_VERSION = /^(?:[a-z0-9.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** An object is Kubernetes when it has an apiVersion of that form and a kind, or one of them and a shape that no other tool writes. */
function resourceAt(document: Document, path: Path, value: JsonObject, catalog: Catalog): Resource | undefined {
  const { apiVersion, kind, metadata } = value;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const name = typeof kind === 'string' ? kind : '';
  const isVersioned = API_VERSION.test(version);
  const isShaped = 'metadata' in value || 'spec' in value || 'data' in value;
  const isKnownKind = name !== '' && catalog.kindsNamed(name).length > 0;
  const isWhole = isVersioned && /^[A-Z]\w*$/.test(name);
  // A kind in the wrong case or misspelt is still meant as one.
  const isNearKind = name !== '' && isObject(value.spec) && !('apiVersion' in value) && isMisspeltKind(name, catalog);
  const isHalf = isShaped && (isVersioned || isKnownKind || isNearKind);
  if ((!isWhole && !isHalf) || isForeign(value, version, catalog)) return undefined;
  return {
    document,
    path,
    value,
    apiVersion: version,
    kind: name,
    name: stringAt(metadata, 'name'),
    namespace: stringAt(metadata, 'namespace'),
    known: catalog.kind(version, name),
  };
}

/** A directive of kustomize, wherever it stands. */
function isPatch(value: Json): boolean {
  if (isArray(value)) return value.some(isPatch);
  return isObject(value) && ('$patch' in value || Object.values(value).some(isPatch));
}

/** Configuration files of other tools look like objects, but their groups are no domains or they have no metadata. */
function isForeign(value: JsonObject, apiVersion: string, catalog: Catalog): boolean {
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  const isNear = catalog.kindsNamed(String(value.kind)).length > 0 || catalog.kinds.some((kind) => kind.group === group);
  if (group === '' || isNear) return false;
  const isRetired = catalog.retirement(apiVersion, String(value.kind)) !== undefined;
  return !isRetired && (!group.includes('.') || !('metadata' in value || 'spec' in value));
}

function isMisspeltKind(name: string, catalog: Catalog): boolean {
  return didYouMean(name, new Set(catalog.kinds.map(({ kind }) => kind))).length > 0;
}

function stringAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Braces that no YAML reader survives, or that name what Helm fills in. */
const HELM =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|template|tpl|toYaml|if|range|with|define|end)\b)/;

function isTemplate(document: Document): boolean {
  const { text } = document;
  if (!text.includes('{{')) return false;
  const bare = /^[^#'"\n]*(?::\s+|-\s+|^\s*)\{\{.*\}\}/m.test(text);
  if (bare && document.problems.some(({ is }) => is === 'syntax')) return true;
  return HELM.test(withoutBlockScalars(document));
}

/** The text with its block scalars left out: a ConfigMap may hold templates of its own. */
function withoutBlockScalars(document: Document): string {
  return document.text.replace(/^([ ]*)(.*[:-][ ]+[|>][-+\d]*[ ]*(?:#.*)?\n)((?:\1[ ]+.*\n|[ ]*\n)*)/gm, '$1$2');
}
