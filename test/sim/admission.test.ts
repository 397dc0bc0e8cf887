import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../server/src/core/generated/api.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { type Simulation, simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { deployment, node, pod } from './manifests.ts';

function play(objects: readonly KubeObject[], from: readonly KubeObject[] = []): Simulation {
  const zone = { 'topology.kubernetes.io/zone': 'z1', 'topology.kubernetes.io/region': 'r1' };
  const cluster = [{ ...node('node-1'), metadata: { name: 'node-1', labels: zone } }];
  return simulate({ cluster, from, objects, untilMs: 20_000 });
}

function podsOf({ trace }: Simulation): readonly Pod[] {
  return [...stateAt(trace, 20_000).values()].filter((object): object is Pod => object.kind === 'Pod');
}

/** What the API server said no to, and what controllers told of being refused. */
function refusals({ trace }: Simulation): readonly string[] {
  const texts = trace.entries.flatMap(({ what }) => {
    if (what.verb === 'refuse') return [what.message];
    return what.verb === 'event' && what.reason === 'FailedCreate' ? [what.message] : [];
  });
  return [...new Set(texts.map((text) => text.replace(/"web-[a-z0-9-]+"/, '"web-x"')))];
}

function templated(spec: object, resources: object = {}): KubeObject {
  const made = deployment('web', 'app:1', { replicas: 1 });
  const containers = [{ name: 'main', image: 'app:1', resources }];
  return { ...made, spec: { ...made.spec, template: { ...made.spec?.template, spec: { containers, ...spec } } } } as KubeObject;
}

const account = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'default' } });

test('a pod gets the default account; one that is missing among those that are there is refused', () => {
  assert.equal(podsOf(play([pod('a')]))[0]?.spec?.serviceAccountName, 'default');
  assert.deepEqual(refusals(play([account('reader'), templated({ serviceAccountName: 'writer' })])), [
    'Error creating: pods "web-x" is forbidden: error looking up service account default/writer: serviceaccount "writer" not found',
  ]);
  assert.deepEqual(refusals(play([account('reader'), templated({ serviceAccountName: 'reader' })])), []);
  assert.deepEqual(refusals(play([templated({ serviceAccountName: 'elsewhere' })])), []);
});

test('a pod carries zone and region of its node, whether the scheduler bound it or it named the node itself', () => {
  const made = pod('a');
  const simulation = play([{ ...made, spec: { ...made.spec, nodeName: 'node-1' } } as KubeObject, pod('b')]);
  for (const { metadata } of podsOf(simulation)) {
    assert.equal(metadata?.labels?.['topology.kubernetes.io/zone'], 'z1');
    assert.equal(metadata?.labels?.['topology.kubernetes.io/region'], 'r1');
  }
  assert.equal(podsOf(simulation).length, 2);
});

test('a LimitRange fills in what a pod leaves open and refuses what exceeds it', () => {
  const range: KubeObject = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace: 'default' },
    spec: { limits: [{ type: 'Container', max: { cpu: '1' }, default: { cpu: '500m' }, defaultRequest: { cpu: '200m' } }] },
  };
  const [filled] = podsOf(play([templated({})], [range]));
  assert.deepEqual(filled?.spec?.containers[0]?.resources, { limits: { cpu: '500m' }, requests: { cpu: '200m' } });
  assert.match(
    filled?.metadata?.annotations?.['kubernetes.io/limit-ranger'] ?? '',
    /^LimitRanger plugin set: cpu request for container main; cpu limit/,
  );
  assert.deepEqual(refusals(play([templated({}, { limits: { cpu: '2' }, requests: { cpu: '100m' } })], [range])), [
    'Error creating: pods "web-x" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
  ]);
});

test('a quota names what a pod has to say, and what it exceeds', () => {
  const quota: KubeObject = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'default' },
    spec: { hard: { 'limits.cpu': '1', 'requests.memory': '1Gi' } },
  };
  assert.deepEqual(refusals(play([templated({})], [quota])), [
    'Error creating: pods "web-x" is forbidden: failed quota: q: must specify limits.cpu for: main; requests.memory for: main',
  ]);
  assert.deepEqual(refusals(play([templated({}, { limits: { cpu: '2', memory: '1Gi' } })], [quota])), [
    'Error creating: pods "web-x" is forbidden: exceeded quota: q, requested: limits.cpu=2, used: limits.cpu=0, limited: limits.cpu=1',
  ]);
});

test('what may not change is refused in the words of the server, kind by kind', () => {
  const refusalOf = (from: object, to: object): readonly string[] => refusals(play([to as KubeObject], [from as KubeObject]));
  const named = (kind: string, apiVersion: string, fields: object) => ({ kind, apiVersion, metadata: { name: 'x' }, ...fields });
  const secret = (type: string) => named('Secret', 'v1', { type });
  assert.deepEqual(refusalOf(secret('Opaque'), secret('kubernetes.io/tls')), [
    'Secret "x" is invalid: type: Invalid value: "kubernetes.io/tls": field is immutable',
  ]);
  const storage = (provisioner: string, volumeBindingMode: string) =>
    named('StorageClass', 'storage.k8s.io/v1', { provisioner, volumeBindingMode });
  assert.deepEqual(refusalOf(storage('a', 'Immediate'), storage('b', 'WaitForFirstConsumer')), [
    'StorageClass.storage.k8s.io "x" is invalid: [provisioner: Forbidden: updates to provisioner are forbidden., volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable]',
  ]);
  const priority = (value: number) => named('PriorityClass', 'scheduling.k8s.io/v1', { value });
  assert.deepEqual(refusalOf(priority(1), priority(2)), [
    'PriorityClass.scheduling.k8s.io "x" is invalid: value: Forbidden: may not be changed in an update.',
  ]);
  const binding = (name: string) => named('RoleBinding', 'rbac.authorization.k8s.io/v1', { roleRef: { kind: 'Role', name } });
  assert.deepEqual(refusalOf(binding('a'), binding('b')), [
    'RoleBinding.rbac.authorization.k8s.io "x" is invalid: roleRef: Invalid value: {"kind":"Role","name":"b"}: cannot change roleRef',
  ]);
  const volume = (path: string) => named('PersistentVolume', 'v1', { spec: { hostPath: { path }, capacity: { storage: '1Gi' } } });
  assert.deepEqual(refusalOf(volume('/a'), volume('/b')), [
    'PersistentVolume "x" is invalid: spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
  ]);
});
