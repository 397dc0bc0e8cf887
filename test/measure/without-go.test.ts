import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../support/lsp-client.ts';

/** The measure as a fresh clone has it: with one recorded place, and a recorder that is not built. */
const clone = mkdtempSync(path.join(os.tmpdir(), 'kijabi-clone-'));
after(() => rmSync(clone, { recursive: true }));

const GOLDEN = 'test/golden';
for (const entry of readdirSync(path.join(ROOT, GOLDEN), { withFileTypes: true })) {
  const isCode = entry.name.endsWith('.ts') || ['families', 'record', 'generate'].includes(entry.name);
  if (isCode) cpSync(path.join(ROOT, GOLDEN, entry.name), path.join(clone, GOLDEN, entry.name), { recursive: true });
}
for (const file of ['package.json', 'tsconfig.json', `${GOLDEN}/recorder/go.mod`, `${GOLDEN}/vectors/qos.jsonl`]) {
  cpSync(path.join(ROOT, file), path.join(clone, file), { recursive: true });
}
for (const folder of ['node_modules', 'server', 'schemas', 'test/support']) symlinkSync(path.join(ROOT, folder), path.join(clone, folder));

/** A `go` that stands first on the PATH and answers `go env GOVERSION` as given. */
function record(go: string): { readonly status: number | null; readonly lines: readonly string[]; readonly stdout: string } {
  const bin = path.join(clone, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, 'go'), `#!/bin/sh\n${go}\n`);
  chmodSync(path.join(bin, 'go'), 0o755);
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const command = ['--import', 'tsx', `${GOLDEN}/record.ts`, '--check'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: clone, env, encoding: 'utf8' });
  return { status, stdout, lines: stderr.split('\n').filter((line) => line !== '') };
}

const NEED = 'golden:record: the recorder needs Go 1.26 or newer on the PATH (https://go.dev/dl)';

test('where Go is missing the measure says so in one line and ends with 2', () => {
  assert.deepEqual(record('exit 127'), { status: 2, stdout: '', lines: [`${NEED}; none was found`] });
});

test('where Go is too old the measure says so in one line and ends with 2', () => {
  for (const version of ['go1.25.9', 'go1.9']) {
    assert.deepEqual(record(`echo ${version}`), { status: 2, stdout: '', lines: [`${NEED}; this is ${version}`] });
  }
});

test('where Go cannot build the recorder the measure ends with 2', () => {
  const { status, lines } = record('test "$1" = env && echo go1.27.0 && exit; echo no network >&2; exit 1');
  assert.equal(status, 2);
  assert.deepEqual(lines.slice(1), ['no network', 'golden:record: the recorder could not be built (see above)']);
});
