import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAssertion, parseAssertion } from '../../server/src/core/sim/assertions.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { parseScenario } from '../../server/src/core/sim/scenario.ts';
import { type Simulation, type SimulationInput, simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { say } from '../../server/src/core/text/text.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';
import { deployment, node, nodes, statefulSet } from './manifests.ts';

const catalog = openCatalogs(new URL('../../server/src/lsp', import.meta.url).pathname)('1.36');

function judged(input: SimulationInput, ...written: readonly string[]): readonly boolean[] {
  const assertions = written.map(parseAssertion).filter(isAssertion);
  assert.equal(assertions.length, written.length);
  return simulate({ ...input, assertions }).assertions.map(({ holds }) => holds);
}

function eventsOf({ trace }: Simulation): readonly string[] {
  return trace.entries.flatMap(({ what }) => (what.verb === 'event' ? [`${what.reason} ${what.message}`] : []));
}

test('a change of replicas alone makes no new ReplicaSet', () => {
  const simulation = simulate({
    cluster: nodes(2),
    from: [deployment('web', 'app:1')],
    objects: [deployment('web', 'app:1', { replicas: 5 })],
  });
  assert.ok(eventsOf(simulation).some((event) => /Scaled up replica set web-\w+ from 3 to 5/.test(event)));
  assert.equal(
    simulation.trace.entries.filter(({ object, what, timeMs }) => object.kind === 'ReplicaSet' && what.verb === 'create' && timeMs > 0)
      .length,
    0,
  );
});

test('a replica count that the manifest does not name stays as someone else has set it', () => {
  const { replicas: _unset, ...spec } = deployment('web', 'app:1').spec ?? { selector: {}, template: {} };
  const unsized = { ...deployment('web', 'app:1'), spec };
  const simulation = simulate({
    cluster: nodes(2),
    objects: [unsized],
    scenario: {
      containers: [],
      steps: [
        { atMs: 10_000, namespace: 'default', do: 'scale', target: { kind: 'Deployment', name: 'web' }, replicas: 4 },
        { atMs: 20_000, namespace: 'default', do: 'apply', objects: [unsized] },
      ],
    },
    catalog,
  });
  assert.equal(simulation.samples.at(-1)?.desired, 4);
});

test('a replica count that the manifest names is written anew by an apply, though the manifest has not changed', () => {
  const sized = deployment('web', 'app:1', { replicas: 3 });
  const simulation = simulate({
    cluster: nodes(2),
    objects: [sized],
    scenario: {
      containers: [],
      steps: [
        { atMs: 10_000, namespace: 'default', do: 'scale', target: { kind: 'Deployment', name: 'web' }, replicas: 1 },
        { atMs: 20_000, namespace: 'default', do: 'apply', objects: [sized] },
      ],
    },
    catalog,
  });
  assert.equal(simulation.samples.at(-1)?.desired, 3);
});

test('what the API server would refuse is refused, in its words, and nothing follows', () => {
  const broken = deployment('web', 'app:1', { replicas: -1 });
  const { trace } = simulate({ cluster: nodes(1), objects: [broken], catalog });
  const refusals = trace.entries.filter(({ what }) => what.verb === 'refuse');
  assert.equal(refusals.length, 1);
  const [refusal] = refusals;
  assert.match(
    refusal?.what.verb === 'refuse' ? refusal.what.message : '',
    /^Deployment\.apps "web" is invalid: spec\.replicas: Invalid value: -1/,
  );
  assert.equal(trace.entries.length, 2);
});

test('assertions hold or break as the run was', () => {
  const rolling: SimulationInput = { cluster: nodes(2), from: [deployment('web', 'app:1')], objects: [deployment('web', 'app:2')] };
  assert.deepEqual(judged(rolling, 'no-downtime', 'max-unavailable<=0', 'completes-within=1m', 'all-scheduled'), [true, true, true, true]);
  assert.deepEqual(judged(rolling, 'completes-within=1s', 'peak-cpu<=50m', 'peak-cpu<=1', 'peak-memory<=1Gi'), [false, false, true, true]);
  const crowded: SimulationInput = { cluster: [node('small', '250m')], objects: [deployment('web', 'app:1')] };
  assert.deepEqual(judged(crowded, 'all-scheduled', 'completes-within=5m'), [false, false]);
});

test('a stall says why', () => {
  const { summaries } = simulate({ cluster: [node('small', '250m')], objects: [deployment('web', 'app:1')] });
  const why = summaries[0]?.stall?.why.map((each) => say('en', each)) ?? [];
  assert.ok(
    why.some((text) => text.includes('Insufficient cpu')),
    why.join('\n'),
  );
});

test('a drain moves pods away as fast as the budget allows', () => {
  const budget: KubeObject = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  };
  const simulation = simulate({
    cluster: nodes(1),
    objects: [budget, deployment('web', 'app:1')],
    scenario: {
      containers: [{ behavior: { readyAfterMs: 2000 } }],
      steps: [
        { atMs: 30_000, namespace: 'default', do: 'apply', objects: [node('node-2')] },
        { atMs: 31_000, namespace: 'default', do: 'drain', node: 'node-1' },
      ],
    },
  });
  const lowest = Math.min(...simulation.samples.filter(({ timeMs }) => timeMs >= 31_000).map(({ available }) => available));
  assert.equal(lowest, 2);
  const pods = [...stateAt(simulation.trace, simulation.trace.untilMs).values()].filter(({ kind }) => kind === 'Pod');
  assert.ok(pods.length === 3 && pods.every(({ spec }) => (spec as { nodeName?: string }).nodeName === 'node-2'));
});

test('deleting an owner takes everything that it made along', () => {
  const simulation = simulate({
    cluster: nodes(2),
    objects: [deployment('web', 'app:1'), statefulSet('db', 'db:1', 2)],
    scenario: {
      containers: [],
      steps: [
        { atMs: 60_000, namespace: 'default', do: 'delete', target: { kind: 'Deployment', name: 'web' } },
        { atMs: 60_000, namespace: 'default', do: 'delete', target: { kind: 'StatefulSet', name: 'db' } },
      ],
    },
  });
  const left = [...stateAt(simulation.trace, simulation.trace.untilMs).keys()].filter((id) => !id.startsWith('Node'));
  assert.deepEqual(left, []);
});

test('a scenario file is read, and every mistake in it is named with its place', () => {
  const { scenario, problems } = parseScenario({
    until: '5m',
    steps: [
      { at: '20s', scale: 'deploy/web', replicas: 5 },
      { at: 60, rollback: { workload: 'Deployment/web', toRevision: 1 } },
      { at: '1m30s', 'fail-node': 'node-1' },
    ],
    containers: [{ image: 'app:2', startAfter: '2s', failReadiness: true, memory: '300Mi' }],
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    scenario.steps.map(({ atMs, do: what }) => [atMs, what]),
    [
      [20_000, 'scale'],
      [60_000, 'rollback'],
      [90_000, 'fail-node'],
    ],
  );
  assert.deepEqual(scenario.containers, [
    { image: 'app:2', behavior: { startAfterMs: 2000, failReadiness: true, memoryBytes: 314_572_800 } },
  ]);
  const wrong = parseScenario({
    step: [],
    steps: [{ at: 'soon', scale: 'web' }, { scale: 'deploy/web' }, { at: '1s' }, 7],
    containers: [{ imag: 'x' }, { exitCode: '1', memory: 'much' }],
  });
  assert.deepEqual(
    wrong.problems.map((problem) => say('en', problem).split(':')[0]?.split(' ')[0]),
    [
      'step',
      'steps[0].at',
      'steps[1].scale',
      'steps[2]',
      'steps[3]',
      'containers[0].imag',
      'containers[1].exitCode',
      'containers[1].memory',
    ],
  );
});

test('a failed node is noticed after 50 s, its pods are replaced 300 s later, and they stay until it is back', () => {
  const simulation = simulate({
    cluster: nodes(2),
    objects: [deployment('web', 'app:1', { replicas: 4 })],
    scenario: {
      containers: [],
      steps: [
        { atMs: 10_000, namespace: 'default', do: 'fail-node', node: 'node-1' },
        { atMs: 500_000, namespace: 'default', do: 'recover-node', node: 'node-1' },
      ],
    },
  });
  const availableAt = (timeMs: number): number | undefined =>
    simulation.samples.filter((sample) => sample.timeMs <= timeMs).at(-1)?.available;
  const podsAt = (timeMs: number): number => [...stateAt(simulation.trace, timeMs).values()].filter(({ kind }) => kind === 'Pod').length;
  assert.deepEqual([59_999, 60_000, 359_999, 362_000].map(availableAt), [4, 2, 2, 4]);
  assert.deepEqual([359_999, 499_999, 502_000].map(podsAt), [4, 6, 4]);
});

test('an edit of what may not change is refused, and the old version runs on', () => {
  const refusalOf = (from: KubeObject, to: KubeObject): string => {
    const { trace } = simulate({ cluster: nodes(2), from: [from], objects: [to], catalog });
    const refusal = trace.entries.find(({ what }) => what.verb === 'refuse');
    assert.deepEqual(
      trace.entries.filter(({ because }) => because.key !== 'simAlreadyThere'),
      refusal === undefined ? [] : [refusal],
    );
    return refusal?.what.verb === 'refuse' ? refusal.what.message : '';
  };
  const relabelled = deployment('web', 'app:1', { selector: { matchLabels: { app: 'web', tier: 'a' } } });
  const labels = { app: 'web', tier: 'a' };
  const template = { ...relabelled.spec?.template, metadata: { labels } };
  const wanted = { ...relabelled, spec: { ...relabelled.spec, template } } as KubeObject;
  assert.equal(
    refusalOf(deployment('web', 'app:1'), wanted),
    'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"a"}}: field is immutable',
  );
  const set = statefulSet('db', 'db:1', 2);
  assert.equal(
    refusalOf(set, { ...set, spec: { ...set.spec, serviceName: 'other' } } as KubeObject),
    `StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
  );
  const config = (value: string): KubeObject =>
    ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, immutable: true, data: { a: value } }) as KubeObject;
  assert.equal(
    refusalOf(config('1'), config('2')),
    'ConfigMap "c" is invalid: data: Forbidden: field is immutable when `immutable` is set',
  );
});

test('the load curve begins with the scenario: what runs before feels its first value only', () => {
  const autoscaler: KubeObject = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 6,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '100m' } } }],
    },
  };
  const { samples } = simulate({
    cluster: nodes(3),
    from: [deployment('web', 'app:1', { replicas: 2 }), autoscaler],
    objects: [],
    scenario: {
      steps: [],
      containers: [],
      load: [
        { atMs: 0, metric: 'cpu', valueMilli: 200n },
        { atMs: 30_000, metric: 'cpu', valueMilli: 600n },
      ],
    },
    untilMs: 120_000,
  });
  const desiredAt = (timeMs: number): number | undefined => samples.filter((sample) => sample.timeMs <= timeMs).at(-1)?.desired;
  assert.deepEqual([0, 29_999, 120_000].map(desiredAt), [2, 2, 6]);
});

test('a workload that never came up has had no downtime, and is not said to be well', () => {
  const scenario = { steps: [], containers: [{ image: 'app:1', behavior: { crashAfterMs: 500, exitCode: 3, failReadiness: true } }] };
  const input: SimulationInput = { cluster: nodes(1), objects: [deployment('web', 'app:1')], scenario, untilMs: 120_000 };
  const [summary] = simulate(input).summaries;
  assert.deepEqual([summary?.downtimeMs, summary?.neverAvailable], [0, true]);
  const why = summary?.stall?.why.map((each) => say('en', each)).join('\n') ?? '';
  assert.match(why, /^3 pods \(web-\S+ among them\): CrashLoopBackOff; a container last ended with exit code 3 \(Error\)\.$/m);
  assert.deepEqual(judged(input, 'no-downtime'), [false]);
  const unwanted: SimulationInput = { cluster: nodes(1), objects: [deployment('web', 'app:1', { replicas: 0 })] };
  assert.equal(simulate(unwanted).summaries[0]?.neverAvailable, false);
  assert.deepEqual(judged(unwanted, 'no-downtime'), [true]);
});
