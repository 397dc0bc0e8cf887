import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { FamilyResult } from '../golden/golden.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'kijabi-golden-'));
after(() => rmSync(scratch, { recursive: true }));

function golden(...options: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', 'test/golden/golden.ts', ...options], { cwd: ROOT, encoding: 'utf8' });
}

const ROW = { id: 'one', in: { a: '1', b: '1' }, out: { cmp: 0, sum: '2', diff: '0' } };

function folder(name: string, ...rows: readonly unknown[]): string {
  const dir = path.join(scratch, name);
  mkdirSync(path.join(dir, 'vectors'), { recursive: true });
  writeFileSync(
    path.join(dir, 'vectors', 'quantityCmp.jsonl'),
    rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'),
  );
  return dir;
}

test('equal recordings exit 0, different ones 1, and --json tells everything', () => {
  const equal = golden('--dir', folder('equal', ROW), '--json');
  assert.equal(equal.status, 0, equal.stderr);
  assert.deepEqual(JSON.parse(equal.stdout), {
    passed: 1,
    total: 1,
    families: [{ name: 'vectors/quantityCmp', passed: 1, total: 1, exceptions: 0, failures: [] }],
  });
  const different = golden('--dir', folder('different', ROW, { ...ROW, id: 'two', out: { ...ROW.out, sum: '3' } }), '--json');
  assert.equal(different.status, 1);
  const { passed, total, families } = JSON.parse(different.stdout) as { passed: number; total: number; families: readonly FamilyResult[] };
  assert.deepEqual(
    [passed, total, families[0]?.failures],
    [1, 2, [{ id: 'two', differences: [{ path: 'out.sum', want: '3', got: '2' }] }]],
  );
});

test('what cannot be compared exits 2 with one line and no stack', () => {
  const empty = path.join(scratch, 'empty');
  mkdirSync(empty);
  const cases = [
    ['--dir', empty],
    ['--dir', path.join(scratch, 'nowhere')],
    ['--family', 'api/nothing'],
    ['--family', 'sched'],
    ['--dir', folder('broken', ROW, '{"id": '), '--json'],
    ['--colour'],
    ['--dir', folder('foreign', ROW), '--raise-floors'],
  ];
  for (const options of cases) {
    const { status, stdout, stderr } = golden(...options);
    assert.deepEqual([options, status, stdout, stderr.trim().split('\n').length], [options, 2, '', 1]);
  }
});

test('a prefix selects all families below it', () => {
  const dir = path.join(scratch, 'prefix');
  mkdirSync(path.join(dir, 'vectors'), { recursive: true });
  for (const name of ['qos', 'oom'])
    cpSync(path.join(ROOT, 'test/golden/vectors', `${name}.jsonl`), path.join(dir, 'vectors', `${name}.jsonl`));
  const names = (family: string): readonly string[] =>
    (JSON.parse(golden('--dir', dir, '--family', family, '--json').stdout) as { families: readonly FamilyResult[] }).families.map(
      ({ name }) => name,
    );
  assert.deepEqual(names('vectors'), ['vectors/oom', 'vectors/qos']);
  assert.deepEqual(names('vectors/qos'), ['vectors/qos']);
});
