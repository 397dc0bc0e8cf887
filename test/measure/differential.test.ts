import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { kubernetesModule } from '../support/go-modules.ts';
import { ROOT } from '../support/lsp-client.ts';

const CASES = 90;
/** The recorder builds in seconds where Go has built it before; a first build is not a test's business. */
const LONGEST_MS = 180_000;

const isHere = existsSync(kubernetesModule());

test('fresh manifests get the verdict of the real API server', { skip: !isHere && 'the Go modules of the recorder are not here' }, (t) => {
  const command = ['--import', 'tsx', 'test/golden/record.ts', '--differential', String(CASES), '--seed', '36', '--dry-run', 'api'];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', timeout: LONGEST_MS });
  if (signal !== null) return t.skip(`the recorder was not ready after ${LONGEST_MS / 1000} s`);
  // Without Go, or with one that is too old, the command says so and exits 2.
  if (status === 2 && stderr.includes('the recorder needs Go')) return t.skip(stderr.trim());
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, new RegExp(`all: 0 of ${CASES} differ`));
});
