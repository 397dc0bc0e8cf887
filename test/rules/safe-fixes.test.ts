/** What holds for every safe fix, on mistakes made at random places of accepted manifests. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isArray, isObject, type Json, type Path } from '../../server/src/core/base/json.ts';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { mendFile } from '../../server/src/core/features/fix-all.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { renameKey } from '../../server/src/core/yaml/edit.ts';
import { find } from '../../server/src/core/yaml/locate.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { ROOT } from '../support/lsp-client.ts';
import { catalog } from '../support/workspace.ts';

const folder = path.join(ROOT, 'samples');
const documents: readonly Document[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && name !== 'mistakes.yaml')
  .flatMap((name) => createFile(readFileSync(path.join(folder, name), 'utf8')).documents.map(({ document }) => document));

function placesIn(value: Json | undefined, at: Path = []): readonly Path[] {
  if (isArray(value)) return value.flatMap((item, index) => placesIn(item, [...at, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...at, key], ...placesIn(each, [...at, key])]);
}

/** A key with two letters swapped, a number in quotes, a text without them. */
function spoil(document: Document, at: Path, how: number): string | undefined {
  const key = at.at(-1);
  if (typeof key !== 'string') return undefined;
  if (how === 0) {
    const middle = key.length >> 1;
    const swapped = key.slice(0, middle - 1) + key.charAt(middle) + key.charAt(middle - 1) + key.slice(middle + 1);
    return key.length < 5 ? undefined : applyEdits(document.text, renameKey(document, at, swapped));
  }
  const { node } = find(document, at);
  if (node?.is !== 'scalar') return undefined;
  if (node.type === 'int' && how === 1) return applyEdits(document.text, [{ range: node.range, text: `"${node.source}"` }]);
  if (node.style === 'double' && how === 2 && typeof node.value === 'string' && /^[\w.]+$/.test(node.value)) {
    return applyEdits(document.text, [{ range: node.range, text: node.value }]);
  }
  return undefined;
}

const spoilt = fc
  .tuple(fc.constantFrom(...documents), fc.nat(), fc.nat(2))
  .map(([document, at, how]) => {
    const places = placesIn(document.value);
    const place = places[at % Math.max(1, places.length)];
    return { document, text: place && spoil(document, place, how) };
  })
  .filter((each): each is { document: Document; text: string } => each.text !== undefined);

const errorsOf = (text: string): readonly string[] =>
  diagnoseDocument(parseDocument(text), catalog)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path: place }) => `${rule} ${place}`);

test('a safe fix takes its finding away and brings none', () => {
  fc.assert(
    fc.property(spoilt, ({ text }) => {
      const before = errorsOf(text);
      for (const finding of diagnoseDocument(parseDocument(text), catalog)) {
        for (const fix of finding.fixes.filter(({ safe }) => safe)) {
          const after = errorsOf(applyEdits(text, fix.edits));
          assert.ok(!after.includes(`${finding.rule} ${finding.path}`), text);
          assert.deepEqual(
            after.filter((each) => !before.includes(each)),
            [],
          );
        }
      }
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('all safe fixes at once give the manifest that was spoilt, or nothing that says something else; twice changes nothing', () => {
  fc.assert(
    fc.property(spoilt, ({ document, text }) => {
      const mend = (from: string): string =>
        mendFile(createFile(from), (file) =>
          file.documents.flatMap((placed) => diagnoseDocument(placed.document, catalog).map((finding) => ({ placed, finding }))),
        ).text;
      const after = mend(text);
      assert.equal(mend(after), after);
      if (after !== text) assert.deepEqual(parseDocument(after).value, document.value);
    }),
    { numRuns: 150, seed: 2 },
  );
});
