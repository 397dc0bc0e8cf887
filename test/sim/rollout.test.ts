import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Deployment, Pod } from '../../server/src/core/generated/api.ts';
import { resolveFenceposts } from '../../server/src/core/sim/controllers/fenceposts.ts';
import { toResult } from '../../server/src/core/sim/result.ts';
import { type Simulation, simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { say } from '../../server/src/core/text/text.ts';
import { deployment, nodes } from './manifests.ts';

const percentOrCount = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
);

const rollouts = fc.record({
  replicas: fc.integer({ min: 1, max: 12 }),
  maxSurge: percentOrCount,
  maxUnavailable: percentOrCount,
  minReadySeconds: fc.constantFrom(0, 3),
  readyAfterMs: fc.integer({ min: 0, max: 8 }).map((seconds) => seconds * 1000),
  seed: fc.integer({ min: 1, max: 1000 }),
});
type Rollout = typeof rollouts extends fc.Arbitrary<infer T> ? T : never;

function roll({ replicas, maxSurge, maxUnavailable, minReadySeconds, readyAfterMs, seed }: Rollout): Simulation {
  const spec = { replicas, minReadySeconds, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } };
  return simulate({
    cluster: nodes(3),
    from: [deployment('web', 'app:1', spec)],
    objects: [deployment('web', 'app:2', spec)],
    scenario: { steps: [], containers: [{ image: 'app:2', behavior: { readyAfterMs } }] },
    seed,
  });
}

/** Pods that count against the surge: those that are not on their way out. */
function activePods(simulation: Simulation, timeMs: number): readonly Pod[] {
  const pods = [...stateAt(simulation.trace, timeMs).values()].filter((object): object is Pod => object.kind === 'Pod');
  return pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
}

test('a rolling update keeps its promises: enough available, not too many pods, and it completes', () => {
  fc.assert(
    fc.property(rollouts, (rollout) => {
      const simulation = roll(rollout);
      const { surge, unavailable } = resolveFenceposts(rollout.maxSurge, rollout.maxUnavailable, rollout.replicas);
      const least = rollout.replicas - Math.min(unavailable, rollout.replicas);
      for (const { timeMs, available } of simulation.samples) {
        assert.ok(available >= least, `${available} available at ${timeMs}, ${least} promised`);
        assert.ok(activePods(simulation, timeMs).length <= rollout.replicas + surge, `too many pods at ${timeMs}`);
      }
      assert.ok(simulation.samples.at(-1)?.complete, 'complete at the end');
    }),
    { numRuns: 60 },
  );
});

test('the same seed gives the same bytes, time never goes back, and everything has its reason in both languages', () => {
  fc.assert(
    fc.property(rollouts, (rollout) => {
      const simulation = roll(rollout);
      assert.equal(JSON.stringify(toResult(simulation, 'ko')), JSON.stringify(toResult(roll(rollout), 'ko')));
      let last = 0;
      for (const { timeMs, because } of simulation.trace.entries) {
        assert.ok(timeMs >= last);
        last = timeMs;
        for (const language of ['ko', 'en'] as const) {
          const text = say(language, because);
          assert.ok(text.length > 0 && !/\{\w+/.test(text), text);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('once settled, nothing moves any more', () => {
  const { trace } = simulate({ cluster: nodes(3), objects: [deployment('web', 'app:1')], untilMs: 3_600_000 });
  const last = trace.entries.at(-1);
  assert.ok(last !== undefined && last.timeMs < 60_000, `the last entry came at ${last?.timeMs}`);
});

test('Recreate has downtime, and never pods of two versions at once', () => {
  const spec = { strategy: { type: 'Recreate' } };
  const simulation = simulate({ cluster: nodes(2), from: [deployment('web', 'app:1', spec)], objects: [deployment('web', 'app:2', spec)] });
  assert.ok((simulation.summaries[0]?.downtimeMs ?? 0) > 0);
  for (const { timeMs } of simulation.samples) {
    const pods = [...stateAt(simulation.trace, timeMs).values()].filter((object): object is Pod => object.kind === 'Pod');
    if (timeMs > 0) assert.equal(new Set(pods.map(({ spec: each }) => each?.containers[0]?.image)).size <= 1, true, `mixed at ${timeMs}`);
  }
});

test('a failing image stalls the rollout, the deadline says so one second late, and a rollback mends it', () => {
  const spec = { progressDeadlineSeconds: 30 };
  const simulation = simulate({
    cluster: nodes(2),
    from: [deployment('web', 'app:1', spec)],
    objects: [deployment('web', 'app:broken', spec)],
    scenario: {
      containers: [{ image: 'app:broken', behavior: { failReadiness: true } }],
      steps: [{ atMs: 60_000, namespace: 'default', do: 'rollback', target: { kind: 'Deployment', name: 'web' }, toRevision: 0 }],
    },
  });
  const reasonAt = (timeMs: number): string | undefined => {
    const web = stateAt(simulation.trace, timeMs).get('Deployment default/web') as Deployment;
    return web.status?.conditions?.find(({ type }) => type === 'Progressing')?.reason;
  };
  assert.equal(reasonAt(30_999), 'ReplicaSetUpdated');
  assert.equal(reasonAt(31_000), 'ProgressDeadlineExceeded');
  assert.equal(reasonAt(600_000), 'NewReplicaSetAvailable');
  assert.equal(simulation.summaries[0]?.downtimeMs, 0);
});
