/** Reads the notes that `npm run gen` made; the only reader of dist/notes. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createNoteBook, type Note, type NoteBook } from '../core/notes/note.ts';
import type { Language } from '../core/text/text.ts';

/** Beside the bundles, and in the repository's dist/ when run from source. */
const PLACES = ['notes', '../../../dist/notes'];

/** The notes by language, each read when first asked for. Throws when they were not made. */
export function openNotes(here: string): (language: Language) => NoteBook {
  const books = new Map<Language, NoteBook>();
  return (language) => {
    const book = books.get(language) ?? createNoteBook(readNotes(here, language));
    books.set(language, book);
    return book;
  };
}

function readNotes(here: string, language: Language): readonly Note[] {
  const file = PLACES.map((place) => path.resolve(here, place, `${language}.json`)).find((place) => existsSync(place));
  if (file === undefined) throw new Error('the notes are not built: run npm run gen');
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Note[];
}
