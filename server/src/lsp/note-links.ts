import { noteAt } from '../core/features/note-text.ts';
import type { FileSettings, Service } from '../core/features/service.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Document } from '../core/yaml/document.ts';
import type { NoteLink } from './convert.ts';

/** Where a client that says `opensNotes` finds the page of a note: the version is a folder, as in `kijabi-note:/1.36/pod/qos.md`. */
const SCHEME = 'kijabi-note';

/** The note on the field that a finding is about, be it written or missing, as the page that reads for the file's version. */
export function createNoteLinks(service: Service) {
  return (document: Document, { at, range }: Finding, { language, version }: FileSettings): NoteLink | undefined => {
    const book = service.note(language, version);
    const note = book && noteAt(book, { document, catalog: service.catalog(version), offset: range.start, at });
    return note && { uri: `${SCHEME}:/${version}/${note.id}.md`, title: note.title };
  };
}
