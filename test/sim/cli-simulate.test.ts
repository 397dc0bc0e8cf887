import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { EXIT, UsageError } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/simulate.ts';
import type { SimulationResult } from '../../server/src/core/sim/result.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: main, image: "app:1", resources: {requests: {cpu: 100m}}}]
`;

function folderOf(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kijabi-simulate-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  return dir;
}

async function play(args: readonly string[], files: Readonly<Record<string, string>>): Promise<{ status: number; out: string }> {
  let out = '';
  const status = await run(args, {
    cwd: folderOf(files),
    out(text) {
      out += text;
    },
    err: () => undefined,
    read: async () => MANIFEST,
  });
  return { status, out };
}

test('json has every object and event, with reasons, samples and answers', async () => {
  const { status, out } = await play(['web.yaml', '--format', 'json', '--cluster', 'one', '--until', '1m', '--assert', 'all-scheduled'], {
    'web.yaml': MANIFEST,
  });
  const result = JSON.parse(out) as SimulationResult;
  assert.equal(status, EXIT.clean);
  assert.equal(result.kubernetesVersion, '1.36');
  assert.ok(
    result.entries.every(
      ({ because, component, verb, object }) => because !== '' && component !== '' && verb !== undefined && object !== undefined,
    ),
  );
  const created = result.entries.filter(({ verb, object }) => verb === 'create' && object.kind === 'Pod');
  assert.equal(created.length, 2);
  assert.ok(
    result.entries.some(({ reason, message }) => reason === 'Scheduled' && message?.startsWith('Successfully assigned default/web-')),
  );
  assert.deepEqual(result.samples.map(({ workload, available }) => [workload, available]).at(-1), ['Deployment default/web', 2]);
  assert.deepEqual(
    result.assertions.map(({ assertion, holds }) => [assertion, holds]),
    [['all-scheduled', true]],
  );
});

test('json has what the scheduler weighed, and what became of the requests to each Service', async () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n';
  const files = { 'web.yaml': `${MANIFEST}---\n${service}`, 'slow.yaml': 'containers: [{answerAfter: 5s}]\n' };
  const args = ['web.yaml', '--format', 'json', '--from', 'web.yaml', '--scenario', 'slow.yaml', '--until', '1m', '--cluster', 'three'];
  const calm = JSON.parse((await play([...args, '--assert', 'no-lost-requests'], files)).out) as SimulationResult;
  assert.deepEqual(calm.assertions, [{ assertion: 'no-lost-requests', holds: true, because: ['no-lost-requests: 지켜졌습니다.'] }]);
  const changed = { ...files, 'new.yaml': files['web.yaml'].replace('app:1', 'app:2') };
  const { status, out } = await play(['new.yaml', ...args.slice(1), '--assert', 'no-lost-requests', '--lang', 'en'], changed);
  const result = JSON.parse(out) as SimulationResult;
  assert.equal(status, EXIT.findings);
  assert.match(result.assertions[0]?.because[0] ?? '', /^web: requests failed for \d+(\.\d+)? s \(\d+% of them at worst\)\.$/);
  assert.deepEqual(result.services[0]?.reasons.includes('starting'), true);
  assert.ok(result.requests.some(({ failing }) => failing > 0));
  const [decision] = result.entries.flatMap((entry) => entry.decision ?? []);
  assert.match(decision?.node ?? '', /^worker-/);
  assert.equal(Object.keys(decision?.totals ?? {}).length, decision?.feasible.length);
});

test('a broken assertion ends with status 1 and says which', async () => {
  const { status, out } = await play(['-', '--assert', 'completes-within=0s', '--lang', 'en'], {});
  assert.equal(status, EXIT.findings);
  assert.match(out, /✗ completes-within=0s web: took 1 s to complete/);
});

test('--from plays the way from the old manifest to the new one, with a scenario', async () => {
  const files = {
    'old.yaml': MANIFEST,
    'new.yaml': MANIFEST.replace('app:1', 'app:2'),
    'slow.yaml': 'containers:\n- {image: "app:2", readyAfter: 7s}\nsteps:\n- {at: 60s, scale: deploy/web, replicas: 3}\n',
  };
  const { out } = await play(['new.yaml', '--from', 'old.yaml', '--scenario', 'slow.yaml', '--lang', 'en'], files);
  assert.match(out, /0:08\s+kubelet\s+Pod\/web-\w+-\w+\s+is ready/);
  assert.match(out, /1:00\s+deployment\s+Deployment\/web\s+ScalingReplicaSet: Scaled up replica set web-\w+ from 2 to 3/);
  assert.match(out, /Deployment\/web: no downtime\./);
});

test('what cannot be understood is told in one line', async () => {
  for (const [args, problem] of [
    [['nowhere.yaml'], /no such file/],
    [['-', '--until', 'soon'], /--until needs a time/],
    [['-', '--cluster', 'huge'], /no cluster huge/],
    [['-', '--assert', 'never-fails'], /never-fails/],
    [['-', '--from', 'no-such-revision'], /neither a file nor a git revision/],
  ] as const) {
    await assert.rejects(play(args, {}), (failure) => failure instanceof UsageError && problem.test(failure.message));
  }
});
