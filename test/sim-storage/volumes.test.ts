import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersistentVolume, PersistentVolumeClaim } from '../../server/src/core/generated/api.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import type { ScenarioStep } from '../../server/src/core/sim/scenario.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';

const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { allocatable: { cpu: '8', memory: '8Gi', pods: '110' } },
};
const claim = (name: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const volume = (name: string, size: string, spec: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: { capacity: { storage: size }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' }, ...spec },
});
const storageClass = (name: string, more: object = {}): KubeObject =>
  ({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name }, provisioner: 'csi.example', ...more }) as KubeObject;
const consumer = (claimName: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'x' }], volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] },
});
const remove = (second: number, kind: string, name: string): ScenarioStep => ({
  atMs: second * 1000,
  namespace: 'default',
  do: 'delete',
  target: { kind, name },
});

function play(objects: readonly KubeObject[], steps: readonly ScenarioStep[] = []) {
  const { trace } = simulate({ cluster: [NODE], objects, untilMs: 120_000, scenario: { containers: [], steps } });
  const stateOf = (second: number) => stateAt(trace, second * 1000);
  return {
    claimAt: (second: number, name: string) =>
      stateOf(second).get(`PersistentVolumeClaim default/${name}`) as PersistentVolumeClaim | undefined,
    volumesAt: (second: number) =>
      [...stateOf(second).values()]
        .filter(({ kind }) => kind === 'PersistentVolume')
        .map((each) => (each as PersistentVolume).status?.phase),
    refusals: trace.entries.flatMap(({ what }) => (what.verb === 'refuse' ? [what.message] : [])),
    events: trace.entries.flatMap(({ what }) => (what.verb === 'event' ? [`${what.reason}: ${what.message}`] : [])),
  };
}

test('a claim gets the smallest volume that fits; after it is gone a retained volume stays Released', () => {
  const { claimAt, volumesAt } = play(
    [volume('big', '10Gi'), volume('small', '2Gi'), claim('d', { storageClassName: '' })],
    [remove(10, 'PersistentVolumeClaim', 'd')],
  );
  assert.equal(claimAt(1, 'd')?.spec?.volumeName, 'small');
  assert.equal(claimAt(1, 'd')?.status?.phase, 'Bound');
  assert.deepEqual(volumesAt(1), ['Available', 'Bound']);
  assert.equal(claimAt(11, 'd'), undefined);
  assert.deepEqual(volumesAt(11), ['Available', 'Released']);
});

test('a class provisions at once, and its volume goes with the claim', () => {
  const { claimAt, volumesAt, events } = play(
    [storageClass('fast'), claim('d', { storageClassName: 'fast' })],
    [remove(10, 'PersistentVolumeClaim', 'd')],
  );
  assert.equal(claimAt(1, 'd')?.status?.phase, 'Pending');
  assert.equal(claimAt(2, 'd')?.status?.phase, 'Bound');
  assert.ok(
    events.some((text) =>
      text.startsWith("ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'csi.example'"),
    ),
  );
  assert.deepEqual(volumesAt(12), []);
});

test('WaitForFirstConsumer waits for the pod and is bound when it is scheduled', () => {
  const late = storageClass('late', { volumeBindingMode: 'WaitForFirstConsumer' });
  const alone = play([late, claim('d', { storageClassName: 'late' })]);
  assert.equal(alone.claimAt(60, 'd')?.status?.phase, 'Pending');
  assert.ok(alone.events.includes('WaitForFirstConsumer: waiting for first consumer to be created before binding'));
  const used = play([late, claim('d', { storageClassName: 'late' }), consumer('d')]);
  assert.equal(used.claimAt(60, 'd')?.status?.phase, 'Bound');
});

test('a claim in use is deleted only when its pod is gone', () => {
  const { claimAt } = play(
    [volume('v', '2Gi'), claim('d', { storageClassName: '' }), consumer('d')],
    [remove(10, 'PersistentVolumeClaim', 'd'), remove(30, 'Pod', 'p')],
  );
  assert.notEqual(claimAt(20, 'd')?.metadata?.deletionTimestamp, undefined);
  assert.equal(claimAt(40, 'd'), undefined);
});

test('a volume asked for by name that will not do is named with its reason', () => {
  const { events } = play([volume('v', '1Mi'), claim('d', { storageClassName: '', volumeName: 'v' })]);
  assert.ok(events.includes('VolumeMismatch: Cannot bind to requested volume "v": requested PV is too small'));
});

test('a bound claim grows where its class allows it, and nowhere else', () => {
  const grow = (storageClassName: string): ScenarioStep => ({
    atMs: 10_000,
    namespace: 'default',
    do: 'apply',
    objects: [claim('d', { storageClassName, resources: { requests: { storage: '2Gi' } } })],
  });
  const fixed = play([storageClass('fixed'), claim('d', { storageClassName: 'fixed' })], [grow('fixed')]);
  assert.deepEqual(fixed.refusals, [
    'persistentvolumeclaims "d" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  ]);
  const elastic = play(
    [storageClass('elastic', { allowVolumeExpansion: true }), claim('d', { storageClassName: 'elastic' })],
    [grow('elastic')],
  );
  assert.deepEqual(elastic.refusals, []);
  assert.ok(elastic.events.includes('ExternalExpanding: waiting for an external controller to expand this PVC'));
  assert.equal(elastic.claimAt(10, 'd')?.status?.capacity?.storage, '1Gi');
  assert.equal(elastic.claimAt(12, 'd')?.status?.capacity?.storage, '2Gi');
});
