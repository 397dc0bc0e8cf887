import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { expandWorkloads } from '../../server/src/core/sim/scheduler/expand-workloads.ts';
import { scheduleAll } from '../../server/src/core/sim/scheduler/schedule-all.ts';
import { node } from './clusters.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'app:1' }] } };
const selector = { matchLabels: { app: 'web' } };

function workload(kind: string, spec: object, apiVersion = 'apps/v1'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'default' }, spec };
}

function podNames(objects: readonly KubeObject[]): readonly string[] {
  return expandWorkloads(objects).flatMap(({ kind, metadata }) => (kind === 'Pod' ? [metadata?.name ?? ''] : []));
}

test('workloads become the pods that their controllers would make', () => {
  assert.equal(podNames([workload('Deployment', { replicas: 3, selector, template })]).length, 3);
  assert.deepEqual(podNames([workload('StatefulSet', { replicas: 2, selector, template, serviceName: 's' })]), ['web-0', 'web-1']);
  assert.deepEqual(podNames([workload('Job', { parallelism: 4, completions: 2, template }, 'batch/v1')]), ['web-1', 'web-2']);
  assert.deepEqual(podNames([workload('Job', { suspend: true, template }, 'batch/v1')]), []);
  const nodes = [
    node('a', { cpu: 1, memoryMi: 1 }),
    { ...node('b', { cpu: 1, memoryMi: 1 }), spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } },
  ];
  assert.deepEqual(podNames([...nodes, workload('DaemonSet', { selector, template })]), ['web-1']);
});

test('pods that are there already are not made again', () => {
  const set = workload('ReplicaSet', { replicas: 3, selector, template });
  const there: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-x',
      namespace: 'default',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true }],
    },
    spec: template.spec,
  };
  assert.equal(podNames([set, there]).length, 3);
});

test('the claims of a StatefulSet are bound where its pods land', () => {
  const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }];
  const standard: KubeObject & { provisioner: string; volumeBindingMode: string } = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'example.com/disk',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  const set = workload('StatefulSet', { replicas: 2, selector, template, serviceName: 's', volumeClaimTemplates: claims });
  const { decisions } = scheduleAll([node('n', { cpu: 1000, memoryMi: 1024 }), standard, set]);
  assert.deepEqual(
    decisions.map(({ node: chosen, volumesProvisioned }) => [chosen, volumesProvisioned]),
    [
      ['n', ['default/data-web-0']],
      ['n', ['default/data-web-1']],
    ],
  );
});
