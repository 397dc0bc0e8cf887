import { formatPath, isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { Catalog, Kind } from '../kube/catalog.ts';
import { formatType, type TypedPlace, typeAt } from '../kube/field-type.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import { toolCatalog, toolKindOf } from '../kube/tool-file.ts';
import { type Language, message, say } from '../text/text.ts';
import type { Document } from '../yaml/document.ts';
import { placeAt } from '../yaml/locate.ts';
import { explainValue } from './explain-value.ts';
import { type NoteLookup, noteLinks, noteSection, notesOn } from './note-text.ts';

export interface HoverRequest {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly catalog: Catalog;
  readonly document: Document;
  readonly offset: number;
  readonly language: Language;
  readonly note: NoteLookup;
  /** The moment for which next runs of a schedule are told, in milliseconds since 1970. */
  readonly nowMs: number;
}

export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/** What the API says of the field under the cursor, and what its value means. */
export function hover(asked: HoverRequest): Hover | undefined {
  const { document, offset } = asked;
  const isTool = isObject(document.value) && toolKindOf(document.value) !== undefined;
  const request = isTool ? { ...asked, catalog: toolCatalog(asked.language) } : asked;
  const { catalog } = request;
  const place = placeAt(document, offset);
  if (place.on === 'room' || place.path.length === 0) return undefined;
  const resources = isTool ? toolResources(document) : resourcesOf(document, catalog);
  const resource = resources.find(({ path }) => path.every((step, index) => step === place.path[index]));
  if (resource?.known === undefined) return undefined;
  const path = place.path.slice(resource.path.length);
  if (path.length === 0) return undefined;
  const typed = typeAt(catalog, resource.known, path);
  if (typed === undefined) return undefined;
  const parts = place.on === 'value' ? [explainValue(request, resource, path, typed, place)] : [];
  parts.push(...describeField(request, resource, path, typed));
  const range = place.on === 'key' ? place.entry?.keyRange : place.node?.range;
  return range && { markdown: parts.filter((part) => part !== undefined && part !== '').join('\n\n'), range };
}

function toolResources(document: Document): readonly Resource[] {
  const { value } = document;
  const known = isObject(value) ? toolKindOf(value) : undefined;
  if (known === undefined || !isObject(value)) return [];
  const { apiVersion, kind } = known;
  return [{ document, path: [], value, apiVersion, kind, name: undefined, namespace: undefined, known }];
}

/** The text on a field, for the command line as well: `pod.spec.containers`. */
export function describeField(
  { catalog, language, note }: Pick<HoverRequest, 'catalog' | 'language' | 'note'>,
  { known, value }: Pick<Resource, 'known'> & { readonly value?: Json },
  path: Path,
  typed: TypedPlace,
): readonly string[] {
  if (known === undefined) return [];
  const isKind = path.length === 1 && (path[0] === 'kind' || path[0] === 'apiVersion');
  const text = isKind ? catalog.describe(known.type) : apiText(catalog, typed);
  const book = note(language, catalog.version);
  const notes = book === undefined ? [] : notesOn(book, catalog, known, path, value);
  const [closest] = notes;
  return [
    headline(known, path, typed, language) + (isKind ? scopeOf(known, language) : ''),
    facts(typed, value === undefined ? undefined : valueAt(value, path), language),
    closest === undefined ? '' : noteSection(closest),
    text === undefined ? '' : apiSection(closest === undefined ? text : firstParagraph(text), referenceUrl(known, catalog), language),
    book === undefined ? '' : noteLinks(book, notes, language, catalog.version),
  ];
}

function apiText(catalog: Catalog, { owner, field, type }: TypedPlace): string | undefined {
  if (owner !== undefined && field !== undefined) return catalog.describe(owner.name, field.name);
  return type.is === 'object' ? catalog.describe(type.type) : undefined;
}

function headline(kind: Kind, path: Path, { type, field }: TypedPlace, language: Language): string {
  const generic = path.map((step) => (typeof step === 'number' ? 0 : step));
  const shown = formatPath(generic).replaceAll('[0]', '[]');
  const required = field?.required === true ? ` · **${say(language, message('editor.hover.required'))}**` : '';
  const name = shown === '' ? kind.kind : `${kind.kind}.${shown}`;
  return `**\`${name}\`** \`${formatType(type)}\`${required}`;
}

function scopeOf({ namespaced }: Kind, language: Language): string {
  return ` · ${say(language, message(namespaced ? 'editor.hover.namespaced' : 'editor.hover.clusterScoped'))}`;
}

/** Default, allowed values, age: one line each, only those there are. */
function facts({ field }: TypedPlace, value: Json | undefined, language: Language): string {
  if (field === undefined) return '';
  const speak = (key: Parameters<typeof message>[0], values = {}): string => say(language, message(key, values));
  const lines: string[] = [];
  if (field.deprecated) lines.push(`⚠️ **${speak('editor.hover.deprecated')}**`);
  if (field.since !== undefined) lines.push(speak('editor.hover.since', { version: field.since }));
  if (field.default !== undefined) lines.push(`${speak('editor.hover.default')}: \`${field.default === '' ? '""' : field.default}\``);
  if (field.values !== undefined)
    lines.push(
      `${speak('editor.hover.values')}: ${field.values.map((each) => allowed(each, value)).join(', ')}${field.otherValues === true ? ', …' : ''}`,
    );
  return lines.join('  \n');
}

/** The value that is written stands out among those that may be. */
function allowed(each: string, written: Json | undefined): string {
  const shown = `\`${each === '' ? '""' : each}\``;
  return written !== undefined && String(written) === each ? `**${shown}**` : shown;
}

function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/, 1)[0] ?? text;
}

function apiSection(text: string, url: string, language: Language): string {
  const title = say(language, message('editor.hover.apiText'));
  return `---\n\n${escapeMarkdown(text)}\n\n[${title}](${url})`;
}

/** The API's texts are plain: nothing in them is meant as markup, but for code in back quotes and links. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[<>]/g, (mark) => (mark === '<' ? '&lt;' : '&gt;')).replaceAll(/(^|\s)([*_#])(?=\s|$)/gm, '$1\\$2');
}

function referenceUrl({ group, version, kind, custom }: Kind, catalog: Catalog): string {
  if (group === 'kustomize.config.k8s.io') return 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/';
  if (custom && group === '') return 'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/';
  if (custom) return 'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/';
  const page = group === '' ? 'core' : group.replaceAll('.', '-');
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/v${catalog.version}/#${kind.toLowerCase()}-${version}-${page}`;
}
