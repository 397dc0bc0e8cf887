import { type Json, type Path, valueAt } from '../base/json.ts';
import type { Catalog, Kind, KubernetesVersion } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import { resourcesOf } from '../kube/resource.ts';
import type { Note, NoteBook, Noted } from '../notes/note.ts';
import type { NoteText } from '../protocol.ts';
import { type Language, message, say } from '../text/text.ts';
import type { Document } from '../yaml/document.ts';
import { placeAt } from '../yaml/locate.ts';
import type { DocumentationKey } from './completion.ts';

/** The notes of a language as they read for a version; undefined where none are at hand. */
export type NoteLookup = (language: Language, version: KubernetesVersion) => NoteBook | undefined;

/** Notes on a place of an object, the closest first. Items of lists and entries of maps belong to the field that holds them. */
export function notesOn(book: NoteBook, catalog: Catalog, kind: Kind, path: Path, object: Json | undefined): readonly Note[] {
  const [first] = path;
  if (path.length === 0 || (path.length === 1 && first === 'kind')) return book.on({ kind: kind.kind });
  for (let end = path.length; end > 0; end--) {
    const { owner, field, type } = typeAt(catalog, kind, path.slice(0, end)) ?? {};
    if (owner === undefined || field === undefined) continue;
    let held = type;
    while (held?.is === 'list' || held?.is === 'map') held = held.of;
    const value = object === undefined ? undefined : valueAt(object, path);
    const place: Noted = {
      type: owner.name,
      field: field.name,
      ...(held?.is === 'object' ? { fieldType: held.type } : {}),
      ...(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? { value: String(value) } : {}),
    };
    return path.length === 1 && first === 'apiVersion'
      ? [...new Set([...book.on(place), ...book.on({ kind: kind.kind })])]
      : book.on(place);
  }
  return [];
}

/** The part of a hover that a note fills: title, summary, sections. */
export function noteSection({ title, summary, body }: Note): string {
  return `### ${title}\n\n${summary}\n\n${body.replaceAll(/^## /gm, '#### ')}`;
}

/** Links that open notes as pages for that version, the shown one first. */
export function noteLinks(book: NoteBook, notes: readonly Note[], language: Language, version: KubernetesVersion): string {
  const [shown, ...others] = notes;
  if (shown === undefined) return '';
  const related = [...others, ...shown.see.map((id) => book.find(id))].filter((note) => note !== undefined);
  const open = say(language, message('editor.hover.note'));
  const command = (id: string): string => `command:kijabi.openNote?${encodeURIComponent(JSON.stringify([id, version]))}`;
  return [`[${open}](${command(shown.id)})`, ...[...new Set(related)].map(({ id, title }) => `[${title}](${command(id)})`)].join(' · ');
}

/** The line that completion shows of the note on a field, one of its values or a kind. */
export function noteSummary(book: NoteBook | undefined, { kind, type, field, value }: DocumentationKey): string | undefined {
  if (book === undefined) return undefined;
  const place: Noted =
    kind !== undefined
      ? { kind: kind.kind }
      : { ...(type && { type }), ...(field && { field }), ...(value === undefined ? {} : { value }) };
  return book.on(place)[0]?.summary;
}

/** What page is wanted, for readers of which language and version. */
export interface PageRequest {
  readonly language: Language;
  readonly version: KubernetesVersion;
  readonly id?: string | undefined;
  readonly place?: NotePlace | undefined;
}

/** `kijabi/note`: the note of that id, else the closest one of the place under the cursor; null where there is none. */
export function openNote(lookup: NoteLookup, { language, version, id, place }: PageRequest): NoteText | null {
  const book = lookup(language, version);
  if (book === undefined) return null;
  const note = id === undefined ? place && noteAt(book, place) : book.find(id);
  return note === undefined ? null : { ...notePage(book, note, language, version), version };
}

/** A position in a document; with `at`, a path from its root, also what is not written there. */
export interface NotePlace {
  readonly document: Document;
  readonly catalog: Catalog;
  readonly offset: number;
  readonly at?: Path;
}

/** The closest note of a place; where a field is unknown, that of what is around it. */
export function noteAt(book: NoteBook, { document, catalog, offset, at = [] }: NotePlace): Note | undefined {
  const path = at.length > 0 ? at : placeAt(document, offset).path;
  const resource = resourcesOf(document, catalog).find((each) => each.path.every((step, index) => step === path[index]));
  if (resource?.known === undefined) return undefined;
  return notesOn(book, catalog, resource.known, path.slice(resource.path.length), resource.value)[0];
}

/** A note as a page of its own, with a table of contents. */
function notePage(book: NoteBook, note: Note, language: Language, version: KubernetesVersion): Omit<NoteText, 'version'> {
  const { id, title, summary, body, see, refs, source } = note;
  const speak = (key: Parameters<typeof message>[0], values = {}): string => say(language, message(key, values));
  const contents = [...body.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => `[${heading}](#${anchor(heading)})`);
  const related = see.map((each) => book.find(each)).filter((each) => each !== undefined);
  const parts = [
    `# ${title}`,
    contents.join(' · '),
    summary,
    body,
    related.length === 0
      ? ''
      : `## ${speak('editor.note.see')}\n\n${related.map((each) => `- [${each.title}](../${each.id}.md): ${each.summary}`).join('\n')}`,
    refs.length === 0 ? '' : `## ${speak('editor.note.refs')}\n\n${refs.map((ref) => `- ${referenceUrl(ref)}`).join('\n')}`,
    source === '-' ? '' : `*${speak('editor.note.source')}: ${source}*`,
    `*${speak('editor.note.version', { version })}*`,
  ];
  return { id, title, summary, markdown: `${parts.filter((part) => part !== '').join('\n\n')}\n` };
}

/** Headings as Markdown previews name them. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function referenceUrl(ref: string): string {
  return ref.startsWith('http') ? ref : `https://${ref.replace(/^kubernetes\.io/, '').replace(/^\//, 'kubernetes.io/')}`;
}
