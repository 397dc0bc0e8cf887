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

const KOREAN = '# 쿠버네티스 😀 설명\n';
const UNINDENTED = `${POD}  containers:\n  - name: a\n    ports:\n    - containerPort: 80\n`;
const INDENTED = `${POD}  containers:\n    - name: a\n      ports:\n        - containerPort: 80\n`;

/** Places a cursor may be at, and one thing that has to be offered there. */
const PLACES: readonly (readonly [what: string, fixture: string, wanted: string])[] = [
  ['an empty list in brackets', `${POD}  containers: [$0]`, 'name'],
  ['an empty map in a list in brackets', `${POD}  containers: [{$0}]`, 'name'],
  ['a map in brackets, not closed', `${POD}  containers: [{$0`, 'name'],
  ['a second item in brackets', `${POD}  containers: [{name: a}, {$0}]`, 'image'],
  ['a map in braces, half written', `${POD}  containers: [{name: a, ports: [{$0}]}]`, 'containerPort'],
  ['ports in braces below a block', `${POD}  containers:\n  - name: a\n    ports: [{$0}]`, 'containerPort'],
  ['braces, not closed, with lines below', `${POD}  containers:\n  - name: a\n    ports: [{con$0\n    image: x\n`, 'containerPort'],
  ['a value in braces', `${POD}  containers: [{name: a, imagePullPolicy: $0}]`, 'Always'],
  ['half a value in braces', `${POD}  containers: [{name: a, imagePullPolicy: Al$0, image: x}]`, 'Always'],
  ['braces over several lines', `${POD}  containers: [\n    {name: a,\n     $0}\n  ]`, 'image'],
  ['an enum in brackets', 'apiVersion: v1\nkind: PersistentVolume\nspec:\n  accessModes: [ReadWriteOnce, $0]', 'ReadOnlyMany'],
  ['behind a dash, unindented', `${UNINDENTED}    - $0`, 'containerPort'],
  ['behind a dash, indented', `${INDENTED}        - $0`, 'containerPort'],
  ['behind a dash between items', `${POD}  containers:\n  - name: a\n  - $0\n  - name: c\n`, 'name'],
  ['below an item, unindented', `${UNINDENTED}      $0`, 'hostPort'],
  ['below an item, indented', `${INDENTED}          $0`, 'hostPort'],
  ['after a list, unindented', `${UNINDENTED}    $0`, 'image'],
  ['after a list, indented', `${INDENTED}      $0`, 'image'],
  ['after all containers', `${UNINDENTED}  $0`, 'volumes'],
  ['an empty value', `${POD}  restartPolicy: $0\n  hostNetwork: true\n`, 'Never'],
  ['an empty value with a comment', `${POD}  restartPolicy: $0 # when it ends\n`, 'Never'],
  ['a value in single quotes', `${POD}  restartPolicy: 'O$0'\n`, 'OnFailure'],
  ['an open quote', `${POD}  restartPolicy: "O$0`, 'OnFailure'],
  ['the middle of a key', `${POD}  cont$0ainers:\n  - name: a\n`, 'containers'],
  ['the middle of a value', `${POD}  restartPolicy: Alw$0ays\n`, 'Always'],
  ['a half-typed key before others', `${POD}  rest$0\n  containers:\n  - name: a\n`, 'restartPolicy'],
  ['CRLF', `${POD}  containers:\n  - name: a\n    $0\n`.replaceAll('\n', '\r\n'), 'image'],
  ['CRLF, a value', `${POD}  restartPolicy: $0\n  x: y\n`.replaceAll('\n', '\r\n'), 'Never'],
  ['Korean text before', `${KOREAN}${POD}  containers:\n  - name: 웹\n    $0`, 'image'],
  ['Korean text before, in braces', `${KOREAN}${POD}  containers: [{name: 웹😀, $0}]`, 'image'],
  ['the end without a line break', `${POD}  $0`, 'containers'],
  ['between documents', `${POD}---\n$0\n---\n${POD}`, 'Deployment'],
  ['the end of a document before another', `${POD}  $0\n---\n${POD}`, 'containers'],
  ['JSON, an empty object', '{"apiVersion": "v1", "kind": "Pod", "spec": {$0}}', 'containers'],
  ['JSON, a quote just opened', '{"apiVersion": "v1", "kind": "Pod", "spec": {"$0"}}', 'containers'],
  ['JSON, between entries', '{"apiVersion":"v1",$0"kind":"Pod","spec":{}}', 'metadata'],
  ['JSON, without blanks', '{"apiVersion":"v1","kind":"Pod","spec":{"restartPolicy":"$0"}}', 'Never'],
  ['JSON, over lines', '{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "spec": {\n    $0\n  }\n}\n', 'containers'],
  ['an item of a List', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    $0', 'containers'],
  ['an empty document, nothing typed', '$0', 'Deployment'],
  ['an empty document, k', 'k$0', 'StatefulSet'],
  ['an empty document, kind', 'kind$0', 'StatefulSet'],
  ['an empty document, dep', 'dep$0', 'Deployment'],
  ['an empty document below comments', `${KOREAN}\n$0`, 'Deployment'],
];

for (const [what, fixture, wanted] of PLACES) {
  test(`offered at ${what}`, () => assert.ok(labels(fixture).includes(wanted), `${fixture}\n${labels(fixture).join(' ')}`));
}

test('an entry written before another in braces brings its comma', () => {
  assert.equal(inserted('{"apiVersion":"v1",$0"kind":"Pod"}', 'metadata').endsWith(', '), true);
  assert.equal(inserted(`${POD}  containers: [{$0 image: x}]`, 'name'), 'name: $1, ');
  assert.equal(inserted(`${POD}  containers: [{$0, image: x}]`, 'name'), 'name: $1');
});

test('an object that has yet to begin in brackets gets its braces', () => {
  assert.equal(inserted(`${POD}  containers: [$0]`, 'name'), '{name: $1}');
  assert.equal(inserted('{"apiVersion":"v1","kind":"Pod","spec":{"containers":[$0]}}', 'name'), '{"name": $1}');
});

test('documentation is left for later', () => {
  for (const item of items(`${POD}  $0`)) assert.ok(!('documentation' in item) && item.about !== undefined, item.label);
});
