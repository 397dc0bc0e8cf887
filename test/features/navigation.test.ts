/** Where a name leads: to the object, its key, the pods of a selector, a port, a volume, a file, a page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionsAt, referencesAt } from '../../server/src/core/features/definition.ts';
import { linksOf } from '../../server/src/core/features/links.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, service, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';

function ask(fixture: string, files: Readonly<Record<string, string>> = {}) {
  const { text, offset } = readCursor(fixture);
  const snapshot = snapshotOf({ [URI]: text, ...files });
  const document = snapshot.files.get(URI)?.documents[0]?.document ?? parseDocument(text);
  return { snapshot, uri: URI, catalog, document, offset };
}

/** The text that a definition leads to, with the line it is on. */
function definitions(fixture: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return definitionsAt(ask(fixture, files)).map(({ uri, document: { text }, range }) => {
    const line = text.slice(text.lastIndexOf('\n', range.start - 1) + 1).split('\n', 1)[0] ?? '';
    return `${uri.slice(uri.lastIndexOf('/') + 1)}: ${line.trim()}`;
  });
}

const files = {
  'file:///w/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  LEVEL: info\n',
  'file:///w/list.yaml':
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: keys\n  stringData:\n    token: x\n',
  'file:///w/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: a\n          image: x\n          ports:\n            - name: http\n              containerPort: 8080\n',
  'file:///w/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports:\n    - name: main\n      port: 80\n',
  'file:///w/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\nspec:\n  group: example.com\n  names:\n    kind: Widget\n',
};
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';

test('a reference leads to the object that has the name', () => {
  assert.deepEqual(definitions(`${POD}  containers:\n  - envFrom:\n    - configMapRef: {name: set$0tings}\n`, files), [
    'config.yaml: name: settings',
  ]);
  assert.deepEqual(definitions(`${POD}  imagePullSecrets:\n  - name: ke$0ys\n`, files), ['list.yaml: name: keys']);
  const scaler =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: w$0eb\n';
  assert.deepEqual(definitions(scaler, files), ['web.yaml: name: web']);
  const webhook =
    'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nwebhooks:\n- clientConfig:\n    service: {name: w$0eb, namespace: default}\n';
  assert.deepEqual(definitions(webhook, files), ['service.yaml: name: web']);
});

test('a key leads to the entry of that key, in a List too', () => {
  const env = (ref: string): string => `${POD}  containers:\n  - env:\n    - valueFrom:\n        ${ref}\n`;
  assert.deepEqual(definitions(env('configMapKeyRef: {name: settings, key: LEV$0EL}'), files), ['config.yaml: LEVEL: info']);
  assert.deepEqual(definitions(env('secretKeyRef: {name: keys, key: to$0ken}'), files), ['list.yaml: token: x']);
});

test('selectors lead to the pods they pick, ports to the ports they mean', () => {
  const service = (rest: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n${rest}`;
  assert.deepEqual(definitions(service('  selector:\n    app: we$0b\n'), files), ['web.yaml: name: web']);
  assert.deepEqual(definitions(service('  selector:\n    app: oth$0er\n'), files), []);
  const targets = (port: string): string => service(`  selector: {app: web}\n  ports:\n  - targetPort: ${port}\n`);
  assert.deepEqual(definitions(targets('ht$0tp'), files), ['web.yaml: - name: http']);
  assert.deepEqual(definitions(targets('80$080'), files), ['web.yaml: containerPort: 8080']);
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  defaultBackend:\n    service: {name: web, port: {name: ma$0in}}\n';
  assert.deepEqual(definitions(ingress, files), ['service.yaml: - name: main']);
});

test('names inside one object', () => {
  const rest = '\n  volumes:\n  - name: cache\n    emptyDir: {}\n';
  assert.deepEqual(definitions(`${POD}  containers:\n  - volumeMounts:\n    - name: ca$0che${rest}`), ['open.yaml: - name: cache']);
  const probe = (port: string): string =>
    `${POD}  containers:\n  - ports:\n    - name: http\n      containerPort: 80\n    readinessProbe: {httpGet: {port: ${port}}}\n`;
  assert.deepEqual(definitions(probe('ht$0tp')), ['open.yaml: - name: http']);
  assert.deepEqual(definitions(probe('8$00')), ['open.yaml: containerPort: 80']);
  const claims =
    'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n      - volumeMounts:\n        - name: da$0ta\n  volumeClaimTemplates:\n  - metadata:\n      name: data\n';
  assert.deepEqual(definitions(claims), ['open.yaml: name: data']);
  assert.deepEqual(definitions('a: &one 1\nb: *o$0ne\n'), ['open.yaml: a: &one 1']);
});

test('a custom kind leads to its definition', () => {
  const custom = service.catalog('1.36');
  const { text, offset } = readCursor('apiVersion: example.com/v1\nkind: Wid$0get\nmetadata: {name: a}\n');
  const snapshot = snapshotOf({ ...files, [URI]: text });
  const kind = { ...custom.kinds[0], group: 'example.com', version: 'v1', apiVersion: 'example.com/v1', kind: 'Widget', custom: true };
  const known = { ...custom, kind: () => kind as (typeof custom.kinds)[number] };
  const found = definitionsAt({ snapshot, uri: URI, catalog: known, document: parseDocument(text), offset });
  assert.deepEqual(
    found.map(({ uri }) => uri),
    ['file:///w/crd.yaml'],
  );
});

test('an object knows who names it', () => {
  const { 'file:///w/config.yaml': config, ...others } = files;
  const user = `${POD}  containers:\n  - envFrom:\n    - configMapRef: {name: settings}\n    - secretRef: {name: settings}\n`;
  const found = referencesAt(ask(config.replace('name: settings', 'name: sett$0ings'), { ...others, 'file:///w/user.yaml': user }));
  assert.deepEqual(
    found.map(({ uri }) => uri),
    [URI, 'file:///w/user.yaml'],
  );
});

function links(text: string, others: Readonly<Record<string, string>> = {}, uri = 'file:///w/over/kustomization.yaml'): readonly string[] {
  const document = parseDocument(text);
  const found = linksOf({ snapshot: snapshotOf({ ...others, [uri]: text }), uri, catalog, document });
  return found.map(({ range, target }) => `${text.slice(range.start, range.end)} → ${target}`);
}

test('a kustomization leads to its files and folders', () => {
  const text = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namePrefix: a.b
resources:
  - ../base
  - web.yaml
  - https://example.com/a.yaml
  - ../no-such-folder
patches:
  - path: "patch.yaml"
    target: {kind: Deployment}
configMapGenerator:
  - name: settings
    files: [app.conf=conf/app.conf]
    literals: [A=b.c]
`;
  assert.deepEqual(links(text, { 'file:///w/base/kustomization.yaml': '' }), [
    '../base → file:///w/base/kustomization.yaml',
    'web.yaml → file:///w/over/web.yaml',
    'https://example.com/a.yaml → https://example.com/a.yaml',
    'patch.yaml → file:///w/over/patch.yaml',
    'app.conf=conf/app.conf → file:///w/over/conf/app.conf',
  ]);
});

test('images lead to their page, addresses to the web; files of other tools have no links', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    docs: https://example.com/docs
    image: not-an-image
spec:
  containers:
    - image: nginx:1.27
    - image: "quay.io/prometheus/node-exporter:v1.8.2"
    - image: registry.example.net/app:1
`;
  assert.deepEqual(links(pod), [
    'https://example.com/docs → https://example.com/docs',
    'nginx:1.27 → https://hub.docker.com/_/nginx',
    'quay.io/prometheus/node-exporter:v1.8.2 → https://quay.io/repository/prometheus/node-exporter?tab=tags&tag=v1.8.2',
  ]);
  assert.deepEqual(links('services:\n  web:\n    image: nginx\n'), []);
});
