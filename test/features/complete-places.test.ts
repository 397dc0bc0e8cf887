/** Where completion answers, and how what it inserts is written there: styles of indentation, flow, JSON, several documents. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { createFile, documentAt } from '../../server/src/core/yaml/source-file.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';

function items(fixture: string) {
  const { text, offset } = readCursor(fixture);
  const { document, start } = documentAt(createFile(text), offset);
  return complete({ snapshot: snapshotOf({ [URI]: text }), uri: URI, catalog, document, offset: offset - start }).items;
}

const labels = (fixture: string): readonly string[] => items(fixture).map(({ label }) => label);

function inserted(fixture: string, label: string): string {
  const item = items(fixture).find((each) => each.label === label);
  assert.ok(item !== undefined, `${label} at ${JSON.stringify(fixture)}`);
  return item.insert;
}

test('a tab is no indentation: nothing is offered behind one', () => {
  for (const fixture of [`${POD}\t$0`, `${POD}\tcon$0`, `${POD}  containers:\n\t- $0`, `${POD}  containers:\n  \t$0`]) {
    assert.deepEqual(labels(fixture), [], JSON.stringify(fixture));
  }
});

test('every document of a file for itself', () => {
  for (const fixture of ['---\n$0', 'apiVersion: v1\nkind: Pod\n---\n$0', 'a: 1\n---\n$0', '---\n\n$0\n---\napiVersion: v1\nkind: Pod\n']) {
    assert.deepEqual(labels(fixture).slice(0, 4), ['apiVersion', 'kind', 'metadata', 'Deployment'], fixture);
  }
  assert.ok(labels(`services: {}\n---\n${POD}  $0\n---\nname: ci\n`).includes('containers'));
  assert.deepEqual(labels('services: {}\n---\nservices: {}\n$0'), []);
});

test('JSON manifests: keys and values in quotes', () => {
  assert.equal(inserted('{"apiVersion": "v1", "kind": "Pod", "spec": {$0}}', 'containers'), '"containers": [$1]');
  assert.equal(inserted('{\n  "apiVersion": "v1",\n  "kind": "$0"\n}', 'Pod'), '"Pod"');
  assert.ok(!labels('{\n  "apiVersion": "v1",\n  "kind": "$0"\n}').includes('apps/v1'));
  assert.equal(inserted('{"apiVersion": "v1", "kind": "Pod", "spec": {"restartPolicy": $0}}', 'Never'), '"Never"');
  assert.equal(inserted('{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"na$0": "x"}]}}', 'name'), '"name"');
});

test('lists as the document indents them, and line breaks as it breaks lines', () => {
  const container = '- name: a\n';
  assert.equal(inserted(`${POD}  containers:\n  ${container}    $0`, 'ports'), 'ports:\n    - containerPort: $1');
  assert.equal(inserted(`${POD}  containers:\n    ${container}      $0`, 'ports'), 'ports:\n        - containerPort: $1');
  const wide = 'apiVersion: v1\nkind: Pod\nmetadata:\n    name: a\nspec:\n    containers:\n    - name: a\n      $0';
  assert.equal(inserted(wide, 'resources'), 'resources:\n          $1');
  assert.equal(inserted('apiVersion: v1\r\nkind: Pod\r\nspec:\r\n  $0\r\n', 'containers'), 'containers:\r\n  - name: $1');
});

test('an apiVersion brings the line for the kind, a kind the line of its version', () => {
  assert.equal(inserted('apiVersion: $0', 'apps/v1'), 'apps/v1\nkind: $1');
  assert.equal(inserted('apiVersion: $0', 'kustomize.config.k8s.io/v1alpha1'), 'kustomize.config.k8s.io/v1alpha1\nkind: Component');
  assert.equal(inserted('apiVersion: $0\nkind: Pod\n', 'v1'), 'v1');
  assert.equal(inserted('{apiVersion: $0}', 'apps/v1'), 'apps/v1');
  assert.equal(inserted('kind: Deployment\n$0', 'apiVersion'), 'apiVersion: apps/v1');
  assert.equal(labels('kind: $0')[0], 'Deployment');
  assert.deepEqual(labels('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: $0'), ['Kustomization']);
});

test('a kind that two groups have is offered once', () => {
  const events = items('kind: $0').filter(({ label }) => label === 'Event');
  assert.deepEqual(
    events.map(({ about }) => about?.kind?.apiVersion),
    ['v1'],
  );
});

test('no list holds a label twice or the name of a type', () => {
  const types = new Set(
    catalog.kinds.flatMap(({ type }) => [...(catalog.type(type)?.fields.values() ?? [])].map((field) => field.type.is)),
  );
  for (const fixture of ['$0', 'kind: $0', 'apiVersion: $0', `${POD}  $0`, `${POD}  containers:\n  - $0`, `${POD}  containers:\n    $0`]) {
    const offered = labels(fixture);
    assert.equal(new Set(offered).size, offered.length, fixture);
    for (const label of offered) assert.ok(!types.has(label as 'string') && !/[()[\]{}<>]/.test(label), label);
  }
});

test('documentation is left for later', () => {
  for (const item of items(`${POD}  $0`)) assert.ok(!('documentation' in item) && item.about !== undefined, item.label);
});
