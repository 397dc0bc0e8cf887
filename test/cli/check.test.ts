import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../../server/src/cli/check.ts';
import type { ToldFinding } from '../../server/src/cli/checked.ts';
import { UsageError } from '../../server/src/cli/io.ts';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { ROOT } from '../support/lsp-client.ts';
import { catalog } from '../support/workspace.ts';

interface Ran {
  readonly status: number;
  readonly out: string;
}

async function check(args: readonly string[], { cwd = ROOT, input = '' } = {}): Promise<Ran> {
  let out = '';
  const status = await run(args, {
    cwd,
    out: (text) => {
      out += text;
    },
    err: () => undefined,
    read: async () => input,
  });
  return { status, out };
}

async function findings(input: string, ...args: readonly string[]): Promise<readonly ToldFinding[]> {
  const { out } = await check(['-', '--format', 'json', ...args], { input });
  return (JSON.parse(out) as { findings: ToldFinding[] }).findings;
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: svc-1\nspec:\n  ports:\n    - port: 9000\n      target: 8080\n';

/** A folder with these files. */
function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'kijabi-check-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

test('a finding has the shape that others rely on', async () => {
  const [found] = await findings(`---\n# nothing\n---\n${SERVICE}`);
  const { fixes = [], message, detail, ...rest } = found ?? ({} as ToldFinding);
  assert.deepEqual(rest, {
    file: '-',
    document: 1,
    apiVersion: 'v1',
    kind: 'Service',
    name: 'svc-1',
    rule: 'unknown-field',
    severity: 'error',
    path: 'spec.ports[0].target',
    class: 'unknown field',
    line: 11,
    column: 7,
    endLine: 11,
    endColumn: 13,
  });
  assert.equal(detail, 'unknown field "spec.ports[0].target"');
  assert.ok(message !== undefined && message.length > 0 && fixes.length > 0);
});

test('every recorded document: the same classes and paths as the verdict itself', async () => {
  const notes = JSON.parse(readFileSync(path.join(ROOT, 'test/golden/notes.json'), 'utf8')) as { blocks: { yaml: string }[] };
  const groups = ['batch', 'config', 'extra', 'pod', 'policy', 'service', 'storage', 'syntax', 'workload'];
  const texts = [
    ...notes.blocks.map(({ yaml }) => yaml),
    ...groups.flatMap((group) =>
      readFileSync(path.join(ROOT, `test/golden/api/${group}.jsonl`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { yaml: string }).yaml),
    ),
  ];
  const root = folder(Object.fromEntries(texts.map((text, index) => [`${String(index).padStart(5, '0')}.yaml`, text])));
  const { out } = await check(['.', '--as-manifest', '--format', 'json'], { cwd: root });
  const told = new Map<string, ToldFinding[]>();
  for (const each of (JSON.parse(out) as { findings: ToldFinding[] }).findings) told.set(each.file, [...(told.get(each.file) ?? []), each]);
  texts.forEach((text, index) => {
    const documents = createFile(text).documents.filter(
      ({ document }) => document.problems.length > 0 || (document.value !== undefined && document.value !== null),
    );
    const verdicts = documents.map(({ document }) => judge(document, catalog));
    const want = verdicts.flatMap(({ errors, warnings }, at) => [
      ...errors.map((error) => `${at + 1} ${error.class} ${error.path}`),
      ...warnings.map((warning) => `${at + 1} ${warning.text}`),
    ]);
    const got = (told.get(`${String(index).padStart(5, '0')}.yaml`) ?? []).map((each) =>
      each.serverWarning === undefined ? `${each.document} ${each.class} ${each.path}` : `${each.document} ${each.serverWarning}`,
    );
    assert.deepEqual([...new Set(got)].sort(), [...new Set(want)].sort(), text);
  });
});

test('what is not Kubernetes gives nothing, except as a manifest', async () => {
  const compose = 'services:\n  web:\n    image: nginx\n';
  assert.deepEqual(await findings(compose), []);
  assert.equal((await findings(compose, '--as-manifest'))[0]?.class, 'no such kind');
  assert.equal((await findings('- 1\n', '--as-manifest'))[0]?.class, 'type error');
  const list = 'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n';
  assert.deepEqual(await findings(list), []);
  assert.equal((await findings(list, '--as-manifest'))[0]?.class, 'no such kind');
});

test('folders are walked, .kijabi.yaml counts below its own, and the exit status tells', async () => {
  const root = folder({
    'a.yaml': SERVICE,
    'deep/b.yml': SERVICE,
    'deep/.kijabi.yaml': 'rules: {unknown-field: warning}\n',
    'skip/c.yaml': SERVICE,
    'readme.md': '# no',
    '.kijabi.yaml': 'exclude: [skip/**]\n',
  });
  const { status, out } = await check(['--format', 'json'], { cwd: root });
  const result = JSON.parse(out) as { files: number; documents: number; findings: ToldFinding[] };
  assert.deepEqual([status, result.files, result.documents], [1, 2, 2]);
  const told = result.findings.filter(({ rule }) => rule === 'unknown-field').map(({ file, severity }) => `${file} ${severity}`);
  assert.deepEqual(told.sort(), ['a.yaml error', 'deep/b.yml warning']);
  assert.equal((await check(['deep', '--rule', 'unknown-field=off'], { cwd: root })).status, 0);
});

test('bad usage is one clear line', async () => {
  for (const args of [['nowhere.yaml'], ['--format', 'xml'], ['--rule', 'x'], ['--rule', 'x=loud'], ['--kubernetes-version', '1.2']]) {
    await assert.rejects(check(args), (failure) => failure instanceof UsageError && !failure.message.includes('\n'));
  }
});

test('comments silence rules, and those that silence nothing are told', async () => {
  const text = `# kijabi-disable-file wrong-type\n${SERVICE.replace('      target', '      # kijabi-disable-next-line unknown-field\n      target')}`;
  assert.deepEqual(
    (await findings(text)).filter(({ severity }) => severity !== 'warning').map(({ rule, line }) => [rule, line]),
    [['unused-suppression', 1]],
  );
});

test('custom resources are judged by the definitions given', async () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, required: [size], properties: {size: {type: integer}}}
`;
  const root = folder({ 'crd.yaml': crd });
  const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {}\n';
  assert.deepEqual(
    (await findings(widget)).map(({ severity }) => severity),
    ['hint'],
  );
  const [found] = await findings(widget, '--crd', path.join(root, 'crd.yaml'));
  assert.deepEqual([found?.class, found?.path], ['required value', 'spec.size']);
});

test('SARIF and GitHub formats', async () => {
  const sarif = JSON.parse((await check(['-', '--format', 'sarif'], { input: SERVICE })).out);
  assert.equal(sarif.version, '2.1.0');
  assert.equal(sarif.runs[0].results[0].ruleId, 'unknown-field');
  assert.deepEqual(sarif.runs[0].results[0].locations[0].physicalLocation.region.startLine, 8);
  const { out } = await check(['-', '--format', 'github', '--lang', 'en'], { input: SERVICE });
  assert.match(out, /^::error file=-,line=8,endLine=8,col=7,endColumn=13,title=kijabi unknown-field::/);
});

test('--fix writes what is safe and leaves the rest to the byte', async () => {
  const text = 'apiVersion: v1\nkind: ConfigMap # the settings\nmetadata: {name: a}\r\ndata:\n  SSH: False   # off\n';
  const root = folder({ 'a.yaml': text });
  const dry = await check(['--fix-dry-run'], { cwd: root });
  assert.match(dry.out, /- {2}SSH: False {3}# off\n\+ {2}SSH: "False" {3}# off/);
  assert.equal(readFileSync(path.join(root, 'a.yaml'), 'utf8'), text);
  assert.equal((await check(['--fix'], { cwd: root })).status, 0);
  assert.equal(readFileSync(path.join(root, 'a.yaml'), 'utf8'), text.replace('False', '"False"'));
});
