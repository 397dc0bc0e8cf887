import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import type { CompletionList } from '../../server/src/core/features/completion.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { SKELETON_BY_KIND } from '../../server/src/core/features/skeletons.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';

function ask(fixture: string, files: Readonly<Record<string, string>> = {}): CompletionList {
  const { text, offset } = readCursor(fixture);
  return complete({ snapshot: snapshotOf({ ...files, [URI]: text }), uri: URI, catalog, document: parseDocument(text), offset });
}

function labels(fixture: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return [...ask(fixture, files).items].sort((a, b) => a.rank - b.rank).map(({ label }) => label);
}

/** A snippet as it stands once its places are left as they are. */
function plain(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\d+/g, '')
    .replaceAll(/\\([\\$}])/g, '$1');
}

/** The text after choosing `label`. */
function chosen(fixture: string, label: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = readCursor(fixture);
  const item = ask(fixture, files).items.find((each) => each.label === label);
  assert.ok(item !== undefined, `no ${label} at ${JSON.stringify(fixture)}: ${labels(fixture, files).join(' ')}`);
  return text.slice(0, item.replace.start) + plain(item.insert) + text.slice(item.replace.end);
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';

test('an empty document offers whole objects', () => {
  for (const fixture of ['$0', '# a comment\n$0', '\n\n$0']) {
    const offered = labels(fixture);
    assert.deepEqual(offered.slice(0, 4), ['apiVersion', 'kind', 'metadata', 'Deployment'], fixture);
    assert.ok(offered.length > 20);
  }
});

test('whole objects are found by k, kind and the beginning of a name', () => {
  for (const word of ['k', 'kind', 'dep', 'Dep', 'kdep', 'deplyoment']) assert.ok(labels(`${word}$0`).includes('Deployment'), word);
  assert.ok(!labels('dep$0').includes('Ingress'));
});

test('every skeleton is accepted by the API server', () => {
  for (const [kind, skeleton] of Object.entries(SKELETON_BY_KIND)) {
    const findings = diagnoseDocument(parseDocument(plain(skeleton)), catalog).filter(({ severity }) => severity === 'error');
    assert.deepEqual(findings, [], kind);
  }
});

test('fields of the object around the cursor, required ones first, without those that are there', () => {
  const offered = labels(`${POD}  $0`);
  assert.equal(offered[0], 'containers');
  const inContainer = labels(`${POD}  containers:\n    - name: a\n      $0`);
  assert.ok(!inContainer.includes('name'));
  assert.ok(inContainer.includes('image'));
  assert.deepEqual(inContainer.slice(0, 3), ['image', 'ports', 'env']);
});

test('both styles of lists, maps in braces, and lines that are moved to where they belong', () => {
  for (const fixture of [
    `${POD}  containers:\n  - name: a\n    $0`,
    `${POD}  containers:\n  - $0`,
    `${POD}  containers:\n    - na$0`,
    `${POD}  containers: [{name: a, $0}]`,
    `${POD}  containers: [{name: a, im$0: x}]`,
    `${POD}  containers:\n    - name: a\n      $0\n      image: x\n`,
    `${POD}  containers:\n    - name: a\n       $0\n`,
  ]) {
    assert.ok(labels(fixture).includes('ports'), fixture);
  }
});

test('what is inserted stands where it belongs', () => {
  assert.equal(chosen(`${POD}  $0`, 'containers'), `${POD}  containers:\n  - name: `);
  assert.equal(
    chosen(`${POD}  volumes:\n      - name: v\n  $0`, 'containers'),
    `${POD}  volumes:\n      - name: v\n  containers:\n      - name: `,
  );
  assert.equal(chosen(`${POD}  containers:\n  - name: a\n    $0`, 'resources'), `${POD}  containers:\n  - name: a\n    resources:\n      `);
  assert.equal(chosen(`${POD}  containers:\n  - $0`, 'name'), `${POD}  containers:\n  - name: `);
  assert.equal(chosen(`${POD}  containers:\n  - name: a\n    image$0: x`, 'image'), `${POD}  containers:\n  - name: a\n    image: x`);
  assert.equal(chosen(`${POD}  containers:\n    $0`, '- name'), `${POD}  containers:\n    - name: `);
  assert.equal(chosen(`${POD}  containers: [{$0}]`, 'ports'), `${POD}  containers: [{ports: []}]`);
});

test('a slip of the fingers finds the field', () => {
  assert.ok(ask(`${POD}  containers:\n  - evnFrom$0`).items.some(({ label, filter }) => label === 'envFrom' && filter === 'evnFrom'));
});

test('closed sets, booleans and defaults', () => {
  assert.deepEqual(labels(`${POD}  restartPolicy: $0`), ['Always', 'OnFailure', 'Never']);
  assert.deepEqual([...labels(`${POD}  hostNetwork: $0`)].sort(), ['false', 'true']);
  assert.equal(chosen(`${POD}  restartPolicy: "N$0"`, 'Never'), `${POD}  restartPolicy: Never`);
  const claim = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\nspec:\n  accessModes:\n  - $0';
  assert.ok(labels(claim).includes('ReadWriteOnce'));
});

test('apiVersion and kind, each in the light of the other', () => {
  assert.deepEqual(labels('apiVersion: $0\nkind: Deployment\n'), ['apps/v1']);
  assert.ok(labels('apiVersion: batch/v1\nkind: $0\n').includes('CronJob'));
  assert.ok(!labels('apiVersion: batch/v1\nkind: $0\n').includes('Pod'));
  assert.ok(labels('kind: $0').includes('Pod'));
});

test('nothing in comments, block scalars and documents of other tools', () => {
  for (const fixture of [
    `${POD}  # $0`,
    `${POD}  containers: # $0`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n    $0\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n    one\n    t$0\n    two\n',
    'services:\n  web:\n    $0',
    'services: {}\n$0',
    'name: ci\non: [push]\n$0',
  ]) {
    assert.deepEqual(labels(fixture), [], fixture);
  }
});

test('names of the workspace', () => {
  const files = {
    'file:///w/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  LEVEL: info\n  MODE: a\n',
    'file:///w/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: keys\nstringData:\n  token: x\n',
    'file:///w/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - name: http\n    port: 80\n',
    'file:///w/more.yaml':
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1\n---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: x\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n',
  };
  const container = `${POD}  containers:\n  - name: a\n    image: x\n`;
  const offers = (fixture: string, ...wanted: readonly string[]): void => {
    const offered = labels(fixture, files);
    for (const each of wanted) assert.ok(offered.includes(each), `${each} at ${fixture}: ${offered.join(' ')}`);
    assert.equal(new Set(offered).size, offered.length);
  };
  offers(`${container}    envFrom:\n    - configMapRef:\n        name: $0`, 'settings');
  offers(
    `${container}    env:\n    - name: A\n      valueFrom:\n        configMapKeyRef:\n          name: settings\n          key: $0`,
    'LEVEL',
    'MODE',
  );
  offers(`${container}    env:\n    - name: A\n      valueFrom:\n        secretKeyRef: {name: keys, key: $0}`, 'token');
  offers(`${container}  volumes:\n  - name: v\n    persistentVolumeClaim:\n      claimName: $0`, 'data');
  offers(`${container}    volumeMounts:\n    - name: $0\n  volumes:\n  - name: cache\n    emptyDir: {}\n`, 'cache');
  offers(
    `${container}    ports:\n    - name: http\n      containerPort: 80\n    readinessProbe:\n      httpGet:\n        port: $0`,
    'http',
    '80',
  );
  offers(`${POD}  serviceAccountName: $0`, 'robot');
  offers(`${POD}  priorityClassName: $0`, 'high');
  offers('apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: $0', 'team', 'default');
  offers('apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: b}\nspec:\n  storageClassName: $0', 'fast');
  offers(
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        name: $0',
    'http',
  );
  offers(
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  defaultBackend:\n    service:\n      name: $0',
    'web',
  );
  const labelled = {
    'file:///w/d.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {app: shop, tier: front}\nspec:\n  containers:\n  - name: a\n    image: x\n    ports: [{name: web, containerPort: 8080}]\n',
  };
  assert.ok(labels('apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector:\n    $0', labelled).includes('tier'));
  assert.ok(labels('apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector:\n    app: $0', labelled).includes('shop'));
  assert.ok(
    labels(
      'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector: {app: shop}\n  ports:\n  - port: 80\n    targetPort: $0',
      labelled,
    ).includes('web'),
  );
});

test('items of a List complete as objects of their own', () => {
  assert.ok(labels('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    $0').includes('containers'));
});

test('every field of every kind is offered where it belongs', () => {
  for (const kind of catalog.kinds) {
    const text = `apiVersion: ${kind.apiVersion}\nkind: ${kind.kind}\n`;
    const offered = new Set(labels(`${text}$0`));
    for (const name of catalog.type(kind.type)?.fields.keys() ?? []) {
      if (name !== 'apiVersion' && name !== 'kind') assert.ok(offered.has(name), `${kind.kind}.${name}`);
    }
  }
});
