import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod, PodSpec } from '../../server/src/core/generated/api.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { deployment, node, pod } from '../sim/manifests.ts';

/** A pod that names its node itself, so that no scheduler looks at it. */
function bound(name: string, spec: Partial<PodSpec> = {}, cpu = '100m'): Pod {
  const made = pod(name);
  const containers = [{ name: 'main', image: 'app:1', resources: { requests: { cpu, memory: '1Gi' } }, ...spec.containers?.[0] }];
  return { ...made, spec: { ...made.spec, nodeName: 'node-1', ...spec, containers } };
}

function endOf(objects: readonly KubeObject[], name: string, node1: Node = node('node-1', '1')): readonly unknown[] {
  const { trace } = simulate({ cluster: [node1], objects, untilMs: 30_000 });
  const { phase, reason, message } = (stateAt(trace, 30_000).get(`Pod default/${name}`) as Pod | undefined)?.status ?? {};
  const events = trace.entries.filter(({ what, object }) => what.verb === 'event' && what.type === 'Warning' && object.name === name);
  assert.deepEqual(
    events.map(({ what }) => what.verb === 'event' && [what.reason, `Pod was rejected: ${what.message}`]),
    phase === 'Failed' ? [[reason, message]] : [],
  );
  return [phase, reason, message];
}

test('a pod that was put on a node past the scheduler is turned away when it does not fit', () => {
  assert.deepEqual(endOf([bound('first'), bound('second', {}, '950m')], 'second'), [
    'Failed',
    'OutOfcpu',
    "Pod was rejected: Node didn't have enough resource: cpu, requested: 950, used: 100, capacity: 1000",
  ]);
  const full = { ...node('node-1'), status: { ...node('node-1').status, allocatable: { cpu: '8', memory: '32Gi', pods: '1' } } };
  assert.deepEqual(endOf([bound('first'), bound('second')], 'second', full), [
    'Failed',
    'OutOfpods',
    "Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1",
  ]);
  assert.deepEqual(endOf([bound('first'), bound('second')], 'second').slice(0, 2), ['Running', undefined]);
});

test('so is one whose selector, ports or tolerations do not suit the node', () => {
  assert.deepEqual(endOf([bound('a', { nodeSelector: { disk: 'ssd' } })], 'a'), [
    'Failed',
    'NodeAffinity',
    "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ]);
  const ports = { containers: [{ name: 'main', image: 'app:1', ports: [{ containerPort: 80, hostPort: 80 }] }] };
  assert.deepEqual(endOf([bound('a', ports), bound('b', ports)], 'b').slice(0, 2), ['Failed', 'NodePorts']);
  const tainted = { ...node('node-1'), spec: { taints: [{ key: 'off', effect: 'NoExecute' }] } };
  assert.deepEqual(endOf([bound('a', { tolerations: [{ operator: 'Exists' }] })], 'a', tainted)[0], 'Running');
});

test('what the scheduler placed is never turned away', () => {
  const { trace } = simulate({ cluster: [node('node-1', '1')], objects: [deployment('web', 'app:1', { replicas: 12 })], untilMs: 30_000 });
  const pods = [...stateAt(trace, 30_000).values()].filter((object): object is Pod => object.kind === 'Pod');
  assert.deepEqual([...new Set(pods.map(({ status }) => status?.phase))].sort(), ['Pending', 'Running']);
});

test('a workload whose template names a full node makes a pod each second, not endlessly many at once', () => {
  const made = deployment('web', 'app:1', { replicas: 1 });
  const template = { ...made.spec?.template, spec: { ...bound('x', {}, '4').spec } };
  const { trace } = simulate({
    cluster: [node('node-1', '1')],
    objects: [{ ...made, spec: { ...made.spec, template } } as KubeObject],
    untilMs: 30_000,
  });
  const created = trace.entries.filter(({ what, object }) => what.verb === 'create' && object.kind === 'Pod');
  assert.ok(!trace.entries.some(({ what }) => what.verb === 'stop'));
  assert.ok(created.length >= 29 && created.length <= 31, `${created.length} pods`);
});
