import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerStatus, Pod } from '../../server/src/core/generated/api.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import type { ScenarioStep } from '../../server/src/core/sim/scenario.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';

const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { capacity: { cpu: '8', memory: '1Gi', pods: '110' }, allocatable: { cpu: '8', memory: '1Gi', pods: '110' } },
};

interface Played {
  /** `phase container:state…` at a second. */
  at(second: number): string;
  eventsOf(reason: string): readonly number[];
  podAt(second: number): Pod | undefined;
}

function play(spec: Pod['spec'], annotations: Record<string, string> = {}, steps: readonly ScenarioStep[] = []): Played {
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', annotations }, spec };
  const { trace } = simulate({ cluster: [NODE], objects: [pod], untilMs: 600_000, scenario: { containers: [], steps } });
  const podAt = (second: number): Pod | undefined => stateAt(trace, second * 1000).get('Pod default/p') as Pod | undefined;
  return {
    podAt,
    at(second) {
      const { status } = podAt(second) ?? {};
      if (status === undefined) return 'gone';
      return [status.phase, ...[...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(short)].join(' ');
    },
    eventsOf: (reason) =>
      trace.entries.flatMap((entry) => (entry.what.verb === 'event' && entry.what.reason === reason ? [entry.timeMs / 1000] : [])),
  };
}

function short({ name, state, ready, restartCount }: ContainerStatus): string {
  const what = state?.waiting?.reason ?? state?.terminated?.reason ?? 'running';
  return `${name}=${what}${restartCount > 0 ? `#${restartCount}` : ''}${ready ? '!' : ''}`;
}

const app = { name: 'c', image: 'x' };

test('a crashing container is restarted at once, then after 10, 20, 40 seconds from its end', () => {
  const { at, eventsOf } = play({ containers: [app] }, { 'kijabi.dev/crash-after': '2s' });
  assert.deepEqual(eventsOf('Started'), [1, 4, 16, 38, 80, 162, 324]);
  assert.equal(at(3), 'Running c=Error');
  assert.equal(at(4), 'Running c=running#1!');
  assert.equal(at(10), 'Running c=CrashLoopBackOff#1');
});

test('init containers run one by one, sidecars stay, and the pod ends with its app', () => {
  const { at } = play(
    {
      restartPolicy: 'Never',
      initContainers: [
        { name: 'i', image: 'i' },
        { name: 's', image: 's', restartPolicy: 'Always' },
      ],
      containers: [app],
    },
    { 'kijabi.dev/crash-after': '5s', 'kijabi.dev/exit-code': '0' },
  );
  assert.equal(at(1), 'Pending i=running s=PodInitializing c=PodInitializing');
  assert.equal(at(3), 'Pending i=Completed! s=running! c=PodInitializing');
  assert.equal(at(4), 'Running i=Completed! s=running! c=running!');
  assert.equal(at(9), 'Running i=Completed! s=running! c=Completed');
  assert.equal(at(10), 'Succeeded i=Completed! s=Error c=Completed');
});

test('a liveness probe kills an app that is slow to start; a startup probe gives it the time', () => {
  const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5, failureThreshold: 3 };
  const slow = { 'kijabi.dev/ready-after': '30s' };
  const hasty = play({ containers: [{ ...app, livenessProbe: { ...probe, initialDelaySeconds: 5 } }] }, slow);
  // Started at 1; ticks at 10, 15 and 20 fail.
  assert.deepEqual(hasty.eventsOf('Killing')[0], 20);
  const patient = play({ containers: [{ ...app, livenessProbe: probe, startupProbe: { ...probe, failureThreshold: 10 } }] }, slow);
  assert.deepEqual(patient.eventsOf('Killing'), []);
  assert.equal(patient.at(35), 'Running c=running!');
});

test('a readiness probe asks at the start and then by its period', () => {
  const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 10, successThreshold: 2 };
  const { at } = play({ containers: [{ ...app, readinessProbe }] }, { 'kijabi.dev/ready-after': '12s' });
  assert.equal(at(30.9), 'Running c=running');
  assert.equal(at(31), 'Running c=running!');
});

test('an image that cannot be pulled is tried again with the same waits', () => {
  const { at, eventsOf } = play({ containers: [app] }, { 'kijabi.dev/fail-pull': 'true' });
  assert.deepEqual(eventsOf('Pulling').slice(0, 4), [1, 12, 33, 74]);
  assert.equal(at(1), 'Pending c=ErrImagePull');
  assert.equal(at(5), 'Pending c=ImagePullBackOff');
});

test('termination: preStop, SIGTERM, SIGKILL when the grace is over, sidecars last', () => {
  const spec = {
    terminationGracePeriodSeconds: 20,
    initContainers: [{ name: 's', image: 's', restartPolicy: 'Always' }],
    containers: [{ ...app, lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 10'] } } } }],
  };
  const deletion: ScenarioStep = { atMs: 10_000, namespace: 'default', do: 'delete', target: { kind: 'Pod', name: 'p' } };
  const quick = play(spec, { 'kijabi.dev/stop-after': '3s' }, [deletion]);
  assert.equal(quick.at(22.9), 'Running s=running! c=running!');
  assert.equal(quick.at(23), 'Running s=running! c=Error');
  assert.equal(quick.at(24), 'gone');
  const stubborn = play(spec, { 'kijabi.dev/stop-after': '1h' }, [deletion]);
  assert.equal(stubborn.podAt(30)?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode, 137);
});

test('a container above its memory limit is killed; a node short of memory evicts the worst pod', () => {
  const limited = { ...app, resources: { limits: { memory: '100Mi' } } };
  const { at } = play({ containers: [limited] }, { 'kijabi.dev/memory': '200Mi' });
  assert.equal(at(2), 'Running c=OOMKilled');
  const greedy = play({ containers: [app] }, { 'kijabi.dev/memory': '1000Mi' });
  const { status } = greedy.podAt(60) ?? {};
  assert.equal(status?.phase, 'Failed');
  assert.equal(status?.reason, 'Evicted');
  assert.match(
    status?.message ?? '',
    /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: 24Mi\. Container c was using 1000Mi, request is 0, /,
  );
});

test('activeDeadlineSeconds ends a pod that runs too long', () => {
  const { podAt } = play({ activeDeadlineSeconds: 10, terminationGracePeriodSeconds: 5, containers: [app] });
  assert.equal(podAt(11)?.status?.reason, 'DeadlineExceeded');
});
