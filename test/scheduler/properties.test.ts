import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Node, Pod } from '../../server/src/core/generated/api.ts';
import type { Decision } from '../../server/src/core/sim/scheduler/decision.ts';
import { replay } from '../../server/src/core/sim/scheduler/replay.ts';
import { scheduleAll } from '../../server/src/core/sim/scheduler/schedule-all.ts';
import { clusters, node, pod, ZONE } from './clusters.ts';

const RUNS = { numRuns: 150 };

/** Where pods stand after all decisions, victims gone. */
function placements(decisions: readonly Decision[]): ReadonlyMap<string, string> {
  const nodeByPod = new Map<string, string>();
  for (const decision of decisions) {
    for (const victim of decision.victims) nodeByPod.delete(victim);
    if (decision.node !== '') nodeByPod.set(decision.pod, decision.node);
  }
  return nodeByPod;
}

function podsOn(nodeName: string, pods: readonly Pod[], nodeByPod: ReadonlyMap<string, string>): readonly Pod[] {
  return pods.filter(({ metadata }) => nodeByPod.get(`default/${metadata?.name}`) === nodeName);
}

function sum(pods: readonly Pod[], resource: 'cpu' | 'memory'): number {
  return pods.reduce(
    (total, { spec }) => total + Number.parseInt(String(spec?.containers[0]?.resources?.requests?.[resource] ?? '0'), 10),
    0,
  );
}

test('no node takes more than it has, and hard constraints hold', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, pods }) => {
      const nodeByPod = placements(scheduleAll([...nodes, ...pods]).decisions);
      for (const each of nodes) {
        const there = podsOn(each.metadata?.name ?? '', pods, nodeByPod);
        assert.ok(sum(there, 'cpu') <= Number.parseInt(String(each.status?.allocatable?.cpu), 10));
        assert.ok(sum(there, 'memory') <= Number.parseInt(String(each.status?.allocatable?.memory), 10));
        assert.ok(there.length <= 20);
        assert.ok(there.filter(({ spec }) => spec?.containers[0]?.ports !== undefined).length <= 1, 'a host port is given once');
        for (const lonely of there.filter(({ spec }) => spec?.affinity?.podAntiAffinity !== undefined)) {
          const same = there.filter(({ metadata }) => metadata?.labels?.app === lonely.metadata?.labels?.app);
          assert.equal(same.length, 1, 'anti-affinity keeps pods apart');
        }
        for (const { spec } of there) {
          const zone = each.metadata?.labels?.[ZONE];
          assert.ok(spec?.nodeSelector === undefined || zone === 'a', 'a node selector');
          assert.ok(spec?.affinity?.nodeAffinity === undefined || zone !== 'c', 'a required node affinity');
          assert.ok(each.spec?.taints === undefined || spec?.tolerations !== undefined, 'a taint');
        }
      }
    }),
    RUNS,
  );
});

test('at the moment of its placement a pod keeps the skew of its spread constraint', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, pods }) => {
      const zoneOf = new Map(nodes.map(({ metadata }) => [metadata?.name ?? '', metadata?.labels?.[ZONE] ?? '']));
      const countByZone = new Map<string, Map<string, number>>();
      for (const decision of replay([...nodes, ...pods], { retry: 'end' })) {
        if (decision.victims.length > 0) return;
        if (decision.node === '') continue;
        const placed = pods.find(({ metadata }) => `default/${metadata?.name}` === decision.pod);
        const app = placed?.metadata?.labels?.app ?? '';
        const counts = countByZone.get(app) ?? new Map([...zoneOf.values()].map((zone) => [zone, 0]));
        countByZone.set(app, counts);
        const zone = zoneOf.get(decision.node) ?? '';
        counts.set(zone, (counts.get(zone) ?? 0) + 1);
        if (placed?.spec?.topologySpreadConstraints === undefined) continue;
        assert.ok((counts.get(zone) ?? 0) - Math.min(...counts.values()) <= 1);
      }
    }),
    RUNS,
  );
});

/** Nodes of two sizes with a few pods of one size, so that many nodes are as good as others, though not all. */
const alike = fc
  .array(fc.record({ cpu: fc.constantFrom(2000, 4000), pods: fc.integer({ min: 0, max: 2 }) }), { minLength: 2, maxLength: 9 })
  .map((shapes) => ({
    nodes: shapes.map(({ cpu }, index) => node(`n${index}`, { cpu, memoryMi: cpu })),
    running: shapes.flatMap(({ pods }, index) =>
      Array.from({ length: pods }, (_, number) => pod(`r${index}-${number}`, { cpu: 500, memoryMi: 500 }, { nodeName: `n${index}` })),
    ),
  }));

test('without the chosen node of a tie, another of the best is chosen', () => {
  let ties = 0;
  fc.assert(
    fc.property(alike, ({ nodes, running }) => {
      const wish = pod('p', { cpu: 100, memoryMi: 64 });
      const [first] = replay([...nodes, ...running, wish], { retry: 'end' });
      assert.ok(first !== undefined);
      fc.pre(first.best.length > 1);
      ties++;
      const isElsewhere = ({ spec }: Pod): boolean => spec?.nodeName !== first.node;
      const left = nodes.filter(({ metadata }) => metadata?.name !== first.node);
      const [second] = replay([...left, ...running.filter(isElsewhere), wish], { retry: 'end' });
      assert.ok(second !== undefined && second.node !== first.node);
      assert.deepEqual(
        second.best,
        first.best.filter((name) => name !== first.node),
      );
      assert.ok(second.best.includes(second.node));
    }),
    RUNS,
  );
  assert.equal(ties, RUNS.numRuns);
});

test('a pod of another namespace on a node that is out of the question changes nothing', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, pods }) => {
      const cordoned: Node = { ...node('zz-closed', { cpu: 1000, memoryMi: 1024 }), spec: { unschedulable: true } };
      const stranger: Pod = {
        ...pod('stranger', { cpu: 100, memoryMi: 64 }, { nodeName: 'zz-closed' }),
        metadata: { name: 'stranger', namespace: 'other' },
      };
      const without = replay([...nodes, cordoned, ...pods], { retry: 'end' });
      const having = replay([...nodes, cordoned, stranger, ...pods], { retry: 'end' });
      assert.deepEqual(having.map(outcome), without.map(outcome));
    }),
    RUNS,
  );
});

function outcome({ node: chosen, totals, best, message }: Decision): unknown {
  return { chosen, totals, best, message };
}

test('same input, same bytes', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, pods }) => {
      const once = JSON.stringify(scheduleAll([...nodes, ...pods], { detail: 'full', allFilters: true }).decisions);
      assert.equal(JSON.stringify(scheduleAll([...nodes, ...pods], { detail: 'full', allFilters: true }).decisions), once);
    }),
    { numRuns: 50 },
  );
});

test('telling more of a decision does not change it', () => {
  fc.assert(
    fc.property(clusters, ({ nodes, pods }) => {
      const brief = replay([...nodes, ...pods], { retry: 'end' });
      for (const detail of ['explained', 'full'] as const) {
        const told = replay([...nodes, ...pods], { retry: 'end', detail, allFilters: detail === 'full' });
        assert.deepEqual(
          told.map(({ node: chosen, victims, message }) => ({ chosen, victims, message })),
          brief.map(({ node: chosen, victims, message }) => ({ chosen, victims, message })),
        );
      }
    }),
    RUNS,
  );
});
