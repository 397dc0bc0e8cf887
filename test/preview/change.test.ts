/** What an edit does, told from a run; and the committed text, from git itself and from a fake of VS Code's. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { firstOf, fromGitExtension, fromGitProgram } from '../../client/src/committed.ts';
import { committedFileCommand, GIT_ENVIRONMENT } from '../../server/src/core/base/git-command.ts';
import { LESSONS } from '../../server/src/core/features/preview/lessons.ts';
import { objectsIn } from '../../server/src/core/features/preview/manifest.ts';
import { preview } from '../../server/src/core/features/preview/preview.ts';
import type { ClusterPreset, SimulationParams } from '../../server/src/core/protocol.ts';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';
import { message, say } from '../../server/src/core/text/text.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../support/catalog.ts';

const COMMITTED = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
`;

function play(now: string, choice: Pick<SimulationParams, 'scenario' | 'edits' | 'behaviors'> = {}) {
  return preview({
    title: 'web.yaml',
    file: createFile(now),
    from: objectsIn(COMMITTED),
    clusterName: 'three',
    clusterObjects: (name) => presetObjects(name as ClusterPreset),
    catalog: catalogOf('1.36'),
    language: 'en',
    ...choice,
  });
}

test('a changed manifest is played from its committed version, and the change has a name', () => {
  const rolled = play(COMMITTED.replace('web:1', 'web:2'));
  assert.equal(rolled.scenario, 'change');
  assert.deepEqual(rolled.changes, ['Deployment web: the template changed, a rollout begins.']);
  assert.match(play(COMMITTED.replace('replicas: 3', 'replicas: 5')).changes.join(), /only the number of replicas changed; it scales to 5/);
  assert.deepEqual(play(`# a word\n${COMMITTED}`).changes, ['This edit makes nothing happen.']);
  const refused = play(COMMITTED.replaceAll('{app: web}', '{app: shop}')).changes;
  assert.match(refused.join(), /the server refuses it. .*field is immutable/);
});

test('what a person says of nodes and containers changes the run', () => {
  const tainted = play(COMMITTED, { scenario: 'apply', edits: [{ node: 'worker-1', taints: ['gpu=yes:NoSchedule'] }] });
  assert.ok(tainted.decisions.length > 0 && tainted.decisions.every(({ decision }) => decision.node === 'worker-2'));
  const failed = play(COMMITTED, { scenario: 'apply', edits: [{ node: 'worker-1', failAtMs: 5000 }] });
  assert.ok(failed.entries.some(({ timeMs, object }) => timeMs === 5000 && object.name === 'worker-1'));
  const unready = play(COMMITTED, { scenario: 'apply', behaviors: [{ image: 'web:1', behavior: { failReadiness: true } }] });
  assert.ok(unready.series[0]?.samples.every(({ availableByRevision }) => availableByRevision.every((count) => count === 0)));
});

test('every step of every lesson finds its moment', () => {
  const { scenarios } = play(COMMITTED);
  const lessons = scenarios.filter(({ id }) => id.startsWith('lesson:'));
  for (const { id } of lessons) {
    const said = play(COMMITTED, { scenario: id })
      .guide.map(({ text }) => text)
      .join(' ');
    const missing = (LESSONS[id.slice('lesson:'.length)]?.steps ?? []).filter(({ text }) => !said.includes(say('en', message(text))));
    assert.deepEqual(missing, [], id);
    assert.ok(LESSONS[id.slice('lesson:'.length)] !== undefined, `${id} has no guide`);
  }
});

test('git is only read: the committed text comes plain, and nothing that the repository configures runs', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-git-'));
  const git = (...words: string[]): void => void execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
  try {
    const file = path.join(folder, 'web.yaml');
    const mark = path.join(folder, 'ran');
    git('init');
    writeFileSync(file, COMMITTED);
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-m', 'one');
    writeFileSync(path.join(folder, 'trap.sh'), `#!/bin/sh\ntouch ${mark}\ncat "$1"\n`);
    chmodSync(path.join(folder, 'trap.sh'), 0o755);
    writeFileSync(path.join(folder, '.gitattributes'), '*.yaml diff=trap filter=trap\n');
    for (const name of ['diff.trap.textconv', 'filter.trap.smudge', 'filter.trap.clean', 'core.fsmonitor', 'core.pager'])
      git('config', name, path.join(folder, 'trap.sh'));
    const index = readFileSync(path.join(folder, '.git/index'));
    writeFileSync(file, 'changed');
    assert.equal(await fromGitProgram(file), COMMITTED);
    assert.equal(await fromGitProgram(path.join(folder, 'new.yaml')), undefined);
    assert.equal(await fromGitProgram(path.join(os.tmpdir(), 'nowhere.yaml')), undefined);
    assert.ok(!existsSync(mark));
    assert.deepEqual(readFileSync(path.join(folder, '.git/index')), index);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('git is asked with the words that only read', () => {
  const command = committedFileCommand('HEAD', 'web.yaml');
  assert.equal(command[0], '--no-optional-locks');
  assert.deepEqual(command.slice(-3), ['cat-file', 'blob', 'HEAD:./web.yaml']);
  for (const off of ['core.fsmonitor=false', 'core.hooksPath=/dev/null']) assert.ok(command.includes(off), off);
  assert.deepEqual([GIT_ENVIRONMENT.GIT_NO_LAZY_FETCH, GIT_ENVIRONMENT.GIT_TERMINAL_PROMPT], ['1', '0']);
});

test('what an edit does is told from what a fake of git has: rollout, scaling, refusal, nothing', async () => {
  const git = fromGitExtension(
    () => ({
      getAPI: () => ({
        getRepository: () => ({ show: async (revision, file) => (`${revision} ${file}` === 'HEAD web.yaml' ? COMMITTED : '') }),
      }),
    }),
    (file) => file,
  );
  const committed = await firstOf([git])('web.yaml');
  assert.equal(committed, COMMITTED);
  const told = (now: string): string => play(now).changes.join();
  assert.match(told(committed.replace('web:1', 'web:2')), /a rollout begins/);
  assert.match(told(committed.replace('replicas: 3', 'replicas: 2')), /only the number of replicas changed; it scales to 2/);
  assert.match(
    told(committed.replaceAll('{app: web}', '{app: shop}')),
    /refuses it\. Deployment\.apps "web" is invalid: spec\.selector: Invalid value: .*: field is immutable/,
  );
  assert.equal(told(`${committed}\n`), 'This edit makes nothing happen.');
});

test('VS Code’s git extension is asked first, and its failures are no failures', async () => {
  const extension = (show: () => Promise<string>) =>
    fromGitExtension(
      () => ({ getAPI: () => ({ getRepository: () => ({ show }) }) }),
      (file) => file,
    );
  const program = async (): Promise<string> => 'program';
  assert.equal(await firstOf([extension(async () => 'extension'), program])('a'), 'extension');
  assert.equal(await firstOf([extension(() => Promise.reject(new Error('no commit'))), program])('a'), 'program');
  assert.equal(
    await firstOf([
      fromGitExtension(
        () => undefined,
        (file) => file,
      ),
    ])('a'),
    undefined,
  );
});
