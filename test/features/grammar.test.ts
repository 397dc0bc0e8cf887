import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/lsp-client.ts';

interface Pattern {
  readonly begin?: string;
  readonly while?: string;
  readonly match?: string;
}

const { contributes } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly contributes: {
    readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo: readonly string[] }[];
  };
};
const [contributed] = contributes.grammars;
const file = path.join(ROOT, contributed?.path ?? '');
const grammar = JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}') as {
  readonly scopeName: string;
  readonly patterns: readonly { readonly include: string }[];
  readonly repository: Readonly<Record<string, Pattern>>;
};

const firstFor = (line: string): string | undefined =>
  Object.entries(grammar.repository).find(([, { begin, match }]) => new RegExp(begin ?? match ?? '$^').test(line))?.[0];

test('the grammar goes into YAML, and every pattern it names is there', () => {
  assert.deepEqual([contributed?.scopeName, contributed?.injectTo], [grammar.scopeName, ['source.yaml']]);
  for (const { include } of grammar.patterns) assert.ok(include.slice(1) in grammar.repository, include);
});

test('blocks are coloured by the extension of their key', () => {
  assert.equal(firstFor('  start.sh: |'), 'shell');
  assert.equal(firstFor('  "app.json": |-  # settings'), 'json');
  assert.equal(firstFor('  nginx.conf: |2'), 'properties');
  assert.equal(firstFor('  start.sh: text'), undefined);
  assert.equal(firstFor('  notes: |'), undefined);
});

test('a block ends where its indentation ends', () => {
  const { begin = '', while: goesOn = '' } = grammar.repository.shell ?? {};
  const indent = new RegExp(begin).exec('  start.sh: |')?.[1] ?? '';
  const inside = new RegExp(goesOn.replace('\\1', indent));
  assert.ok(inside.test('    echo') && inside.test('') && !inside.test('  next: |') && !inside.test('kind: A'));
});

test('quantities, durations and schedules', () => {
  assert.equal(firstFor('    memory: 128Mi'), 'quantity');
  assert.equal(firstFor('  duration: 1h30m'), 'duration');
  assert.equal(firstFor('  schedule: "*/5 * * * *"'), 'cron');
  assert.equal(firstFor('  name: web-1'), undefined);
});
