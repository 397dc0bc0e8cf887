import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/lsp-client.ts';

function kijabi(args: readonly string[], cwd = mkdtempSync(path.join(tmpdir(), 'kijabi-usage-'))): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [path.join(ROOT, 'dist/cli.js'), ...args], { cwd, encoding: 'utf8' });
}

test('bad usage is one line in the language of the command, and status 2', () => {
  const cases: readonly (readonly [args: readonly string[], ko: RegExp, en: RegExp])[] = [
    [['nonsense'], /"nonsense"라는 명령이 없습니다/, /unknown command nonsense/],
    [['check', '--nonsense'], /"--nonsense"라는 옵션이 없습니다/, /unknown option --nonsense/],
    [['check', '--format'], /옵션을 잘못 썼습니다/, /kijabi check --help/],
    [['check', '--format', 'nope'], /--format에는 다음 가운데 하나/, /--format must be one of/],
    [['check', 'nowhere.yaml'], /파일이나 폴더가 없습니다: nowhere\.yaml/, /no such file or folder: nowhere\.yaml/],
    [['schedule', '--cluster', 'nowhere'], /클러스터 "nowhere"가 없습니다/, /no cluster nowhere/],
    [['simulate', '--until', 'soon'], /--until에는 90s나 10m 같은/, /--until needs a time/],
    [['explain', 'podd'], /"podd"라는 종류를 찾을 수 없습니다/, /there is no kind podd/],
  ];
  for (const [args, ko, en] of cases) {
    for (const [options, wanted] of [[[], ko] as const, [['--lang', 'en'], en] as const]) {
      const { status, stderr, stdout } = kijabi([...args, ...options]);
      assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, wanted);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
      assert.equal(stdout, '');
    }
  }
});

test('every command has its help in both languages', () => {
  for (const command of ['check', 'simulate', 'schedule', 'explain']) {
    const [korean, english] = [kijabi([command, '--help']), kijabi([command, '-h', '--lang=en'])];
    assert.deepEqual([korean.status, english.status], [0, 0]);
    const options = (text: string): readonly string[] => [...text.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option = '']) => option);
    assert.deepEqual(options(korean.stdout), options(english.stdout));
    assert.match(korean.stdout, /[가-힣]/);
    assert.doesNotMatch(english.stdout, /[가-힣]/);
  }
});

test('.kijabi.yaml chooses the cluster and what is left out for simulate and schedule too', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kijabi-usage-'));
  writeFileSync(path.join(folder, '.kijabi.yaml'), 'cluster: one\nexclude: [left-out.yaml]\n');
  const pod = (name: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: a:1}]}\n`;
  writeFileSync(path.join(folder, 'kept.yaml'), pod('kept'));
  writeFileSync(path.join(folder, 'left-out.yaml'), pod('left-out'));
  const { stdout } = kijabi(['schedule', '--format', 'json'], folder);
  const { nodeOrder, pods } = JSON.parse(stdout) as { nodeOrder: readonly string[]; pods: readonly { pod: string }[] };
  assert.equal(nodeOrder.length, 1);
  assert.deepEqual(
    pods.map(({ pod: name }) => name),
    ['default/kept'],
  );
});
