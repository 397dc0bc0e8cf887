import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFile, editFile, offsetAt, positionAt, type SourceFile, textOf } from '../../server/src/core/yaml/source-file.ts';

/** Texts made of what separators, directives and line ends are made of. */
const text = fc
  .array(fc.constantFrom('---', '...', '\n', '\r\n', '\r', ' ', 'a: b', '# c', '%YAML 1.1', '{x: y}', '- z', '한글'), { maxLength: 24 })
  .map((parts) => parts.join(''));

function shapeOf(file: SourceFile): unknown {
  return file.documents.map(({ lead, document, start, startLine }) => ({ lead, text: document.text, start, startLine }));
}

test('the pieces of a file joined are its text', () => {
  fc.assert(fc.property(text, (whole) => assert.equal(textOf(createFile(whole)), whole)));
});

test('an edited file is the file of the edited text', () => {
  const edit = fc.record({ start: fc.nat(200), length: fc.nat(20), text });
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 6 }), (whole, edits) => {
      let file = createFile(whole);
      let plain = whole;
      for (const each of edits) {
        const start = Math.min(each.start, plain.length);
        const end = Math.min(start + each.length, plain.length);
        plain = plain.slice(0, start) + each.text + plain.slice(end);
        file = editFile(file, { start, end }, each.text);
      }
      assert.equal(textOf(file), plain);
      assert.deepEqual(shapeOf(file), shapeOf(createFile(plain)));
    }),
    { numRuns: 500 },
  );
});

test('documents that an edit does not touch keep their identity', () => {
  const before = createFile('a: 1\n---\nb: 2\n---\nc: 3\n---\nd: 4\n');
  const after = editFile(before, { start: 3, end: 4 }, '10');
  assert.deepEqual(
    after.documents.map(({ document }, index) => document === before.documents[index]?.document),
    [false, true, true, true],
  );
  assert.equal(textOf(after), 'a: 10\n---\nb: 2\n---\nc: 3\n---\nd: 4\n');
});

test('offsets and positions are two names of one place', () => {
  fc.assert(
    fc.property(text, fc.nat(200), (whole, at) => {
      const file = createFile(whole);
      const offset = Math.min(at, whole.length);
      const position = positionAt(file, offset);
      const lines = whole.slice(0, offset).split(/\r\n|\r|\n/);
      const splitsBreak = whole[offset - 1] === '\r' && whole[offset] === '\n';
      if (splitsBreak) return;
      assert.deepEqual(position, { line: lines.length - 1, character: lines.at(-1)?.length });
      assert.equal(offsetAt(file, position), offset);
    }),
    { numRuns: 500 },
  );
});

test('a position beyond a line is the end of that line', () => {
  const file = createFile('ab\r\ncd\n---\nef');
  assert.equal(offsetAt(file, { line: 0, character: 99 }), 2);
  assert.equal(offsetAt(file, { line: 2, character: 99 }), 10);
  assert.equal(offsetAt(file, { line: 3, character: 99 }), 13);
  assert.equal(offsetAt(file, { line: 9, character: 0 }), 13);
});
