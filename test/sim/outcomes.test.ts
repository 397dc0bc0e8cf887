import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAssertion, parseAssertion } from '../../server/src/core/sim/assertions.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { type SimulationInput, simulate } from '../../server/src/core/sim/simulate.ts';
import { type Language, say } from '../../server/src/core/text/text.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';
import { deployment, nodes } from './manifests.ts';

const catalog = openCatalogs(new URL('../../server/src/lsp', import.meta.url).pathname)('1.36');

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
const recreated = (image: string) => deployment('web', image, { strategy: { type: 'Recreate' } });
const toRecreate: SimulationInput = {
  catalog,
  cluster: nodes(2),
  from: [service, recreated('app:1')],
  objects: [service, recreated('app:2')],
};
const toAlike: SimulationInput = { ...toRecreate, objects: [service, recreated('app:1')] };
const tooMany: SimulationInput = { cluster: nodes(1), objects: [deployment('web', 'app:1', { replicas: 200 })] };

function judge(input: SimulationInput, written: string, language: Language = 'en'): string {
  const assertion = parseAssertion(written);
  assert.ok(isAssertion(assertion), written);
  const [result] = simulate({ ...input, assertions: [assertion] }).assertions;
  assert.ok(result !== undefined);
  return `${result.holds ? 'holds' : 'broken'} ${result.because.map((each) => say(language, each)).join(' ')}`;
}

test('each assertion holds where the run keeps it, and a run that breaks it is told why in both languages', () => {
  const cases: readonly (readonly [name: string, kept: SimulationInput, broken: SimulationInput, en: RegExp, ko: RegExp])[] = [
    ['no-downtime', toAlike, toRecreate, /^broken web: no pod was available for [\d.]+ s\.$/, /^broken web: [\d.]+초 동안 가용 파드가/],
    ['no-lost-requests', toAlike, toRecreate, /^broken web.*[\d.]+ s/, /^broken web.*[\d.]+초/],
    ['max-unavailable<=1', toAlike, toRecreate, /^broken web: at one time 3 pods were not available\.$/, /^broken web: 한때 파드 3개가/],
    [
      'completes-within=500ms',
      toAlike,
      toRecreate,
      /^broken web: took [\d.]+ s to complete\.$/,
      /^broken web: 완료까지 [\d.]+초가 걸렸습니다\.$/,
    ],
    ['all-scheduled', toRecreate, tooMany, /^broken Pod web-\S+ got no node\. Pod /, /^broken 파드 web-\S+ 노드를 얻지 못했습니다\./],
  ];
  for (const [written, kept, broken, en, ko] of cases) {
    assert.match(judge(kept, written), /^holds /, written);
    assert.match(judge(broken, written), en);
    assert.match(judge(broken, written, 'ko'), ko);
  }
});

test('a bound on resources is of what is asked for beyond the start', () => {
  const asking = (replicas: number): KubeObject => {
    const plain = deployment('web', 'app:1', { replicas });
    const containers = [{ name: 'c', image: 'app:1', resources: { requests: { cpu: '250m', memory: '64Mi' } } }];
    const spec = { ...plain.spec, template: { ...plain.spec?.template, spec: { containers } } };
    return { ...plain, spec };
  };
  const input: SimulationInput = { cluster: nodes(2), from: [asking(1)], objects: [asking(3)] };
  assert.match(judge(input, 'peak-cpu<=500m'), /^holds/);
  assert.match(judge(input, 'peak-cpu<=499m'), /^broken .*500m.*499m/);
  assert.match(judge(input, 'peak-memory<=128Mi'), /^holds/);
  assert.match(judge(input, 'peak-memory<=127Mi'), /^broken /);
});

test('a Job that has failed is not complete, and says why', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once' },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { annotations: { 'kijabi.dev/crash-after': '5s', 'kijabi.dev/exit-code': '3' } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'app:1' }] },
      },
    },
  };
  const input: SimulationInput = { cluster: nodes(1), objects: [job] };
  assert.match(judge(input, 'completes-within=5m'), /^broken once: did not complete/);
  const [summary] = simulate(input).summaries;
  assert.equal(summary?.completedAfterMs, undefined);
  assert.equal(summary?.hasFailed, true);
  const why = (summary?.stall?.why ?? []).map((each) => say('en', each));
  assert.ok(why.includes('BackoffLimitExceeded: Job has reached the specified backoff limit'), why.join('\n'));
});

test('a rollout that waits for a paused Deployment says so', () => {
  const paused = deployment('web', 'app:2', { paused: true });
  const [summary] = simulate({ cluster: nodes(1), from: [deployment('web', 'app:1')], objects: [paused] }).summaries;
  assert.ok(summary?.stall?.why.some((each) => say('en', each) === 'DeploymentPaused: Deployment is paused'));
});

test('owners that lead in a circle end no run in a hang', () => {
  const pod = (name: string, owner: string, uid: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: owner, uid: uid === 'a' ? 'b' : 'a', controller: true }],
    },
    spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'app:1' }] },
  });
  const simulation = simulate({ cluster: [...nodes(1), pod('p', 'q', 'a'), pod('q', 'p', 'b')], objects: [] });
  assert.equal(simulation.trace.entries.filter(({ what }) => what.verb === 'event' && what.reason === 'Started').length, 2);
});

test('more pods than a run can hold end it with an entry that says so, and it tells on the way that it goes on', () => {
  let told = 0;
  const simulation = simulate({
    cluster: nodes(1),
    objects: [deployment('web', 'app:1', { replicas: 100_000 })],
    limits: { entries: 6000 },
    untilMs: 0,
    onProgress: () => told++,
  });
  const last = simulation.trace.entries.at(-1);
  assert.equal(last?.what.verb, 'stop');
  assert.match(say('en', last.because), /6,?000/);
  assert.ok(told >= 6, `${told}`);
});

test('a ReplicaSet or ReplicationController that stands alone is judged like any workload', () => {
  const labels = { app: 'web' };
  const spec = { replicas: 2, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'app:1' }] } } };
  const set: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web' },
    spec: { ...spec, selector: { matchLabels: labels } },
  };
  const controller: KubeObject = {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'web' },
    spec: { ...spec, selector: labels },
  };
  for (const object of [set, controller]) {
    const input: SimulationInput = { cluster: nodes(1), objects: [object] };
    assert.match(judge(input, 'completes-within=10s'), /^holds/);
    assert.match(judge(input, 'completes-within=500ms'), /^broken web: took 1 s to complete\.$/);
    const failing = { ...input, scenario: { steps: [], containers: [{ behavior: { failPull: true } }] } };
    assert.match(judge(failing, 'no-downtime'), /^broken web: no pod was ever available\.$/);
  }
});

test('a Node that is applied has what it says it has', () => {
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'app:1', resources: { requests: { cpu: '1' } } }] },
  };
  const { trace } = simulate({ catalog, cluster: [], objects: [...nodes(1), pod] });
  assert.ok(trace.entries.some(({ what }) => what.verb === 'event' && what.reason === 'Started'));
});
