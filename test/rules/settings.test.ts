/** What a team writes into `.kijabi.yaml` about rules counts, in the folder it is in and below. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../../server/src/cli/check.ts';
import type { ToldFinding } from '../../server/src/cli/checked.ts';

/** `file severity rule` of the rules asked for, in a folder with these files. */
async function told(files: Readonly<Record<string, string>>, ...rules: readonly string[]): Promise<readonly string[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'kijabi-rules-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  let out = '';
  await run(['--format', 'json'], {
    cwd: root,
    out: (text) => {
      out += text;
    },
    err: () => undefined,
    read: async () => '',
  });
  const { findings } = JSON.parse(out) as { findings: readonly ToldFinding[] };
  return findings
    .filter(({ rule }) => rules.includes(rule))
    .map(({ file, severity, rule }) => `${file} ${severity} ${rule}`)
    .sort();
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: registry.example.net/web
`;
const MISSPELT = POD.replace('containers:', 'contaners:');
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n';

test('a rule is off, on again below, and as severe as they say', async () => {
  const files = {
    '.kijabi.yaml': 'rules:\n  image-tag: off\n  run-as-non-root: info\n',
    'a.yaml': POD,
    'deep/.kijabi.yaml': 'rules: {image-tag: error}\n',
    'deep/b.yaml': POD,
  };
  assert.deepEqual(await told(files, 'image-tag', 'run-as-non-root'), [
    'a.yaml info run-as-non-root',
    'deep/b.yaml error image-tag',
    'deep/b.yaml info run-as-non-root',
  ]);
});

test("the server's verdicts can be silenced too", async () => {
  const files = { 'a.yaml': MISSPELT, 'deep/.kijabi.yaml': 'rules: {unknown-field: off}\n', 'deep/b.yaml': MISSPELT };
  assert.deepEqual(await told(files, 'unknown-field'), ['a.yaml error unknown-field']);
});

test('a rule that is off by itself runs where it is named', async () => {
  const files = { 'a.yaml': POD, 'deep/.kijabi.yaml': 'rules: {no-liveness: warning}\n', 'deep/b.yaml': POD };
  assert.deepEqual(await told(files, 'no-liveness'), ['deep/b.yaml warning no-liveness']);
});

test('a standard of pod security is chosen', async () => {
  const files = { '.kijabi.yaml': 'rules: {pod-security-baseline: error}\n', 'a.yaml': POD.replace('spec:', 'spec:\n  hostPID: true') };
  assert.deepEqual(await told(files, 'pod-security-baseline', 'pod-security-restricted'), ['a.yaml error pod-security-baseline']);
});

test('what may be elsewhere is a hint, whatever its rule, unless they say otherwise', async () => {
  const strict = 'rules: {missing-sa: error}\n';
  assert.deepEqual(await told({ '.kijabi.yaml': strict, 'a.yaml': POD }, 'missing-sa'), ['a.yaml hint missing-sa']);
  assert.deepEqual(await told({ '.kijabi.yaml': strict, 'a.yaml': POD, 'b.yaml': ACCOUNT }, 'missing-sa'), ['a.yaml error missing-sa']);
  assert.deepEqual(await told({ '.kijabi.yaml': 'rules: {elsewhere: off}\n', 'a.yaml': POD }, 'missing-sa'), []);
  assert.deepEqual(await told({ '.kijabi.yaml': 'rules: {elsewhere: warning}\n', 'a.yaml': POD }, 'missing-sa'), [
    'a.yaml warning missing-sa',
  ]);
  assert.deepEqual(await told({ '.kijabi.yaml': 'rules: {elsewhere: warning, missing-sa: off}\n', 'a.yaml': POD }, 'missing-sa'), []);
});

test('comments that silence nothing are told of, unless that is off', async () => {
  const text = `# kijabi-disable-file privileged\n${POD}`;
  assert.deepEqual(await told({ 'a.yaml': text }, 'unused-suppression'), ['a.yaml info unused-suppression']);
  assert.deepEqual(await told({ 'a.yaml': text, '.kijabi.yaml': 'rules: {unused-suppression: off}\n' }, 'unused-suppression'), []);
});
