/** Mistakes that people really make: found exactly where they are, and mended into what was meant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readMarks } from '../support/marks.ts';
import { takePreferred } from '../support/mend.ts';
import { catalog } from '../support/workspace.ts';

/** `written` has its errors marked; after the preferred fixes it says the same as `meant`, and the server takes it. */
function mends(written: string, meant: string): void {
  const { text, marks } = readMarks(written);
  const errors = diagnoseDocument(parseDocument(text), catalog).filter(({ severity }) => severity === 'error');
  const places = errors.map(({ range, rule }) => `${range.start}-${range.end} ${rule}`);
  assert.deepEqual(places.sort(), marks.map((mark) => `${mark.start}-${mark.end} ${mark.text}`).sort(), text);
  const after = parseDocument(takePreferred(text));
  assert.deepEqual(after.value, parseDocument(meant).value, after.text);
  assert.deepEqual(judge(after, catalog).errors, [], after.text);
}

const service = (spec: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n${spec}`;
const podOf = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}`;

test('a kind misspelt, without a version, names and images', () => {
  mends(
    'kind: Prod\n#     ~~~~ unknown-kind\nspec:\n  containers:\n    - resources:\n        requests: {memory: 1G}\n',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: my-pod}\nspec:\n  containers:\n    - {name: app, image: "nginx:1.29", resources: {requests: {memory: 1G}}}\n',
  );
});

test("a Service's type at the root, and a port's field cut short", () => {
  const written = service('spec:\n  ports:\n    - port: 9000\n      target: 8080\ntype: ClusterIP # inside only\n');
  const after = takePreferred(written);
  assert.equal(after, service('spec:\n  ports:\n    - port: 9000\n      targetPort: 8080\n  type: ClusterIP # inside only\n'));
  const shown = diagnoseDocument(parseDocument(written), catalog).filter(({ optional }) => optional !== true);
  const places = shown.map(({ range }) => written.slice(range.start, range.end));
  assert.deepEqual(places, ['target', 'type']);
});

test('a colon without its space', () => {
  mends(
    service('spec:\n  ports:\n    - port:9000\n#     ~~~~~~~~~ yaml-syntax\n      tartPort: 8080\n      nodePort: 30000\ntype: NodePort\n'),
    service('spec:\n  ports: [{port: 9000, targetPort: 8080, nodePort: 30000}]\n  type: NodePort\n'),
  );
});

test('volumes misspelt, and a volume by another name than its mounts', () => {
  const container = (name: string): string =>
    `  - name: ${name}\n    image: x:1\n    volumeMounts:\n    - name: empty-dir\n#           ~~~~~~~~~ not-found\n      mountPath: /m\n`;
  mends(
    podOf(`  containers:\n${container('a')}${container('b')}  volumns:\n# ~~~~~~~ unknown-field\n  - name: emtpy-dir\n    emptyDir: {}\n`),
    podOf(`  containers:\n${container('a')}${container('b')}  volumes: [{name: empty-dir, emptyDir: {}}]\n`),
  );
});

test('two access modes in one, a field cut short, an operator with a look-alike letter', () => {
  const volume = (modes: string, affinity: string): string =>
    `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv}\nspec:\n  capacity: {storage: 1G}\n  local: {path: /n}\n  accessModes:\n${modes}  nodeAffinity:\n${affinity}`;
  const term = (operator: string): string =>
    `      nodeSelectorTerms:\n        - matchExpressions:\n            - {key: kubernetes.io/hostname, operator: ${operator}, values: [n1]}\n`;
  mends(
    volume(
      '    - ReadWriteOnce / ReadOnlyMany\n#     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unsupported-value\n',
      `    require:\n#   ~~~~~~~ unknown-field\n${term('ln')}`,
    ),
    volume('    - ReadWriteOnce\n    - ReadOnlyMany\n', `    required:\n${term('In')}`),
  );
});

test('a claim inside a mount becomes the volume of that name', () => {
  mends(
    podOf(
      '  containers:\n  - name: a\n    image: x:1\n    volumeMounts:\n    - name: data\n#           ~~~~ not-found\n#     ~~~~ missing-field\n      persistentVolumeClaim:\n#     ~~~~~~~~~~~~~~~~~~~~~ unknown-field\n        claimName: pvc-01\n',
    ),
    podOf(
      '  containers: [{name: a, image: "x:1", volumeMounts: [{name: data, mountPath: /data}]}]\n  volumes: [{name: data, persistentVolumeClaim: {claimName: pvc-01}}]\n',
    ),
  );
});

test('a kind in the wrong case, and a value that YAML takes for a boolean', () => {
  mends(
    'apiVersion: v1\nkind: configMap\n#     ~~~~~~~~~ unknown-kind\nmetadata: {name: a}\ndata:\n  SSH: False\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {SSH: "False"}\n',
  );
});

test('three dots where containers belong', () => {
  mends(podOf('  containers:\n  ...\n# ~~~ yaml-syntax\n'), podOf('  containers: [{name: app, image: "nginx:1.29"}]\n'));
});

test('a template without labels and spec gets those that its selector asks for', () => {
  const set = (version: string, template: string): string =>
    `apiVersion: ${version}\nkind: ReplicaSet\nmetadata: {name: a}\nspec:\n  selector:\n    matchLabels: {type: web}\n    matchExpressions: [{key: ver, operator: Exists}]\n  template:\n    metadata:\n      name: pod\n${template}`;
  mends(
    set('v1', '')
      .replace('kind:', '#           ~~ unknown-kind\nkind:')
      .replace('template:\n', 'template:\n# ~~~~~~~~ missing-field\n')
      .replace('metadata:\n  ', 'metadata:\n#   ~~~~~~~~ invalid-value\n  '),
    set('apps/v1', '      labels: {ver: v1, type: web}\n    spec: {containers: [{name: app, image: "nginx:1.29"}]}\n'),
  );
});

test('a label glued to its value, and ports under another name', () => {
  const set = (labels: string, ports: string): string =>
    `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec:\n  selector:\n    matchLabels: {type: app}\n  template:\n    metadata:\n      labels:\n        ${labels}\n    spec:\n      containers:\n        - name: a\n          image: x:1\n          ${ports}:\n          - containerPort: 8080\n`;
  mends(
    set('type:app\n#       ~~~~~~~~ wrong-type', 'paths').replace('paths:\n', 'paths:\n#         ~~~~~ unknown-field\n'),
    set('type: app', 'ports'),
  );
});

test('tabs, lists as maps, maps as lists, amounts, names and schedules', () => {
  const cases: readonly (readonly [string, string])[] = [
    [podOf('  containers:\n\t- name: a\n\t  image: x:1\n'), podOf('  containers: [{name: a, image: "x:1"}]\n')],
    [
      podOf('  containers:\n    name: a\n    image: x:1\n    env:\n      A: 1\n      B: "x"\n'),
      podOf('  containers: [{name: a, image: "x:1", env: [{name: A, value: "1"}, {name: B, value: x}]}]\n'),
    ],
    [
      podOf('  nodeSelector:\n    - disk: ssd\n    - zone: a\n  containers: [{name: a, image: "x:1"}]\n'),
      podOf('  nodeSelector: {disk: ssd, zone: a}\n  containers: [{name: a, image: "x:1"}]\n'),
    ],
    [
      podOf('  containers: [{name: My_App, image: "x:1", resources: {limits: {memory: 512Mb, cpu: 250m}, requests: {cpu: 500m}}}]\n'),
      podOf('  containers: [{name: my-app, image: "x:1", resources: {limits: {memory: 512Mi, cpu: 250m}, requests: {cpu: 250m}}}]\n'),
    ],
  ];
  for (const [written, meant] of cases) {
    const after = parseDocument(takePreferred(written));
    assert.deepEqual(after.value, parseDocument(meant).value, after.text);
    assert.ok(judge(after, catalog).accepted, after.text);
  }
});
