import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { goPattern } from '../../server/src/core/kube/go-pattern.ts';
import { stringFormat } from '../../server/src/core/kube/string-format.ts';

interface Recorded {
  readonly schemas: readonly { readonly format?: string; readonly pattern?: string }[];
  readonly texts: readonly { readonly text: string; readonly unfit: readonly number[] }[];
}

/** Which texts the API server 1.36.2 found unfit for which format or pattern of a custom resource. */
const { schemas, texts } = JSON.parse(readFileSync(new URL('recorded-texts.json', import.meta.url), 'utf8')) as Recorded;

/** Flags for a part of a pattern, which JavaScript does not have yet. */
const UNREADABLE = ['(?i:AB)c'];

test('a text has a format when the API server says so', () => {
  for (const [number, { format }] of schemas.entries()) {
    if (format === undefined) continue;
    const fits = stringFormat(format, '1.36') ?? ((): boolean => true);
    for (const { text, unfit } of texts) assert.equal(fits(text), !unfit.includes(number), `${format} ${JSON.stringify(text)}`);
  }
});

test('a pattern matches what it matches in Go', () => {
  for (const [number, { pattern }] of schemas.entries()) {
    if (pattern === undefined || UNREADABLE.includes(pattern)) continue;
    const expression = goPattern(pattern);
    assert.ok(expression !== undefined, pattern);
    for (const { text, unfit } of texts) assert.equal(expression.test(text), !unfit.includes(number), `${pattern} ${JSON.stringify(text)}`);
  }
});

test('what cannot be read as a pattern is no pattern', () => {
  for (const text of ['(', 'a**', '[', '\\', '(?<=a)b(?P', ...UNREADABLE]) assert.equal(goPattern(text), undefined, text);
});

test('Kubernetes names are formats from 1.34 on, unknown formats none', () => {
  assert.equal(stringFormat('k8s-short-name', '1.33'), undefined);
  assert.equal(stringFormat('k8s-short-name', '1.34')?.('A'), false);
  assert.equal(stringFormat('nonsense', '1.36'), undefined);
  assert.equal(stringFormat('constructor', '1.36'), undefined);
});
