/** Templates, patches and files of other tools are recognised by their content, and nothing false is said of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { findingsIn, reportOn } from '../../server/src/core/features/report.ts';
import { recognise } from '../../server/src/core/kube/resource.ts';
import { createFile, documentAt } from '../../server/src/core/yaml/source-file.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, service, snapshotOf } from '../support/workspace.ts';
import { OF_OTHER_TOOLS, TEMPLATES } from './charts.ts';

const SETTINGS = { version: '1.36', language: 'en', severities: {} } as const;

/** What is told of a file of a workspace. */
function told(uri: string, files: Readonly<Record<string, string>>): readonly string[] {
  const snapshot = snapshotOf(files);
  for (const { document } of snapshot.files.get(uri)?.documents ?? []) service.diagnose(document, SETTINGS.version, SETTINGS.severities);
  return findingsIn(reportOn(service, { snapshot, uri }, SETTINGS)).map(({ placed: { document }, finding: { rule, range } }) => {
    return `${rule} ${document.text.slice(range.start, range.end)}`;
  });
}

const toldAlone = (text: string): readonly string[] => told('file:///w/a.yaml', { 'file:///w/a.yaml': text });
const kinds = (text: string): readonly string[] => createFile(text).documents.map(({ document }) => recognise(document, catalog).is);

test('templates are left to what fills them in', () => {
  for (const [name, text] of Object.entries(TEMPLATES)) {
    assert.deepEqual(toldAlone(text), [], name);
    assert.ok(
      kinds(text).every((is) => is === 'template'),
      `${name}: ${kinds(text).join()}`,
    );
  }
});

test('braces in the data of an object make no template of it', () => {
  const alert =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "{{ $labels.instance }} is down"\n  b: |\n    {{ .Values.x }}\nunknwon: 1\n';
  assert.deepEqual(toldAlone(alert), ['unknown-field unknwon']);
});

test('files of other tools are none of ours', () => {
  for (const [name, text] of Object.entries(OF_OTHER_TOOLS)) {
    assert.deepEqual(toldAlone(text), [], name);
    assert.deepEqual(kinds(text), ['other'], name);
  }
});

test('a slip in the group is no other tool', () => {
  assert.notDeepEqual(toldAlone('apiVersion: aps/v1\nkind: Deployment\nmetadata: {name: a}\n'), []);
});

const OVER = 'file:///w/over/';
const KUSTOMIZATION =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches:\n  - path: memory.yaml\npatchesStrategicMerge: [replicas.yaml]\n';
const MEMORY = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            limits:
              memory: 1Gi
`;
const REPLICAS = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  $retainKeys: [strategy]\n';

test('a patch that a kustomization names may lack what the whole has, but not say what nothing has', () => {
  const files = { [`${OVER}kustomization.yaml`]: KUSTOMIZATION, [`${OVER}memory.yaml`]: MEMORY, [`${OVER}replicas.yaml`]: REPLICAS };
  assert.deepEqual(told(`${OVER}memory.yaml`, files), []);
  assert.deepEqual(told(`${OVER}replicas.yaml`, files), []);
  const wrong = { ...files, [`${OVER}memory.yaml`]: MEMORY.replace('limits:', 'limit:') };
  assert.deepEqual(told(`${OVER}memory.yaml`, wrong), ['unknown-field limit']);
  const { [`${OVER}kustomization.yaml`]: _, ...alone } = files;
  assert.ok(told(`${OVER}memory.yaml`, alone).some((each) => each.startsWith('missing-field')));
});

test('a patch with a directive is one wherever it lies', () => {
  assert.deepEqual(toldAlone('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n$patch: delete\n'), []);
  assert.deepEqual(toldAlone(MEMORY.replace('- name: web', '- $patch: delete\n          name: web')), []);
});

test('a kustomization without a header is told by its fields', () => {
  const text = 'resources:\n  - a.yaml\n  - ../base/\nnamePrefix: x-\n';
  assert.deepEqual(kinds(text), ['kustomization']);
  assert.deepEqual(toldAlone(text), []);
  const { text: open, offset } = readCursor(`${text}$0`);
  const { document } = documentAt(createFile(open), offset);
  const labels = complete({ snapshot: snapshotOf({}), uri: OVER, catalog, document, offset }).items.map(({ label }) => label);
  assert.ok(labels.includes('images') && !labels.includes('namePrefix'), labels.join(' '));
});

test('every item of a List and every document of a file is its own object', () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n  dta: {}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n  spec: {ports: [{port: 80}], typ: NodePort}\n';
  assert.deepEqual(toldAlone(list), ['unknown-field dta', 'unknown-field typ']);
  assert.deepEqual(toldAlone(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, dta: {} })), [
    'unknown-field "dta"',
  ]);
  const mixed = `${OF_OTHER_TOOLS.compose}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndta: {}\n---\n${TEMPLATES.condition}`;
  assert.deepEqual(toldAlone(mixed), ['unknown-field dta']);
});
