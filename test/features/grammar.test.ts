/** The colours of what is inside YAML, given by the grammars and the engine of the VS Code that the workbench tests run. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/lsp-client.ts';

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
  readonly embeddedLanguages?: Readonly<Record<string, string>>;
}
interface Manifest {
  readonly contributes?: { readonly grammars?: readonly Contribution[] };
}
interface Tokens {
  readonly tokens: readonly { readonly startIndex: number; readonly endIndex: number; readonly scopes: readonly string[] }[];
  readonly ruleStack: unknown;
}
interface Grammar {
  tokenizeLine(line: string, state: unknown): Tokens;
}
interface TextMate {
  readonly INITIAL: unknown;
  parseRawGrammar(text: string, file: string): unknown;
  readonly Registry: new (options: unknown) => { loadGrammar(scope: string): Promise<Grammar> };
}
interface Oniguruma {
  loadWASM(bytes: ArrayBufferLike): Promise<void>;
  readonly OnigScanner: new (patterns: readonly string[]) => unknown;
  readonly OnigString: new (text: string) => unknown;
}

const VSCODE = path.join(ROOT, 'test/vscode');
const EXTENSIONS = path.join(VSCODE, 'node_modules/code-server/lib/vscode/extensions');
const readJson = <Content>(file: string): Content => JSON.parse(readFileSync(file, 'utf8')) as Content;
const contributed = readJson<Manifest>(path.join(ROOT, 'package.json')).contributes?.grammars?.[0];
const FILE = path.join(ROOT, contributed?.path ?? '');
const isInstalled = existsSync(EXTENSIONS);
const options = isInstalled ? {} : { skip: 'VS Code is not installed yet: npm run test:vscode does it, and looks at the colours itself' };

async function loadYaml(): Promise<{ readonly grammar: Grammar; readonly initial: unknown }> {
  const load = createRequire(path.join(VSCODE, 'package.json'));
  const textmate = load('vscode-textmate') as TextMate;
  const oniguruma = load('vscode-oniguruma') as Oniguruma;
  await oniguruma.loadWASM(new Uint8Array(readFileSync(load.resolve('vscode-oniguruma/release/onig.wasm'))).buffer);
  const files = new Map([[contributed?.scopeName ?? '', FILE]]);
  for (const folder of readdirSync(EXTENSIONS)) {
    const manifest = path.join(EXTENSIONS, folder, 'package.json');
    if (!existsSync(manifest)) continue;
    for (const each of readJson<Manifest>(manifest).contributes?.grammars ?? [])
      files.set(each.scopeName, path.join(EXTENSIONS, folder, each.path));
  }
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: readonly string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const file = files.get(scope);
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
    getInjections: (scope: string) => (contributed?.injectTo?.includes(scope) ? [contributed.scopeName] : []),
  });
  return { grammar: await registry.loadGrammar('source.yaml'), initial: textmate.INITIAL };
}

const yaml = isInstalled ? await loadYaml() : undefined;

/** The scopes of every token of a text: `piece` to scopes, the last of several wins. */
function scopesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let state = yaml?.initial;
  for (const line of text.split('\n')) {
    const read = yaml?.grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of read?.tokens ?? [])
      found.set(line.slice(startIndex, endIndex).trim(), scopes.slice(1).join(' '));
    state = read?.ruleStack;
  }
  return found;
}

function assertScopes(text: string, wanted: Readonly<Record<string, string>>): void {
  const scopes = scopesIn(text);
  for (const [piece, scope] of Object.entries(wanted))
    assert.ok(scopes.get(piece)?.includes(scope), `${piece} should be ${scope}, is ${scopes.get(piece)} in\n${text}`);
}

/** A block at every place that reads differently: first in its map, behind a sibling, in wide and in unindented style. */
function placesOf(key: string, lines: readonly string[]): readonly string[] {
  const at = (column: number, inner: number): string =>
    [`${' '.repeat(column)}${key}: |`, ...lines.map((line) => (line === '' ? '' : ' '.repeat(inner) + line))].join('\n');
  return [
    `data:\n${at(2, 4)}\n  AFTER: info\n`,
    `data:\n  LEVEL: info\n${at(2, 4)}\n  AFTER: info\n`,
    `data:\n  OTHER: |\n    text\n${at(2, 4)}\n  AFTER: info\n`,
    `metadata:\n    name: a\ndata:\n    LEVEL: info\n${at(4, 8)}\n    AFTER: info\n`,
    `items:\n- kind: ConfigMap\n  data:\n    LEVEL: info\n${at(4, 6)}\n    AFTER: info\n`,
    `a: 1\n---\ndata:\n  LEVEL: info\n${at(2, 3)}\n  AFTER: info\n`,
  ];
}

const AFTER = { AFTER: 'entity.name.tag.yaml', info: 'string.unquoted.plain' };

test('scripts, settings and data are coloured by the extension of their key, wherever the key stands', options, () => {
  const blocks: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
    [
      'start.sh',
      ['#!/bin/sh', 'if [ "$A" ]; then', '  echo "x $B"', '', 'fi', '# end'],
      {
        if: 'keyword.control.if.shell',
        fi: 'keyword.control.fi.shell',
        end: 'comment.line.number-sign.shell',
        B: 'variable.other.normal.shell',
      },
    ],
    ['"app.json"', ['{"a": true}'], { true: 'constant.language.json', a: 'support.type.property-name.json' }],
    ['main.py', ['def f(): return 12  # why'], { def: 'storage.type.function.python', '12': 'constant.numeric', why: 'comment' }],
    ['pods.yaml', ['kind: Pod # which'], { kind: 'meta.embedded.block.yaml', which: 'comment.line.number-sign.yaml' }],
    ['app.ini', ['; first', 'size=1'], { first: 'comment.line.semicolon.ini', size: 'keyword.other.definition.ini' }],
    [
      'nginx.conf',
      ['# first', 'listen 80;', 'return 200 "b $c";', 'gzip on;'],
      {
        '# first': 'comment.line.number-sign.conf',
        listen: 'keyword.other.definition.conf',
        '80': 'constant.numeric.conf',
        $c: 'variable.other.conf',
        on: 'constant.language.conf',
      },
    ],
    ['app.toml', ['[server]', 'port = 80'], { '[server]': 'entity.name.section.conf', port: 'keyword.other.definition.conf' }],
    ['init.sql', ['SELECT 1;'], { SELECT: 'keyword' }],
    ['index.html', ['<b>x</b>'], { b: 'entity.name.tag.html' }],
    ['Dockerfile', ['FROM nginx'], { FROM: 'keyword.other.special-method.dockerfile' }],
  ];
  for (const [key, lines, wanted] of blocks) for (const text of placesOf(key, lines)) assertScopes(text, { ...wanted, ...AFTER });
});

test('a block of no known kind and a word in place of a block keep the colours of YAML', options, () => {
  assertScopes('data:\n  a: b\n  notes: |\n    if x\n  start.sh: text\n', {
    'if x': 'string.unquoted.block.yaml',
    text: 'string.unquoted.plain',
  });
});

test('quantities, durations and schedules, plain, in quotes and in braces', options, () => {
  assertScopes('limits: {cpu: 500m, memory: "128Mi"}\nmore:\n  storage: 1.5Gi # disk\n  window: 1h30m\nlist:\n- 7k\n', {
    '500m': 'constant.numeric.quantity',
    '128Mi': 'constant.numeric.quantity',
    '1.5Gi': 'constant.numeric.quantity',
    '7k': 'constant.numeric.quantity',
    '1h30m': 'constant.numeric.duration',
    disk: 'comment',
  });
  assertScopes('spec:\n  a: b\n  schedule: "*/5 1-3 * * MON"\n', { '*/5 1-3 * * MON': 'constant.numeric.cron' });
  assertScopes('spec:\n  schedule: "@daily"\n', { '@daily': 'constant.numeric.cron' });
  for (const text of ['name: web-1', 'text: it takes 5m', 'image: nginx:1m', 'time: 12:30:45'])
    for (const [piece, scopes] of scopesIn(text)) assert.ok(!scopes.includes('kijabi'), `${piece}: ${scopes}`);
});

test('the languages of blocks are named for VS Code, each one that the grammar gives', () => {
  const { repository } = readJson<{ readonly repository: Readonly<Record<string, { readonly contentName?: string }>> }>(FILE);
  const given = Object.values(repository).flatMap(({ contentName }) => contentName ?? []);
  assert.deepEqual(Object.keys(contributed?.embeddedLanguages ?? {}).sort(), given.sort());
});
