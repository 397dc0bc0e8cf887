import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Node, Pod } from '../../server/src/core/generated/api.ts';
import type { Decision } from '../../server/src/core/sim/scheduler/decision.ts';
import { explainDecision } from '../../server/src/core/sim/scheduler/explain.ts';
import type { PodEdit } from '../../server/src/core/sim/scheduler/remedies.ts';
import { replay } from '../../server/src/core/sim/scheduler/replay.ts';
import { say } from '../../server/src/core/text/text.ts';
import { clusters, node, pod, ZONE } from './clusters.ts';

/** The pod after an edit, made on a copy. */
function edited(original: Pod, { path, change }: PodEdit): Pod {
  const copy = structuredClone(original) as Record<string | number, unknown>;
  let place = copy;
  for (const step of path.slice(0, -1)) {
    place[step] ??= {};
    place = place[step] as Record<string | number, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (change.do === 'remove') delete place[last];
  else if (change.do === 'set') place[last] = change.value;
  else place[last] = [...((place[last] as unknown[]) ?? []), change.value];
  return copy as Pod;
}

/** The decision on the last of the pods. Preemptors are placed at once, so that nothing is promised to them meanwhile. */
function lastDecision(objects: readonly (Node | Pod)[], detail: 'explained' | 'full'): Decision {
  const decision = replay(objects, { retry: 'immediate', detail }).find((each) => each.pod === `default/${objects.at(-1)?.metadata?.name}`);
  assert.ok(decision !== undefined);
  return decision;
}

function explain(objects: readonly (Node | Pod)[]) {
  const decision = lastDecision(objects, 'explained');
  return { decision, ...explainDecision(decision, objects.at(-1) as Pod) };
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const podTerm = (app: string) => [{ topologyKey: ZONE, labelSelector: { matchLabels: { app } } }];
const nodeTerm = (requirement: { key: string; operator: string; values?: string[] }) => ({
  affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } } },
});

/** What a pod may ask of its node, one way each. */
const DEMANDS: readonly Partial<NonNullable<Pod['spec']>>[] = [
  { nodeSelector: { disk: 'ssd' } },
  { nodeSelector: { [ZONE]: 'elsewhere' } },
  nodeTerm({ key: ZONE, operator: 'In', values: ['elsewhere'] }),
  nodeTerm({ key: 'disk', operator: 'Exists' }),
  nodeTerm({ key: ZONE, operator: 'NotIn', values: ['a', 'b', 'c'] }),
  { affinity: { podAffinity: { [REQUIRED]: podTerm('nobody') } } },
  { affinity: { podAntiAffinity: { [REQUIRED]: podTerm('a') } } },
  {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'a' } } },
    ],
  },
];

test('a remedy, followed to the last step, opens each of the nodes that it names', () => {
  fc.assert(
    fc.property(clusters, fc.integer({ min: 1, max: 6 }), fc.constantFrom(...DEMANDS), ({ nodes, pods }, cpus, demand) => {
      const wish = pod('wish', { cpu: cpus * 1000, memoryMi: 512 }, demand);
      const tainted = nodes.map(
        (each, index): Node => (index % 2 === 0 ? { ...each, spec: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } } : each),
      );
      const { decision, remedies } = explain([...tainted, ...pods, wish]);
      if (decision.node !== '' || decision.victims.length > 0) return;
      for (const { steps, nodes: opened } of remedies) {
        const mended = steps.reduce((each, { edit }) => edited(each, edit), wish);
        const again = lastDecision([...tainted, ...pods, mended], 'full');
        const closed = new Set(again.filters.map((verdict) => verdict.node));
        assert.deepEqual(
          opened.filter((name) => closed.has(name)),
          [],
        );
      }
    }),
    { numRuns: 120 },
  );
});

test('reasons come with numbers, grouped, in both languages', () => {
  const nodes = [
    node('n1', { cpu: 4000, memoryMi: 4096 }),
    node('n2', { cpu: 4000, memoryMi: 4096 }),
    node('n3', { cpu: 4000, memoryMi: 4096 }),
  ];
  const tainted: Node = {
    ...node('n4', { cpu: 4000, memoryMi: 4096 }),
    spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
  };
  const running = ['n1', 'n2', 'n3'].map((nodeName) => pod(`on-${nodeName}`, { cpu: 3700, memoryMi: 64 }, { nodeName }));
  const { lines, remedies } = explain([...nodes, tainted, ...running, pod('wish', { cpu: 500, memoryMi: 64 })]);
  assert.deepEqual(
    lines.map((line) => say('en', line)),
    [
      'No node can take pod default/wish (4 looked at).',
      '3 nodes: asks 500m of cpu, but even the roomiest has only 300m free of 4.',
      '1 node: the pod does not tolerate the taint gpu=yes:NoSchedule.',
    ],
  );
  assert.deepEqual(
    lines.map((line) => say('ko', line)),
    [
      '파드 default/wish를 배치할 수 있는 노드가 없습니다(노드 4개를 확인).',
      '노드 3개: cpu 요청은 500m인데 가장 여유로운 노드에도 4 가운데 300m만 남았습니다.',
      '노드 1개: 테인트 gpu=yes:NoSchedule을 파드가 용인하지 않습니다.',
    ],
  );
  assert.deepEqual(
    remedies.map(({ steps, nodes: opened }) => [steps.map(({ title }) => say('en', title)), opened]),
    [
      [['Lower the cpu request of container c from 500m to 300m'], ['n1', 'n2', 'n3']],
      [['Tolerate the taint gpu=yes:NoSchedule'], ['n4']],
    ],
  );
});

test('a tie names the others, a single node says that nothing was scored', () => {
  const [one, two] = [node('n1', { cpu: 1000, memoryMi: 1024 }), node('n2', { cpu: 1000, memoryMi: 1024 })];
  const wish = pod('wish', { cpu: 100, memoryMi: 64 });
  assert.match(say('en', explain([one, two, wish]).lines[0] as never), /2 nodes tie at \d+, .*\(n[12] as well\)/);
  assert.match(say('en', explain([one, wish]).lines[0] as never), /only one that fits/);
});

test('a spread constraint that no zone can keep is explained by its counts', () => {
  const nodes = [node('a1', { cpu: 4000, memoryMi: 4096 }, { [ZONE]: 'a' }), node('b1', { cpu: 100, memoryMi: 64 }, { [ZONE]: 'b' })];
  const spread = {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'a' } } },
    ],
  };
  const running = pod('r', { cpu: 10, memoryMi: 10 }, { nodeName: 'a1' });
  const { lines, remedies } = explain([...nodes, running, pod('wish', { cpu: 500, memoryMi: 64 }, spread)]);
  assert.ok(
    lines.some(
      (line) => say('en', line) === `1 node: would spread too unevenly over ${ZONE}: 1 pod there, 0 in the emptiest domain, maxSkew 1.`,
    ),
  );
  assert.deepEqual(remedies[0]?.steps[0]?.edit, {
    path: ['spec', 'topologySpreadConstraints', 0, 'whenUnsatisfiable'],
    change: { do: 'set', value: 'ScheduleAnyway' },
  });
});

test('device claims are said not to be simulated, whether the pod was placed or not', () => {
  for (const cpu of [500, 5000]) {
    const plain = pod('train', { cpu, memoryMi: 64 });
    const claiming = { ...plain, spec: { ...plain.spec, resourceClaims: [{ name: 'gpu', resourceClaimName: 'big' }] } } as Pod;
    const told = (given: Pod): string[] =>
      explainDecision(lastDecision([node('n1', { cpu: 1000, memoryMi: 512 }), given], 'explained'), given).lines.map((line) =>
        say('en', line),
      );
    assert.equal(told(claiming).filter((line) => line.includes('Device claims (gpu)')).length, 1, `${cpu}m`);
    assert.equal(told(plain).filter((line) => line.includes('Device claims')).length, 0, `${cpu}m`);
  }
});
