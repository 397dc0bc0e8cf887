/** Reads the notes that `npm run gen` made; the only reader of dist/notes. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesVersion } from '../core/kube/catalog.ts';
import { atVersion } from '../core/notes/at-version.ts';
import { createNoteBook, type Note, type NoteBook } from '../core/notes/note.ts';
import type { Language } from '../core/text/text.ts';

/** Beside the bundles, and in the repository's dist/ when run from source. */
const PLACES = ['notes', '../../../dist/notes'];

/** The notes of a language as they read for a version; a language is read when it is first asked for. Throws when they were not made. */
export function openNotes(here: string): (language: Language, version: KubernetesVersion) => NoteBook {
  const notes = new Map<Language, readonly Note[]>();
  const books = new Map<string, NoteBook>();
  return (language, version) => {
    const key = `${language} ${version}`;
    const known = books.get(key);
    if (known !== undefined) return known;
    const read = notes.get(language) ?? readNotes(here, language);
    notes.set(language, read);
    const book = createNoteBook(read.map((note) => atVersion(note, version)));
    books.set(key, book);
    return book;
  };
}

function readNotes(here: string, language: Language): readonly Note[] {
  const file = PLACES.map((place) => path.resolve(here, place, `${language}.json`)).find((place) => existsSync(place));
  if (file === undefined) throw new Error('the notes are not built: run npm run gen');
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Note[];
}
