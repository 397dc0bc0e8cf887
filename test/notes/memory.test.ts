/** Notes are read when first asked for, and cost little. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openNotes } from '../../server/src/lsp/note-files.ts';
import { ROOT } from '../support/lsp-client.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function usedBytes(): number {
  for (let pass = 0; pass < 3; pass++) collect();
  return process.memoryUsage().heapUsed;
}

test('the notes of a language cost under 3 MB, and nothing before they are asked for', () => {
  const before = usedBytes();
  const notes = openNotes(path.join(ROOT, 'dist'));
  const opened = usedBytes() - before;
  const book = notes('ko', '1.36');
  const read = usedBytes() - before;
  const older = notes('ko', '1.33');
  const both = usedBytes() - before;
  console.log(`notes: ${opened} bytes unread, ${(read / 1e6).toFixed(2)} MB read, ${(both / 1e6).toFixed(2)} MB for two versions`);
  assert.ok(opened < 100_000, `${opened} bytes`);
  assert.ok(read < 3e6, `${read} bytes`);
  assert.ok(both < 3e6, `${both} bytes`);
  assert.equal(book.notes.length, older.notes.length);
});
