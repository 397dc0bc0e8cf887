import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { hover } from '../../server/src/core/features/hover.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/a.yaml';
const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
const CONFIG = 'apiVersion: v1\nkind: Config\n';

function labels(fixture: string): readonly string[] {
  const { text, offset } = readCursor(fixture);
  const request = { snapshot: snapshotOf({ [URI]: text }), uri: URI, catalog, document: parseDocument(text), offset };
  return complete(request).items.map(({ label }) => label);
}

function found(text: string): readonly string[] {
  return diagnoseDocument(parseDocument(text), catalog).map(
    ({ rule, severity, path, range }) => `${severity} ${rule} ${path} ${JSON.stringify(text.slice(range.start, range.end))}`,
  );
}

test('kustomize rejects fields it does not know and values of other types', () => {
  assert.deepEqual(found(`${KUSTOMIZATION}resources: [a.yaml]\nimages:\n  - name: web\n    newTag: "2"\nmetadata:\n  name: a\n`), []);
  assert.deepEqual(found(`${KUSTOMIZATION}resource: [a.yaml]\n`), ['error unknown-field resource "resource"']);
  assert.deepEqual(found(`${KUSTOMIZATION}images:\n  - name: web\n    tag: "2"\n`), ['error unknown-field images[0].tag "tag"']);
  assert.equal(found(`${KUSTOMIZATION}replicas:\n  - name: web\n    count: two\n`).length, 1);
  assert.deepEqual(
    found('apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {}\n').filter((each) => each.startsWith('error')),
    [],
  );
});

test('a kubeconfig is judged by the fields that kubectl knows', () => {
  const text = `${CONFIG}clusters:\n  - name: a\n    cluster:\n      server: https://a\ncontexts: []\n`;
  assert.deepEqual(found(text), []);
  assert.deepEqual(found(text.replace('server:', 'sever:')), ['error unknown-field clusters[0].cluster.sever "sever"']);
});

test('a kubeconfig that is only begun is one already', () => {
  assert.deepEqual(found(CONFIG), []);
  assert.ok(labels(`${CONFIG}$0`).includes('contexts'));
});

test('fields and values of these files complete, each once', () => {
  const top = labels(`${KUSTOMIZATION}re$0`);
  assert.ok(top.includes('resources') && top.includes('replicas') && !top.includes('metadata') && !top.includes('spec'));
  assert.equal(new Set(top).size, top.length);
  assert.deepEqual([...labels(`${KUSTOMIZATION}images:\n  - name: a\n    $0`)].sort(), ['digest', 'newName', 'newTag', 'tagSuffix']);
  assert.deepEqual(labels(`${KUSTOMIZATION}configMapGenerator:\n  - behavior: $0`), ['create', 'replace', 'merge']);
  assert.deepEqual([...labels(`${CONFIG}clusters: []\ncontexts:\n  - name: a\n    context:\n      $0`)].sort(), [
    'cluster',
    'extensions',
    'namespace',
    'user',
  ]);
});

test('fields of these files are explained, in one language at a time', () => {
  const text = `${KUSTOMIZATION}namePrefix: a-\n`;
  const document = parseDocument(text);
  const request = { snapshot: snapshotOf({ [URI]: text }), uri: URI, catalog, document, offset: text.indexOf('namePrefix') + 2, nowMs: 0 };
  const [korean, english] = (['ko', 'en'] as const).map(
    (language) => hover({ ...request, language, note: () => undefined })?.markdown ?? '',
  );
  assert.match(korean ?? '', /이름 앞에 붙일 말/);
  assert.match(english ?? '', /What stands before names/);
  assert.ok(!/What stands/.test(korean ?? '') && !/[가-힣]/.test(english ?? ''), `${korean}\n${english}`);
});
