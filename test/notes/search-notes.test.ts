/** What the search box finds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchNotes } from '../../server/src/core/features/search-notes.ts';
import { createNoteBook, type Note } from '../../server/src/core/notes/note.ts';

function note(id: string, title: string, summary: string, body: string): Note {
  return { id, title, summary, body, source: '-', match: [], see: [], refs: [] };
}

const book = createNoteBook([
  note('a/body', 'Pods', 'What runs.', '## How\n- A taint keeps pods away.\n- Nothing here.'),
  note('b/summary', 'Nodes', 'A taint repels.', '## How\n- It works.'),
  note('c/title', 'Taint', 'It repels.', '## How\n- It works.'),
]);
const idsFor = (search?: string): readonly string[] => searchNotes(book, search).map(({ id }) => id);

test('a title goes before a summary, a summary before a body', () => {
  assert.deepEqual(idsFor('taint'), ['c/title', 'b/summary', 'a/body']);
});

test('all words must be in a note, whatever their case and order', () => {
  assert.deepEqual(idsFor('AWAY  pods'), ['a/body']);
  assert.deepEqual(idsFor('taint nowhere'), []);
});

test('what only the body has is shown as its line', () => {
  assert.equal(searchNotes(book, 'away')[0]?.found, 'A taint keeps pods away.');
  assert.equal(searchNotes(book, 'repels')[0]?.found, undefined);
});

test('without words all are listed, by id', () => {
  assert.deepEqual(idsFor(), ['a/body', 'b/summary', 'c/title']);
  assert.deepEqual(searchNotes(undefined, 'taint'), []);
});
