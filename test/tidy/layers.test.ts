/** The import table of ARCHITECTURE.md, and the purity of the core. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT, sources } from './sources.ts';

/** What each room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  text: ['base'],
  yaml: ['base', 'text'],
  kube: ['base', 'text', 'yaml', 'generated'],
  verdict: ['base', 'text', 'yaml', 'kube', 'generated'],
  rules: ['base', 'text', 'yaml', 'kube', 'verdict', 'generated'],
  notes: ['base', 'text', 'yaml', 'kube', 'verdict', 'generated'],
  sim: ['base', 'text', 'kube', 'verdict', 'generated'],
  protocol: ['base', 'text', 'yaml', 'kube', 'verdict', 'sim'],
  features: ['base', 'text', 'yaml', 'kube', 'verdict', 'rules', 'notes', 'sim', 'protocol', 'generated'],
  generated: ['rules', 'notes'],
  lsp: ['base', 'text', 'yaml', 'kube', 'verdict', 'rules', 'notes', 'sim', 'features', 'protocol', 'generated'],
  cli: ['base', 'text', 'yaml', 'kube', 'verdict', 'rules', 'notes', 'sim', 'features', 'protocol', 'generated', 'lsp'],
  client: ['protocol', 'text', 'base'],
  webview: ['protocol', 'text', 'sim', 'base'],
};

/** Files of sim that the webview may read: pure readers of what a run gave. */
const WEBVIEW_READS = /^server\/src\/core\/sim\/(trace|object|scheduler\/decision)\.ts$/;

/** Packages with one home. */
const SOLE_USERS: Readonly<Record<string, RegExp>> = {
  yaml: /^server\/src\/core\/yaml\//,
  vscode: /^client\/src\//,
};

/** Words that would make the core depend on when or where it runs. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\blocaleCompare\b|\bsetTimeout\b|\bsetInterval\b|\bprocess\.|\bconsole\.|from 'node:/;

function roomOf(file: string): string | undefined {
  const core = /^server\/src\/core\/([a-z]+)(?:\/|\.ts)/.exec(file);
  if (core !== null) return core[1];
  return /^server\/src\/(lsp|cli)\//.exec(file)?.[1] ?? /^client\/(webview)\//.exec(file)?.[1] ?? /^(client)\/src\//.exec(file)?.[1];
}

function importsOf(text: string): { readonly specifier: string; readonly typeOnly: boolean }[] {
  return [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)/gm)].map((found) => ({
    specifier: found[2] ?? found[3] ?? '',
    typeOnly: found[1] !== undefined,
  }));
}

test('imports go down only', () => {
  const wrong: string[] = [];
  for (const file of sources(['server/src', 'client'])) {
    const room = roomOf(file);
    if (room === undefined) continue;
    for (const { specifier, typeOnly } of importsOf(readFileSync(path.join(ROOT, file), 'utf8'))) {
      if (!specifier.startsWith('.')) continue;
      const target = path.relative(ROOT, path.resolve(ROOT, path.dirname(file), specifier));
      const targetRoom = roomOf(target);
      if (targetRoom === undefined || targetRoom === room) continue;
      const allowed = MAY_IMPORT[room]?.includes(targetRoom) ?? false;
      const reads = room !== 'webview' || targetRoom !== 'sim' || typeOnly || WEBVIEW_READS.test(target);
      if (!allowed || !reads) wrong.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('each foreign package has one home', () => {
  const wrong: string[] = [];
  for (const file of sources(['server/src', 'client'])) {
    for (const { specifier } of importsOf(readFileSync(path.join(ROOT, file), 'utf8'))) {
      const name = specifier.split('/')[0] ?? '';
      const home = Object.hasOwn(SOLE_USERS, name) ? SOLE_USERS[name] : undefined;
      if (home !== undefined && !home.test(file)) wrong.push(`${file} imports ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the core is pure', () => {
  const wrong: string[] = [];
  for (const file of sources(['server/src/core'])) {
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        const code = line.replace(/\/\/.*$|^\s*\*.*$/, '');
        if (IMPURE.test(code)) wrong.push(`${file}:${index + 1}: ${line.trim()}`);
      });
  }
  assert.deepEqual(wrong, []);
});
