import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node } from '../../server/src/core/generated/api.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import type { Decision } from '../../server/src/core/sim/scheduler/decision.ts';
import { replay } from '../../server/src/core/sim/scheduler/replay.ts';
import { node, pod } from './clusters.ts';

function decide(objects: readonly object[], kubernetesVersion: KubernetesVersion): Decision {
  const decision = replay(objects, { retry: 'end', detail: 'full', kubernetesVersion }).at(-1);
  assert.ok(decision !== undefined);
  return decision;
}

const inEachVersion = <Value>(of: (version: KubernetesVersion) => Value): readonly Value[] => KUBERNETES_VERSIONS.map(of);

const tainted: Node = {
  ...node('n1', { cpu: 1000, memoryMi: 1024 }),
  spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
};

test('the words of a failure are those of the version', () => {
  const named = '0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}.';
  const unnamed = '0/1 nodes are available: 1 node(s) had untolerated taint(s).';
  const helpless = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  assert.deepEqual(
    inEachVersion((version) => decide([tainted, pod('p', { cpu: 100, memoryMi: 64 })], version).message),
    [
      `${named} ${helpless}`,
      `${named} ${helpless}`,
      `${named} no new claims to deallocate, ${helpless}`,
      `${unnamed} no new claims to deallocate, ${helpless}`,
      `${unnamed} no new claims to deallocate, ${helpless}`,
    ],
  );
});

test('whether a request is hopeless is known since 1.34', () => {
  const verdicts = inEachVersion(
    (version) => decide([node('n1', { cpu: 1000, memoryMi: 1024 }), pod('p', { cpu: 2000, memoryMi: 64 })], version).filters[0]?.code,
  );
  const [resolvable, hopeless] = ['Unschedulable', 'UnschedulableAndUnresolvable'];
  assert.deepEqual(verdicts, [resolvable, resolvable, hopeless, hopeless, hopeless]);
});

test('balance is what comes of a pod until 1.35, what it changes since; pods without requests are left out since 1.33', () => {
  const nodes = [node('n1', { cpu: 4000, memoryMi: 4096 }), node('n2', { cpu: 4000, memoryMi: 4096 })];
  const balanceOf = (version: KubernetesVersion, cpu: number): number | undefined => {
    const wish =
      cpu === 0
        ? { ...pod('p', { cpu: 0, memoryMi: 0 }), spec: { containers: [{ name: 'c', image: 'a' }] } }
        : pod('p', { cpu, memoryMi: 0 });
    return decide([...nodes, wish], version).scores.find(({ plugin }) => plugin === 'NodeResourcesBalancedAllocation')?.raw[0];
  };
  // cpu 2000 of 4000 and no memory: deviation 0.25.
  assert.deepEqual(
    inEachVersion((version) => balanceOf(version, 2000)),
    [75, 75, 75, 75, 62],
  );
  assert.deepEqual(
    inEachVersion((version) => balanceOf(version, 0)),
    [100, undefined, undefined, undefined, undefined],
  );
});

test('features that nodes declare count since 1.36', () => {
  const wish = pod('p', { cpu: 100, memoryMi: 64 }, { hostNetwork: true, hostUsers: false });
  assert.deepEqual(
    inEachVersion((version) => decide([node('n1', { cpu: 1000, memoryMi: 1024 }), wish], version).node),
    ['n1', 'n1', 'n1', 'n1', ''],
  );
});
