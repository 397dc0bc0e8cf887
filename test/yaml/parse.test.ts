/**
 * The texts of recorded.jsonl and what sigs.k8s.io/yaml v1.6.0 (with go.yaml.in/yaml/v2 v2.4.2, as in Kubernetes 1.36) said of each:
 * its error, or the JSON it makes of it (as text, so that no digit is lost) and the repeated keys of its strict mode.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../server/src/core/base/json.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';

interface Recording {
  readonly text: string;
  readonly error?: string;
  readonly value?: string;
  readonly repeated?: string;
}

const recordings = readFileSync(path.join(import.meta.dirname, 'recorded.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recording);

function refusalOf({ problems }: Document): string | undefined {
  return problems.find(({ is }) => is !== 'duplicateKey')?.serverText;
}

/** Data as JSON text with sorted keys; Go writes integers of 64 bits in full, and so do we. */
function canonical(value: Json | undefined): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** The recorded JSON, its integers kept exact. */
function recordedValue(text: string): string {
  const parsed = JSON.parse(
    text.replaceAll(/(?<=[[:,]|^)-?\d{16,}(?=[\],}]|$)/g, (digits) => `"bigint:${digits}"`),
    (_, value) => (typeof value === 'string' && value.startsWith('bigint:') ? BigInt(value.slice(7)) : value),
  );
  return canonical(parsed).replaceAll('-0', '0');
}

test('texts are accepted and refused as the API server does, with its words', () => {
  const wrong = recordings.flatMap(({ text, error }) => {
    const got = refusalOf(parseDocument(text));
    // Go prints a collection as a key in its own syntax: that it is refused is enough.
    const isSame = error?.includes('map key') ? got !== undefined : got === error;
    return isSame ? [] : [{ text, want: error, got }];
  });
  assert.deepEqual(wrong, []);
});

test('values are what the API server reads', () => {
  const wrong = recordings.flatMap(({ text, value }) => {
    if (value === undefined) return [];
    const want = recordedValue(value);
    const got = canonical(parseDocument(text).value).replaceAll('-0', '0');
    return want === got ? [] : [{ text, want, got }];
  });
  assert.deepEqual(wrong, []);
});

test('repeated keys are found as in the strict mode of the API server', () => {
  const wrong = recordings.flatMap(({ text, error, repeated }) => {
    if (error !== undefined) return [];
    const got = parseDocument(text)
      .problems.map(({ serverText }) => serverText)
      .join('\n  ');
    return got === (repeated ?? '') ? [] : [{ text, want: repeated, got }];
  });
  assert.deepEqual(wrong, []);
});

test('every range lies within the text, and holds what is inside it', () => {
  for (const { text } of recordings) checkRanges(parseDocument(text));
});

test('no text makes the parser throw', () => {
  const part = fc.constantFrom(...'{}[],:?-#&*!|>\'"%@`\\ \t\n\r', 'a', '<<', '---', '!!int ', '&a ', '*a', '1', '한', '\u0001', '\ufeff');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      checkRanges(parseDocument(parts.join('')));
    }),
    { numRuns: 2000 },
  );
});

test('what follows a half-written line keeps its tree', () => {
  for (const half of ['  lab', '  labels: {a: ', '  labels: "x', '  labels: [', '  -', '   x: 1', '\tx: 1', '  a: b: c']) {
    const { value } = parseDocument(`kind: Pod\nmetadata:\n  name: a\n${half}\nspec:\n  hostNetwork: true\n`);
    assert.deepEqual((value as { spec?: unknown } | undefined)?.spec, { hostNetwork: true }, half);
  }
});

function checkRanges({ text, root, problems }: Document): void {
  for (const { range } of problems) assert.ok(range.start >= 0 && range.end <= text.length && range.start <= range.end);
  const visit = (node: Document['root'], start: number, end: number): void => {
    if (node === undefined) return;
    assert.ok(
      node.range.start >= start && node.range.end <= end && node.range.start <= node.range.end,
      JSON.stringify({ text, node: node.range, start, end }),
    );
    if (node.is === 'map') {
      for (const entry of node.entries) {
        assert.ok(entry.range.start >= node.range.start && entry.range.end <= node.range.end);
        visit(entry.value, entry.range.start, entry.range.end);
      }
    }
    if (node.is === 'list') for (const item of node.items) visit(item.value, item.range.start, item.range.end);
  };
  visit(root, 0, text.length);
}
