import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOnCreation } from '../../server/src/core/sim/admission/api-validation.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { scheduleAll } from '../../server/src/core/sim/scheduler/schedule-all.ts';
import { catalog } from '../support/workspace.ts';
import { node, pod } from './clusters.ts';

const admit = judgeOnCreation(catalog);
const sane = node('sane', { cpu: 1000, memoryMi: 512 });
const given = (kind: string, apiVersion: string, more: object = {}): object => ({
  apiVersion,
  kind,
  metadata: { name: 'x', uid: 'u' },
  ...more,
});
const sick = (more: object): object => ({ ...node('sick', { cpu: 1, memoryMi: 1 }), metadata: { name: 'sick', uid: 'u' }, ...more });

/** What a hand may have made of a cluster's list: each has a UID, so the API server is not asked. */
const BAD: readonly object[] = [
  sick({ spec: { taints: 'none' } }),
  sick({ spec: { taints: [null] } }),
  sick({ spec: null }),
  sick({ status: null }),
  sick({ status: { allocatable: { cpu: {} } } }),
  sick({ status: { allocatable: { cpu: 'many' } } }),
  sick({ metadata: { name: 'sick', uid: 'u', labels: null } }),
  sick({ status: { images: [{ sizeBytes: 1 }], allocatable: { cpu: 1 } } }),
  { kind: 'Pod' },
  { kind: 'Pod', metadata: null },
  given('Pod', 'v1'),
  given('Pod', 'v1', { spec: { nodeName: 'sane' } }),
  given('Pod', 'v1', { spec: { nodeName: 'sane', containers: null }, status: null }),
  given('PersistentVolume', 'v1'),
  given('PersistentVolumeClaim', 'v1'),
  given('StorageClass', 'storage.k8s.io/v1'),
  given('CSINode', 'storage.k8s.io/v1'),
  given('PodDisruptionBudget', 'policy/v1'),
  given('PriorityClass', 'scheduling.k8s.io/v1'),
  given('Service', 'v1', { spec: { selector: 'web' } }),
  given('Deployment', 'apps/v1'),
  given('StatefulSet', 'apps/v1', { spec: {} }),
  given('DaemonSet', 'apps/v1'),
  given('CronJob', 'batch/v1', { spec: {} }),
];

test('whatever is wrong with an object of the cluster, the rest is scheduled', () => {
  const mounting = pod('mounting', { cpu: 1, memoryMi: 1 }, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] });
  const wishes = [pod('small', { cpu: 10, memoryMi: 1 }), pod('large', { cpu: 5000, memoryMi: 1 }, { priority: 9 }), mounting];
  for (const bad of BAD) {
    const { decisions } = scheduleAll([sane, bad as KubeObject, ...wishes], { admit, detail: 'full', allFilters: true });
    const last = new Map(decisions.map((decision) => [decision.pod, decision]));
    assert.equal(last.get('default/small')?.node, 'sane', JSON.stringify(bad));
    assert.equal(last.get('default/large')?.node, '', JSON.stringify(bad));
  }
});

test('what cannot be read is left out by name', () => {
  const { problems } = scheduleAll([sane, sick({ spec: { taints: 'none' } }) as KubeObject], { admit });
  assert.deepEqual(
    problems.map(({ kind, name }) => [kind, name]),
    [['Node', 'sick']],
  );
  assert.match(problems[0]?.reason ?? '', /spec\.taints/);
});
