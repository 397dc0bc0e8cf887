/** Sizes, forbidden words and pairs: what a stranger would trip over first. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT, sources } from './sources.ts';

const LONGEST_FILE = 400;
/** Files over the limit, with the length they have today: a ratchet that may only go down. */
const LONG_FILES: Readonly<Record<string, number>> = JSON.parse(readFileSync(path.join(import.meta.dirname, 'long-files.json'), 'utf8'));
const OWN = ['client', 'server/src', 'schemas', 'test'];

function linesOf(file: string): readonly string[] {
  return readFileSync(path.join(ROOT, file), 'utf8').split('\n');
}

test('no source file is longer than 400 lines', () => {
  const long = sources(['client', 'server/src', 'schemas'])
    .map((file) => ({ file, length: linesOf(file).length - 1 }))
    .filter(({ file, length }) => length > (LONG_FILES[file] ?? LONGEST_FILE));
  assert.deepEqual(long, []);
});

test('nothing is left undone', () => {
  const marks = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX\\b|not imple', 'mented'].join(''));
  const found = sources(OWN).flatMap((file) =>
    linesOf(file).flatMap((line, index) => (marks.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

test('no test is skipped or alone', () => {
  const marks = /\b(?:it|test|suite|describe)\.(?:skip|only|todo)\(/;
  const found = sources(['test']).flatMap((file) =>
    linesOf(file).flatMap((line, index) => (marks.test(line) ? [`${file}:${index + 1}`] : [])),
  );
  assert.deepEqual(found, []);
});

test('every text in Korean stands beside one in English', () => {
  const pages = sources(['server/src/core/rules', 'server/src/core/notes'], ['.md']);
  const alone = pages.filter(
    (page) => !pages.includes(page.endsWith('.ko.md') ? page.replace(/\.ko\.md$/, '.en.md') : page.replace(/\.en\.md$/, '.ko.md')),
  );
  assert.deepEqual(alone, []);
});

test('file names are kebab-case', () => {
  const odd = sources(['client', 'server/src', 'schemas']).filter((file) => !/^[a-z0-9.-]+$/.test(path.basename(file)));
  assert.deepEqual(odd, []);
});
