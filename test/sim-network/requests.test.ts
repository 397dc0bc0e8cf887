import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, Deployment, Service } from '../../server/src/core/generated/api.ts';
import { parseAssertion } from '../../server/src/core/sim/assertions.ts';
import type { ContainerBehavior } from '../../server/src/core/sim/behavior.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import type { ScenarioStep } from '../../server/src/core/sim/scenario.ts';
import { type Simulation, simulate } from '../../server/src/core/sim/simulate.ts';
import { tellStory } from '../../server/src/core/sim/story.ts';
import { deployment, nodes } from '../sim/manifests.ts';

const SERVICE: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};
const READINESS: Partial<Container> = { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } };
const PRE_STOP: Partial<Container> = { lifecycle: { preStop: { sleep: { seconds: 5 } } } };

function web(image: string, extra: Partial<Container>, replicas = 1): Deployment {
  const made = deployment('web', image, { replicas, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  const [container] = made.spec?.template.spec?.containers ?? [];
  const template = { ...made.spec?.template, spec: { containers: [{ ...container, ...extra }] } };
  return { ...made, spec: { ...made.spec, template } } as Deployment;
}

function play(extra: Partial<Container>, behavior: ContainerBehavior, steps: readonly ScenarioStep[] = [], replicas = 1): Simulation {
  const assertion = parseAssertion('no-lost-requests');
  assert.ok('is' in assertion);
  const isRollout = steps.length === 0;
  return simulate({
    cluster: nodes(2),
    from: [SERVICE as KubeObject, web('app:1', extra, replicas)],
    objects: isRollout ? [web('app:2', extra, replicas)] : [],
    scenario: { steps, containers: [{ behavior }] },
    untilMs: 120_000,
    assertions: [assertion],
  });
}

/** `second: percent` wherever the share of failing requests changed. */
function failures({ requests }: Simulation): readonly string[] {
  return requests
    .filter(({ failing }, index) => failing !== (requests[index - 1]?.failing ?? 0))
    .map(({ timeMs, failing }) => `${timeMs / 1000}: ${Math.round(failing * 100)}`);
}

test('without probes and preStop a rollout loses requests when the old pod stops and until the new one listens', () => {
  const simulation = play({}, { answerAfterMs: 4000 });
  // The new pod is ready at 1 s and listens at 5 s; the old one is told to stop at 1 s and asked until 2 s.
  assert.deepEqual(failures(simulation), ['1: 100', '5: 0']);
  const [summary] = simulation.services;
  assert.deepEqual(summary?.reasons, ['stopping', 'starting']);
  assert.equal(simulation.assertions[0]?.holds, false);
});

test('one old pod that answers and a new one that does not yet: half of the requests fail, 50:50', () => {
  const simulation = play(PRE_STOP, { answerAfterMs: 4000 }, [], 2);
  assert.deepEqual(failures(simulation).slice(0, 1), ['2: 50']);
  const half = simulation.requests.find(({ failing }) => failing > 0);
  assert.deepEqual(half?.versions, [
    { version: 'app:1', share: 0.5 },
    { version: 'app:2', share: 0.5 },
  ]);
  assert.deepEqual(
    half?.failures.map(({ why, share }) => [why, share]),
    [['starting', 0.5]],
  );
});

test('a readiness probe and a preStop pause together lose nothing; either alone does', () => {
  assert.deepEqual(failures(play({ ...READINESS, ...PRE_STOP }, { answerAfterMs: 4000 })), []);
  assert.deepEqual(play({ ...READINESS, ...PRE_STOP }, { answerAfterMs: 4000 }).assertions[0]?.holds, true);
  const onlyReadiness = play(READINESS, { answerAfterMs: 4000 });
  assert.deepEqual(onlyReadiness.services[0]?.reasons, ['stopping']);
  assert.equal(onlyReadiness.services[0]?.lossMs, 1000);
  assert.deepEqual(play(PRE_STOP, { answerAfterMs: 4000 }).services[0]?.reasons, ['starting']);
});

test('a failed node swallows the share of its pods until the cluster has noticed', () => {
  const simulation = play({}, {}, [{ atMs: 10_000, namespace: '', do: 'fail-node', node: 'node-1' }], 2);
  assert.deepEqual(failures(simulation), ['10: 50', '61: 0']);
  assert.deepEqual(simulation.services[0]?.reasons, ['node']);
});

test('a Service whose last pod goes refuses every request from then on', () => {
  const target = { kind: 'Deployment', name: 'web' };
  const simulation = play(PRE_STOP, {}, [{ atMs: 10_000, namespace: 'default', do: 'scale', target, replicas: 0 }]);
  // Terminating pods that still serve are asked as long as there is nobody else.
  assert.deepEqual(failures(simulation), ['15: 100']);
  assert.deepEqual(simulation.services[0]?.losses, [{ fromMs: 15_000 }]);
});

test('the story tells who is asked, what fails and why, and what would help', () => {
  const story = tellStory(play({}, { answerAfterMs: 4000 }), 'en');
  assert.match(story, /0:01\s+kube-proxy\s+Service\/web\s+100% of the requests fail\. ← Pod web-\S+ was told to stop/);
  assert.match(story, /Service\/web: requests failed for 4 s, 100% of them at worst \(0:01–0:05\)\./);
  assert.match(story, /readinessProbe/);
  assert.match(story, /preStop/);
});
