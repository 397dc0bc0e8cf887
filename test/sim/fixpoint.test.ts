import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { type Simulation, simulate } from '../../server/src/core/sim/simulate.ts';
import { deployment, nodes, statefulSet } from './manifests.ts';

const HOUR_MS = 3_600_000;

const template = (app: string, restartPolicy = 'Always') => ({
  metadata: { labels: { app } },
  spec: { restartPolicy, containers: [{ name: 'main', image: `${app}:1`, resources: { requests: { cpu: '100m' } } }] },
});

function named(kind: string, apiVersion: string, name: string, spec: object): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'default' }, spec };
}

/** One workload of each kind, by a number. */
const KINDS: Readonly<Record<string, (count: number) => KubeObject>> = {
  Deployment: (count) => deployment('web', 'web:1', { replicas: count }),
  Recreate: (count) => deployment('web', 'web:1', { replicas: count, strategy: { type: 'Recreate' } }),
  ReplicaSet: (count) =>
    named('ReplicaSet', 'apps/v1', 'rs', { replicas: count, selector: { matchLabels: { app: 'rs' } }, template: template('rs') }),
  ReplicationController: (count) =>
    named('ReplicationController', 'v1', 'rc', { replicas: count, selector: { app: 'rc' }, template: template('rc') }),
  StatefulSet: (count) => statefulSet('db', 'db:1', count),
  DaemonSet: () => named('DaemonSet', 'apps/v1', 'agent', { selector: { matchLabels: { app: 'agent' } }, template: template('agent') }),
  Job: (count) =>
    named('Job', 'batch/v1', 'job', { completions: count, parallelism: 2, backoffLimit: 2, template: template('job', 'Never') }),
  PodDisruptionBudget: (count) =>
    named('PodDisruptionBudget', 'policy/v1', 'budget', { minAvailable: count, selector: { matchLabels: { app: 'web' } } }),
  ResourceQuota: (count) => named('ResourceQuota', 'v1', 'quota', { hard: { pods: String(count * 20) } }),
  Service: () => named('Service', 'v1', 'web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
};

function lastChangeMs({ trace }: Simulation): number {
  return trace.entries.at(-1)?.timeMs ?? 0;
}

test('every controller comes to rest, with all the others, however many there are of each', () => {
  const cases = fc.record({
    kinds: fc.subarray(Object.keys(KINDS), { minLength: 1 }),
    count: fc.integer({ min: 1, max: 5 }),
    readyAfterMs: fc.constantFrom(0, 5000),
    seed: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(cases, ({ kinds, count, readyAfterMs, seed }) => {
      const objects = kinds.flatMap((kind) => KINDS[kind]?.(count) ?? []);
      const scenario = { steps: [], containers: [{ behavior: { readyAfterMs } }] };
      const simulation = simulate({ cluster: nodes(3), objects, scenario, seed, untilMs: HOUR_MS });
      assert.ok(lastChangeMs(simulation) < 120_000, `${kinds} still moved at ${lastChangeMs(simulation)}`);
    }),
    { numRuns: 25 },
  );
});

test('what never comes to rest is seen by the same measure', () => {
  const scenario = { steps: [], containers: [{ behavior: { crashAfterMs: 1000 } }] };
  const simulation = simulate({ cluster: nodes(1), objects: [deployment('web', 'web:1', { replicas: 1 })], scenario, untilMs: HOUR_MS });
  assert.ok(lastChangeMs(simulation) > HOUR_MS - 600_000);
});

test('a CronJob of crash-looping pods ends at the limit with an entry that says so, and every entry has its reason', () => {
  const schedule = {
    schedule: '* * * * *',
    jobTemplate: { spec: { parallelism: 50, completions: 50, backoffLimit: 1000, template: template('cron', 'Never') } },
  };
  const scenario = { steps: [], containers: [{ behavior: { crashAfterMs: 1000, exitCode: 1 } }] };
  const objects = [named('CronJob', 'batch/v1', 'cron', schedule)];
  const { trace } = simulate({ cluster: nodes(10), objects, scenario, untilMs: 24 * HOUR_MS, limits: { entries: 5_000 } });
  const last = trace.entries.at(-1);
  assert.deepEqual([trace.entries.length, last?.what.verb, last?.because.key], [5_001, 'stop', 'simLimitEntries']);
  assert.ok(trace.entries.every(({ because }) => because.key.length > 0));
});
