/** What holds for every safe fix: on the examples of rules, on what the API server rejects, and on mistakes at random places of good manifests in many styles. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { mendFile } from '../../server/src/core/features/fix-all.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readRules } from '../../server/src/tools/gen-rules.ts';
import { examplesOf } from '../../server/src/tools/page.ts';
import { ROOT } from '../support/lsp-client.ts';
import { brokenLaws } from '../support/safe-fix.ts';
import { placesIn, SPOILINGS, STYLES } from '../support/spoil.ts';
import { catalog } from '../support/workspace.ts';
import { MISTAKES } from './mistakes.ts';

interface Case {
  readonly yaml: string;
  readonly verdict: readonly { readonly accepted?: boolean }[];
}

const golden = path.join(ROOT, 'test/golden/api');
const cases = readdirSync(golden)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(path.join(golden, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);
const samples = readdirSync(path.join(ROOT, 'samples'))
  .filter((name) => name.endsWith('.yaml') && name !== 'mistakes.yaml')
  .map((name) => readFileSync(path.join(ROOT, 'samples', name), 'utf8'));
const textsIn = (file: string): readonly string[] => createFile(file).documents.map(({ document }) => document.text);
const good = [
  ...samples,
  ...cases.filter(({ verdict }) => verdict.every(({ accepted }) => accepted === true)).map(({ yaml }) => yaml),
].flatMap(textsIn);

test('on the examples of the rules', () => {
  for (const { en } of readRules()) for (const text of examplesOf(en, 'bad').flatMap(textsIn)) assert.deepEqual(brokenLaws(text), [], text);
});

test('on mistakes that people make', () => {
  for (const { written } of MISTAKES) assert.deepEqual(brokenLaws(written), [], written);
});

for (const [style, write] of Object.entries(STYLES)) {
  test(`on a part of what the API server was asked, ${style}`, () => {
    const step = style === 'as it is' ? 1 : 11;
    for (const [index, { yaml }] of cases.entries()) {
      if (index % step !== 0) continue;
      for (const text of textsIn(yaml)) assert.deepEqual(brokenLaws(write(text, index)), [], text);
    }
  });
}

interface Spoilt {
  readonly document: Document;
  readonly text: string;
  /** What was written is still there, though not as it should be. */
  readonly keepsAll: boolean;
}

const spoilt = fc
  .record({
    base: fc.constantFrom(...good),
    style: fc.constantFrom(...Object.keys(STYLES)),
    spoiling: fc.constantFrom(...Object.keys(SPOILINGS)),
    place: fc.nat(),
    seed: fc.nat(1000),
  })
  .map(({ base, style, spoiling, place, seed }): Spoilt | undefined => {
    const document = parseDocument(STYLES[style]?.(base, seed) ?? base);
    const places = placesIn(document.value);
    const at = places[place % Math.max(1, places.length)] ?? [];
    const text = SPOILINGS[spoiling]?.(document, at, seed);
    // Of an apiVersion among data nobody can tell that it was meant for the object.
    const isHidden = at.length === 1 && spoiling === 'beside below';
    const keepsAll = spoiling !== 'left out' && spoiling !== 'a stranger' && !isHidden;
    return text === undefined ? undefined : { document, text, keepsAll };
  })
  .filter((each) => each !== undefined);

/** A second mistake at another place, which the first may hide. */
const spoiltTwice = fc
  .record({ first: spoilt, spoiling: fc.constantFrom(...Object.keys(SPOILINGS)), place: fc.nat(), seed: fc.nat(1000) })
  .map(({ first, spoiling, place, seed }) => {
    const document = parseDocument(first.text);
    const places = placesIn(document.value);
    return SPOILINGS[spoiling]?.(document, places[place % Math.max(1, places.length)] ?? [], seed);
  })
  .filter((text) => text !== undefined);

test('on two mistakes at random places', () => {
  fc.assert(
    fc.property(spoiltTwice, (text) => {
      assert.deepEqual(brokenLaws(text), [], text);
    }),
    { numRuns: 1000, seed: 3 },
  );
});

test('on mistakes at random places', () => {
  fc.assert(
    fc.property(spoilt, ({ text }) => {
      assert.deepEqual(brokenLaws(text), [], text);
    }),
    { numRuns: 1500, seed: 1 },
  );
});

const mended = (text: string): string =>
  mendFile(createFile(text), (file) =>
    file.documents.flatMap((placed) => diagnoseDocument(placed.document, catalog).map((finding) => ({ placed, finding }))),
  ).text;

test('all safe fixes at once: twice changes nothing, and what was rejected is not rejected for more', () => {
  const errorsOf = (text: string): readonly string[] =>
    diagnoseDocument(parseDocument(text), catalog)
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, path: place }) => `${rule} ${place}`);
  fc.assert(
    fc.property(spoilt, ({ document, text, keepsAll }) => {
      const after = mended(text);
      assert.equal(mended(after), after);
      const before = errorsOf(text);
      const left = errorsOf(after);
      assert.deepEqual(
        left.filter((each) => !before.includes(each)),
        [],
        text,
      );
      if (left.length === 0 && before.length > 0 && keepsAll)
        assert.deepEqual(parseDocument(after).value, parseDocument(mended(document.text)).value, text);
    }),
    { numRuns: 1000, seed: 2 },
  );
});
