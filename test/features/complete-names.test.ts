/** Names of the workspace, each where it may be written: what the editor knows that no schema says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { type Snapshot, withFile, withoutFile } from '../../server/src/core/kube/snapshot.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';

const object = (apiVersion: string, kind: string, name: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
const WORKLOAD = `spec:
  selector: {matchLabels: {app: shop, tier: front}}
  template:
    metadata: {labels: {app: shop, tier: front}}
    spec:
      containers:
        - name: web
          ports: [{name: http, containerPort: 8080}]
        - name: proxy
`;
const FILES: Readonly<Record<string, string>> = {
  'file:///w/all.yaml': [
    object('v1', 'ConfigMap', 'settings', 'data: {LEVEL: info, MODE: a}\n'),
    object('v1', 'ConfigMap', 'other', 'data: {OTHER: a}\n'),
    object('v1', 'Secret', 'keys', 'stringData: {token: x}\n'),
    object('v1', 'PersistentVolumeClaim', 'data'),
    object('v1', 'ServiceAccount', 'robot'),
    object('storage.k8s.io/v1', 'StorageClass', 'fast', 'provisioner: x\n'),
    object('v1', 'Service', 'front', 'spec:\n  ports: [{name: main, port: 80}, {name: admin, port: 9000}]\n'),
    object('scheduling.k8s.io/v1', 'PriorityClass', 'high', 'value: 1\n'),
    object('v1', 'Namespace', 'team'),
    object('node.k8s.io/v1', 'RuntimeClass', 'sandboxed', 'handler: x\n'),
    object('networking.k8s.io/v1', 'IngressClass', 'public'),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader'),
    object('v1', 'Node', 'node-1').replace('metadata:\n', 'metadata:\n  labels: {disk: ssd}\n'),
    object('apps/v1', 'Deployment', 'shop', WORKLOAD),
    object('v1', 'Secret', 'elsewhere', 'data: {}\n').replace('metadata:\n', 'metadata:\n  namespace: far\n'),
  ].join('---\n'),
};

function offered(fixture: string): readonly string[] {
  const { text, offset } = readCursor(fixture);
  const request = { snapshot: snapshotOf({ ...FILES, [URI]: text }), uri: URI, catalog, document: parseDocument(text), offset };
  return complete(request).items.map(({ label }) => label);
}

const pod = (spec: string): string => object('v1', 'Pod', 'a', `spec:\n  ${spec.replaceAll('\n', '\n  ')}\n`);
const container = (rest: string, more = ''): string => pod(`containers:\n- name: me\n  ${rest.replaceAll('\n', '\n  ')}${more}`);

const CASES: readonly (readonly [what: string, fixture: string, wanted: readonly string[]])[] = [
  ['ConfigMaps', container('envFrom:\n- configMapRef:\n    name: $0'), ['settings', 'other']],
  ['ConfigMaps of volumes', pod('volumes:\n- name: v\n  configMap:\n    name: $0'), ['settings', 'other']],
  [
    'keys of the ConfigMap',
    container('env:\n- name: A\n  valueFrom:\n    configMapKeyRef:\n      name: settings\n      key: $0'),
    ['LEVEL', 'MODE'],
  ],
  ['keys of a volume', pod('volumes:\n- name: v\n  configMap:\n    name: settings\n    items:\n    - key: $0'), ['LEVEL', 'MODE']],
  [
    'keys of a projected Secret',
    pod('volumes:\n- name: v\n  projected:\n    sources:\n    - secret:\n        name: keys\n        items:\n        - key: $0'),
    ['token'],
  ],
  ['Secrets, of every namespace that may be meant', container('envFrom:\n- secretRef:\n    name: $0'), ['keys', 'elsewhere']],
  ['keys of the Secret', container('env:\n- name: A\n  valueFrom:\n    secretKeyRef: {name: keys, key: $0}'), ['token']],
  ['pull secrets', pod('imagePullSecrets:\n- name: $0'), ['keys', 'elsewhere']],
  ['claims', pod('volumes:\n- name: v\n  persistentVolumeClaim:\n    claimName: $0'), ['data']],
  ['service accounts', pod('serviceAccountName: $0'), ['robot']],
  ['priority classes', pod('priorityClassName: $0'), ['high']],
  ['runtime classes', pod('runtimeClassName: $0'), ['sandboxed']],
  ['nodes', pod('nodeName: $0'), ['node-1']],
  ['storage classes', object('v1', 'PersistentVolumeClaim', 'b', 'spec:\n  storageClassName: $0'), ['fast']],
  ['namespaces', 'apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: $0', ['team', 'default', 'far']],
  [
    'Services of an Ingress',
    object('networking.k8s.io/v1', 'Ingress', 'a', 'spec:\n  defaultBackend:\n    service:\n      name: $0'),
    ['front'],
  ],
  [
    'ports of that Service',
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'a',
      'spec:\n  defaultBackend:\n    service:\n      name: front\n      port:\n        name: $0',
    ),
    ['main', 'admin'],
  ],
  [
    'their numbers',
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'a',
      'spec:\n  defaultBackend:\n    service:\n      name: front\n      port:\n        number: $0',
    ),
    ['80', '9000'],
  ],
  ['ingress classes', object('networking.k8s.io/v1', 'Ingress', 'a', 'spec:\n  ingressClassName: $0'), ['public']],
  ['labels of pods', object('v1', 'Service', 'a', 'spec:\n  selector:\n    $0'), ['app', 'tier']],
  ['values of a label', object('v1', 'Service', 'a', 'spec:\n  selector:\n    tier: $0'), ['front']],
  ['half a word is no value', object('v1', 'Service', 'a', 'spec:\n  selector:\n    tier: fr$0'), ['front']],
  [
    'labels of the own template',
    object(
      'apps/v1',
      'Deployment',
      'b',
      'spec:\n  selector:\n    matchLabels:\n      $0\n  template:\n    metadata:\n      labels: {own: b}\n',
    ),
    ['own', 'app', 'tier'],
  ],
  [
    'keys of requirements',
    object('networking.k8s.io/v1', 'NetworkPolicy', 'a', 'spec:\n  podSelector:\n    matchExpressions:\n    - key: $0'),
    ['app', 'tier'],
  ],
  [
    'values of requirements',
    object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'a',
      'spec:\n  podSelector:\n    matchExpressions:\n    - key: tier\n      values:\n      - $0',
    ),
    ['front'],
  ],
  [
    'labels of namespaces, where those are picked',
    object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'a',
      'spec:\n  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          $0',
    ),
    ['kubernetes.io/metadata.name'],
  ],
  [
    'their names',
    object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'a',
      'spec:\n  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          kubernetes.io/metadata.name: $0',
    ),
    ['team'],
  ],
  [
    'target ports of the pods that are picked',
    object('v1', 'Service', 'a', 'spec:\n  selector: {app: shop}\n  ports:\n  - port: 80\n    targetPort: $0'),
    ['http', '8080'],
  ],
  ['ports of a probe', container('ports: [{name: own, containerPort: 80}]\nreadinessProbe:\n  httpGet:\n    port: $0'), ['own', '80']],
  [
    'numbers only where names are refused',
    container('ports: [{name: own, containerPort: 80}]\nlivenessProbe:\n  grpc:\n    port: $0'),
    ['80'],
  ],
  ['volumes of a mount', container('volumeMounts:\n- name: $0', '\nvolumes:\n- name: cache\n  emptyDir: {}'), ['cache']],
  ['containers', container('env:\n- name: A\n  valueFrom:\n    resourceFieldRef:\n      containerName: $0'), ['me']],
  [
    'containers of a policy',
    object(
      'batch/v1',
      'Job',
      'a',
      'spec:\n  podFailurePolicy:\n    rules:\n    - onExitCodes:\n        containerName: $0\n  template:\n    spec:\n      containers:\n      - name: work\n',
    ),
    ['work'],
  ],
  [
    'the workload that is scaled',
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'a', 'spec:\n  scaleTargetRef:\n    kind: Deployment\n    name: $0'),
    ['shop'],
  ],
  [
    'its containers',
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'a',
      'spec:\n  scaleTargetRef: {kind: Deployment, name: shop}\n  metrics:\n  - containerResource:\n      container: $0',
    ),
    ['web', 'proxy'],
  ],
  [
    'roles by their kind',
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', 'roleRef:\n  kind: ClusterRole\n  name: $0'),
    ['reader'],
  ],
  ['subjects', object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', 'subjects:\n- kind: ServiceAccount\n  name: $0'), ['robot']],
  ['values of a node label', pod('nodeSelector:\n  disk: $0'), ['ssd']],
  [
    'values of node affinity',
    pod(
      'affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n      nodeSelectorTerms:\n      - matchExpressions:\n        - key: disk\n          values: [$0]',
    ),
    ['ssd'],
  ],
];

for (const [what, fixture, wanted] of CASES) {
  test(what, () => assert.deepEqual(offered(fixture), wanted, fixture));
}

test('labels of nodes: those of the workspace before those that every node has', () => {
  const wanted = ['disk', 'kubernetes.io/os', 'kubernetes.io/arch', 'kubernetes.io/hostname'];
  assert.deepEqual(offered(pod('nodeSelector:\n  $0')).slice(0, 4), wanted);
  assert.deepEqual(offered(pod('topologySpreadConstraints:\n- topologyKey: $0')).slice(0, 4), wanted);
  assert.ok(!offered(pod('nodeSelector:\n  disk: ssd\n  $0')).includes('disk'));
});

test('what is edited and not yet saved counts at once, and so does a deleted file', () => {
  const uri = 'file:///w/config.yaml';
  const { text, offset } = readCursor(container('envFrom:\n- configMapRef:\n    name: $0'));
  const names = (snapshot: Snapshot): readonly string[] =>
    complete({ snapshot, uri: URI, catalog, document: parseDocument(text), offset }).items.map(({ label }) => label);
  const before = snapshotOf({ [URI]: text, [uri]: object('v1', 'ConfigMap', 'old') });
  assert.deepEqual(names(before), ['old']);
  assert.deepEqual(names(withFile(before, uri, createFile(object('v1', 'ConfigMap', 'new')))), ['new']);
  assert.deepEqual(names(withoutFile(before, uri)), []);
});
