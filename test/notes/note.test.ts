/** Which note a place gets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNoteBook, type Match, type Note } from '../../server/src/core/notes/note.ts';

function note(id: string, ...match: readonly Match[]): Note {
  return { id, title: id, source: '-', match, see: [], refs: [], summary: '', body: '' };
}

const book = createNoteBook([
  note('type', { type: 'T' }),
  note('aside', { type: 'T', field: 'f', related: true }),
  note('field', { type: 'T', field: 'f' }),
  note('value', { type: 'T', field: 'f', values: ['Recreate'] }),
  note('held', { type: 'Held' }),
  note('kind', { kind: 'Pod' }),
]);
const idsOn = (...asked: Parameters<typeof book.on>): readonly string[] => book.on(...asked).map(({ id }) => id);

test('a value goes before its field, a field before what it holds and the type around it', () => {
  assert.deepEqual(idsOn({ type: 'T', field: 'f', fieldType: 'Held', value: 'Recreate' }), ['value', 'field', 'aside', 'held', 'type']);
  assert.deepEqual(idsOn({ type: 'T', field: 'f', value: 'RollingUpdate' }), ['field', 'aside', 'type']);
  assert.deepEqual(idsOn({ type: 'T', field: 'other' }), ['type']);
});

test('a kind has notes of its own, and an unknown place none', () => {
  assert.deepEqual(idsOn({ kind: 'Pod' }), ['kind']);
  assert.deepEqual(idsOn({ type: 'Nobody', field: 'f' }), []);
});
