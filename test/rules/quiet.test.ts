/** Where a rule has to be quiet: what only looks like a mistake. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_SNAPSHOT, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { service } from '../support/workspace.ts';

/** `severity rule path` of what a rule finds, in all these files of a workspace. */
function found(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  const uris = Object.keys(files).map((name) => `file:///work/${name}`);
  const snapshot = Object.values(files).reduce((all, text, index) => withFile(all, uris[index] ?? '', createFile(text)), EMPTY_SNAPSHOT);
  return [...snapshot.files].flatMap(([uri, file]) =>
    file.documents.flatMap(({ document }) =>
      [...service.findAll(document, '1.36'), ...service.across(document, { snapshot, uri }, '1.36')]
        .filter((each) => each.rule === rule)
        .map(({ severity, path }) => `${severity} ${path}`),
    ),
  );
}

const CONTAINERS = 'containers: [{name: web, image: "registry.example.net/web:1.4"}]';
const meta = (name: string, more = ''): string => `metadata: {name: ${name}${more === '' ? '' : `, ${more}`}}`;
const pod = (spec: string, more = ''): string => `apiVersion: v1\nkind: Pod\n${meta('web', more)}\nspec:\n  ${CONTAINERS}\n${spec}`;
const workload = (kind: string, name: string, labels: string, { namespace = '', spec = '', selector = labels } = {}): string =>
  `apiVersion: apps/v1\nkind: ${kind}\n${meta(name, namespace)}\nspec:\n  selector: {matchLabels: {${selector}}}\n${spec}  template:\n    metadata: {labels: {${labels}}}\n    spec:\n      ${CONTAINERS}\n`;
const nodePort = (name: string, port: string): string =>
  `apiVersion: v1\nkind: Service\n${meta(name)}\nspec: {type: NodePort, ports: [{port: 80, ${port}}]}\n`;
const binding = (role: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n${meta('web')}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${role}"}\n`;
const budget = (spec: string): string =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${meta('web')}\nspec: {${spec}, selector: {matchLabels: {app: web}}}\n`;
const together = (...texts: readonly string[]): Readonly<Record<string, string>> => ({ 'all.yaml': texts.join('---\n') });
const inShop = { namespace: 'namespace: shop' };
const QUOTA = `apiVersion: v1\nkind: ResourceQuota\n${meta('team', 'namespace: shop')}\nspec: {hard: {pods: "1", requests.cpu: "1"}}\n`;
const SHOP = `apiVersion: v1\nkind: Namespace\n${meta('shop', 'labels: {pod-security.kubernetes.io/enforce: restricted}')}\n`;

interface Case {
  readonly why: string;
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = [
  {
    why: 'a volume whose claim the StatefulSet makes from a template',
    rule: 'missing-volume-source',
    files: together(
      workload('StatefulSet', 'db', 'app: db', {
        spec: '  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n',
      }).replace(CONTAINERS, `${CONTAINERS}\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]`),
    ),
  },
  {
    why: 'a ConfigMap that may be missing',
    rule: 'missing-volume-source',
    files: together(pod('  volumes: [{name: a, configMap: {name: none, optional: true}}]\n')),
  },
  {
    why: 'a Secret that cert-manager makes',
    rule: 'missing-secret',
    files: together(
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\n${meta('web', 'annotations: {cert-manager.io/issuer: x}')}\nspec: {tls: [{secretName: web}], defaultBackend: {service: {name: web, port: {number: 80}}}}\n`,
    ),
  },
  { why: 'a role that every cluster has', rule: 'missing-role', files: together(binding('cluster-admin')) },
  { why: 'a role of the system', rule: 'missing-role', files: together(binding('system:node-proxier')) },
  {
    why: 'a priority class that every cluster has',
    rule: 'missing-class',
    files: together(pod('  priorityClassName: system-node-critical\n')),
  },
  {
    why: 'a claim for a volume made by hand',
    rule: 'missing-class',
    files: together(
      `apiVersion: v1\nkind: PersistentVolumeClaim\n${meta('web')}\nspec: {storageClassName: hand, volumeName: web, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
    ),
  },
  {
    why: 'objects that kustomize makes one of',
    rule: 'duplicate-object',
    files: { 'a.yaml': pod(''), 'b.yaml': pod(''), 'kustomization.yaml': 'resources: [a.yaml]\n' },
  },
  { why: 'one name in two folders', rule: 'duplicate-object', files: { 'dev/a.yaml': pod(''), 'prod/a.yaml': pod('') } },
  {
    why: 'one name in two namespaces',
    rule: 'duplicate-object',
    files: together(pod('', 'namespace: shop'), pod('', 'namespace: mill')),
  },
  {
    why: 'one label in two namespaces',
    rule: 'overlapping-selectors',
    files: together(
      workload('Deployment', 'a', 'app: web', inShop),
      workload('Deployment', 'b', 'app: web', { namespace: 'namespace: mill' }),
    ),
  },
  {
    why: 'variants in two folders',
    rule: 'overlapping-selectors',
    files: { 'dev/a.yaml': workload('Deployment', 'a', 'app: web'), 'prod/a.yaml': workload('Deployment', 'b', 'app: web') },
  },
  {
    why: 'one port of two protocols',
    rule: 'node-port-clash',
    files: together(nodePort('a', 'nodePort: 30053'), nodePort('b', 'nodePort: 30053, protocol: UDP')),
  },
  {
    why: 'one Service written twice',
    rule: 'node-port-clash',
    files: { 'dev/a.yaml': nodePort('a', 'nodePort: 30080'), 'prod/a.yaml': nodePort('a', 'nodePort: 30080') },
  },
  {
    why: 'a quota of another namespace',
    rule: 'quota-exceeded',
    files: together(QUOTA, workload('Deployment', 'a', 'app: web', { spec: '  replicas: 5\n' })),
  },
  {
    why: 'pods whose number nobody can tell',
    rule: 'quota-exceeded',
    files: together(QUOTA, workload('DaemonSet', 'a', 'app: web', inShop)),
  },
  {
    why: 'a quota that the server would refuse',
    rule: 'quota-exceeded',
    files: together(
      QUOTA.replace('pods: "1"', 'pods: many'),
      workload('Deployment', 'a', 'app: web', { ...inShop, spec: '  replicas: 5\n' }),
    ),
  },
  { why: 'a pod that no namespace is written for', rule: 'pod-security', files: together(SHOP, pod('')) },
  {
    why: 'a policy for every pod',
    rule: 'dangling-netpol',
    files: together(pod(''), `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${meta('web')}\nspec: {podSelector: {}}\n`),
  },
  {
    why: 'pods of other namespaces',
    rule: 'dangling-netpol-peer',
    files: together(
      pod(''),
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${meta('web')}\nspec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: none}}}]}]}\n`,
    ),
  },
  {
    why: 'a budget that two workloads share',
    rule: 'pdb-min',
    files: together(
      workload('Deployment', 'a', 'app: web, a: b'),
      workload('Deployment', 'b', 'app: web, a: c'),
      budget('minAvailable: 1'),
    ),
  },
  {
    why: 'a budget for all, of which zero tells',
    rule: 'pdb-min',
    files: together(workload('Deployment', 'a', 'app: web'), budget('minAvailable: 100%')),
  },
  {
    why: 'a port that the pods need not declare',
    rule: 'invalid-target-port',
    files: together(
      workload('Deployment', 'a', 'app: web'),
      `apiVersion: v1\nkind: Service\n${meta('web')}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n`,
    ),
  },
  {
    why: 'settings that only name a secret',
    rule: 'sensitive-configmap',
    files: together(
      `apiVersion: v1\nkind: ConfigMap\n${meta('web')}\ndata: {PASSWORD_FILE: /run/db, token-url: "https://a.example.net", ALLOW_EMPTY_PASSWORD: "yes"}\n`,
    ),
  },
];

for (const { why, rule, files } of CASES) {
  test(`${rule}: ${why}`, () => assert.deepEqual(found(rule, files), []));
}

test('a workload in a namespace that enforces a standard is warned of, its pods are refused', () => {
  assert.deepEqual(found('pod-security', together(SHOP, workload('Deployment', 'a', 'app: web', inShop))), [
    'warning spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
  ]);
  assert.deepEqual(found('pod-security', together(SHOP, pod('', 'namespace: shop'))), [
    'error spec.containers[0].securityContext.allowPrivilegeEscalation',
  ]);
});

test('an autoscaler hides the replicas from one budget rule and shows its least to the other', () => {
  const scaler = `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n${meta('a')}\nspec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}\n`;
  const files = (minAvailable: string) =>
    together(workload('Deployment', 'a', 'app: web'), scaler, budget(`minAvailable: ${minAvailable}`));
  assert.deepEqual(found('pdb-min', files('2')), []);
  assert.deepEqual(found('pdb-vs-hpa', files('2')), ['warning spec.minAvailable']);
  assert.deepEqual(found('pdb-vs-hpa', files('51%')), ['warning spec.minAvailable']);
  assert.deepEqual(found('pdb-vs-hpa', files('50%')), []);
});
