import { isObject, type Path } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import { readImage } from '../kube/image-reference.ts';
import { resolvedFrom } from '../kube/kustomization.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import { KUSTOMIZE_GROUP, toolKindOf } from '../kube/tool-file.ts';
import type { Document, Node, ScalarNode } from '../yaml/document.ts';
import { pageOfImage } from './image-page.ts';

/** A text that leads somewhere: a file, a page of the web. */
export interface Link {
  /** Offsets into the document's own text. */
  readonly range: Range;
  /** An absolute address. */
  readonly target: string;
}

export interface LinkRequest {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly catalog: Catalog;
  readonly document: Document;
}

/** Files and folders that a kustomization names, pages of images, addresses of the web. */
export function linksOf(request: LinkRequest): readonly Link[] {
  const { document, catalog } = request;
  const tool = isObject(document.value) ? toolKindOf(document.value) : undefined;
  if (tool?.group === KUSTOMIZE_GROUP) return linksIn(document.root, (path, { value }) => fileNamed(request, path, String(value)));
  if (tool !== undefined) return [];
  const kept = known.get(document);
  if (kept?.catalog === catalog) return kept.links;
  const links = linksInResources(document, catalog);
  known.set(document, { catalog, links });
  return links;
}

/** Of Kubernetes objects links depend on nothing else: after an edit of a large file few documents are looked at. */
const known = new WeakMap<Document, { readonly catalog: Catalog; readonly links: readonly Link[] }>();

function linksInResources(document: Document, catalog: Catalog): readonly Link[] {
  const resources = resourcesOf(document, catalog);
  if (resources.length === 0) return [];
  return linksIn(document.root, (path, { value, style }) => {
    if (typeof value !== 'string' || style === 'literal' || style === 'folded') return undefined;
    if (path.at(-1) === 'image') return imagePage(resources, path, value, catalog);
    return ADDRESS.test(value) ? value : undefined;
  });
}

const ADDRESS = /^https?:\/\/[^\s"'<>{}]+$/;

function linksIn(root: Node | undefined, targetOf: (path: Path, node: ScalarNode) => string | undefined): readonly Link[] {
  const links: Link[] = [];
  const visit = (node: Node | undefined, path: Path): void => {
    if (node?.is === 'map') for (const { key, value } of node.entries) visit(value, [...path, key]);
    else if (node?.is === 'list') node.items.forEach(({ value }, index) => void visit(value, [...path, index]));
    else if (node?.is === 'scalar' && node.value !== null) {
      const target = targetOf(path, node);
      if (target !== undefined) links.push({ range: withoutQuotes(node), target });
    }
  };
  visit(root, []);
  return links;
}

function withoutQuotes({ range, style }: ScalarNode): Range {
  const isQuoted = style === 'single' || style === 'double';
  return isQuoted && range.end - range.start > 2 ? { start: range.start + 1, end: range.end - 1 } : range;
}

/** An `image` that the API takes for one, not a field of that name in somebody's own data. */
function imagePage(resources: readonly Resource[], path: Path, text: string, catalog: Catalog): string | undefined {
  const resource = resources.find((each) => each.path.every((step, index) => step === path[index]));
  const typed = resource?.known && typeAt(catalog, resource.known, path.slice(resource.path.length));
  const image = typed?.field === undefined ? undefined : readImage(text);
  return image && pageOfImage(image);
}

/** Fields of a kustomization whose items are files or folders. */
const LISTS_OF_FILES: ReadonlySet<string> = new Set([
  'resources',
  'components',
  'bases',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'patchesStrategicMerge',
  'files',
  'envs',
  'additionalValuesFiles',
]);
const FILES: ReadonlySet<string> = new Set(['path', 'env', 'valuesFile']);

function fileNamed({ snapshot, uri }: LinkRequest, path: Path, text: string): string | undefined {
  const [field, holder] = [path.at(-1), path.at(-2)];
  const isFile = typeof field === 'number' ? LISTS_OF_FILES.has(String(holder)) : FILES.has(String(field));
  if (!isFile || text.includes('\n')) return undefined;
  if (ADDRESS.test(text)) return text;
  if (/^(?:github|gitlab)\.com\//.test(text)) return `https://${text.replace(/\/\/.*|\?.*/, '')}`;
  // `key=file` of a generator.
  const file = holder === 'files' ? text.slice(text.indexOf('=') + 1) : text;
  if (file === '' || /^[\w.+-]+:|^git@|^\//.test(file)) return undefined;
  return fileAt(snapshot, resolvedFrom(uri, file));
}

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A folder is entered through its kustomization. */
function fileAt(snapshot: Snapshot, target: string): string | undefined {
  const folder = target.endsWith('/') ? target : `${target}/`;
  const inside = KUSTOMIZATIONS.map((name) => folder + name).find((each) => snapshot.files.has(each));
  if (inside !== undefined) return inside;
  return /\.[\w-]+$/.test(target) ? target : undefined;
}
