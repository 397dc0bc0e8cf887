/** What holds of every verdict, tried on all recorded manifests. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isObject, type Json, type Path, valueAt } from '../../server/src/core/base/json.ts';
import { say } from '../../server/src/core/text/text.ts';
import { judge, judgeValue } from '../../server/src/core/verdict/judge.ts';
import type { Verdict } from '../../server/src/core/verdict/verdict.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../support/catalog.ts';

const RECORDINGS = path.join(import.meta.dirname, '../golden/api');

interface Judged {
  readonly id: string;
  readonly value: Json | undefined;
  readonly verdict: Verdict;
}

function judgeAll(): readonly Judged[] {
  const catalog = catalogOf('1.36');
  return readdirSync(RECORDINGS)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(RECORDINGS, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly yaml: string })
    .flatMap(({ id, yaml }) =>
      createFile(yaml).documents.map(({ document }) => ({ id, value: document.value, verdict: judge(document, catalog) })),
    );
}

const ALL = judgeAll();

test('every error and warning has words in both languages, with all their values', () => {
  const unfilled = ALL.flatMap(({ verdict }) => [...verdict.errors, ...verdict.warnings])
    .flatMap(({ message }) => [say('ko', message), say('en', message)].map((text) => `${message.key}: ${text}`))
    // Braces may come from a name of the server's own, such as {topologyKey, whenUnsatisfiable}.
    .filter((text) => /\{\w+(\|[^}]*)?\}/.test(text));
  assert.deepEqual([...new Set(unfilled)], []);
});

test('every error stands in the document, or right below a place that does', () => {
  const lost = ALL.flatMap(({ id, value, verdict }) =>
    verdict.errors
      .filter((error) => error.class !== 'required value' && !isReachable(value, error.at))
      .map((error) => `${id}: ${error.class} ${error.path} at ${error.at.join('/')}`),
  );
  // What the server made itself (a default, a generated label) has no place of its own.
  assert.ok(lost.length < 60, lost.slice(0, 20).join('\n'));
});

function isReachable(value: Json | undefined, at: Path): boolean {
  return at.length === 0 || valueAt(value, at) !== undefined || valueAt(value, at.slice(0, -1)) !== undefined;
}

test('an accepted object is accepted again with its defaults, and gets no new ones', () => {
  const catalog = catalogOf('1.36');
  for (const { id, verdict } of ALL) {
    if (!verdict.accepted || verdict.object === undefined || JSON.stringify(verdict.object).includes('LabelKeys')) continue;
    const again = judgeValue(verdict.object, catalog);
    assert.deepEqual(
      again.errors.map((error) => `${error.class}: ${error.path}`),
      [],
      id,
    );
    assert.deepEqual(again.object, verdict.object, id);
    assert.ok(isObject(again.object));
  }
});
