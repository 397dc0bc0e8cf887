import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointSlice, Service } from '../../server/src/core/generated/api.ts';
import { dnsRecords } from '../../server/src/core/sim/network/dns.ts';
import { reachOf } from '../../server/src/core/sim/network/service-reach.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import type { ScenarioStep } from '../../server/src/core/sim/scenario.ts';
import { type Simulation, simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { deployment, nodes, statefulSet } from '../sim/manifests.ts';

type ServiceSpec = NonNullable<Service['spec']>;

function service(name: string, spec: ServiceSpec): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec: { ports: [{ port: 80 }], ...spec } };
}

function play(
  objects: readonly KubeObject[],
  steps: readonly ScenarioStep[] = [],
  containers: readonly { behavior: object }[] = [],
): Simulation {
  return simulate({ cluster: nodes(3), objects, scenario: { steps, containers }, untilMs: 60_000 });
}

function apply(second: number, object: KubeObject): ScenarioStep {
  return { atMs: second * 1000, namespace: 'default', do: 'apply', objects: [object] };
}

function serviceIn({ trace }: Simulation, name: string, second = 60): Service {
  return stateAt(trace, second * 1000).get(`Service default/${name}`) as Service;
}

function refusals({ trace }: Simulation): readonly string[] {
  return trace.entries.flatMap(({ what }) => (what.verb === 'refuse' ? [what.message] : []));
}

test('every Service gets an address and node ports of its own, and keeps them through an edit', () => {
  const simulation = play(
    [service('a', {}), service('b', { type: 'NodePort' }), service('c', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' })],
    [
      apply(
        10,
        service('b', {
          type: 'NodePort',
          ports: [
            { port: 80, targetPort: 8080 },
            { port: 443, name: 'tls' },
          ],
        }),
      ),
    ],
  );
  const [a, b, c] = ['a', 'b', 'c'].map((name) => serviceIn(simulation, name).spec);
  assert.equal(new Set([a, b, c].map((spec) => spec?.clusterIP)).size, 3);
  for (const spec of [a, b, c]) {
    assert.match(spec?.clusterIP ?? '', /^10\.96\.1\.\d+$/);
    assert.deepEqual(spec?.clusterIPs, [spec?.clusterIP]);
  }
  assert.equal(a?.ports?.[0]?.nodePort, undefined);
  const before = serviceIn(simulation, 'b', 5).spec;
  assert.equal(b?.clusterIP, before?.clusterIP);
  assert.equal(b?.ports?.[0]?.nodePort, before?.ports?.[0]?.nodePort);
  const drawn = [...(b?.ports ?? []), ...(c?.ports ?? [])].map(({ nodePort = 0 }) => nodePort).concat(c?.healthCheckNodePort ?? 0);
  assert.equal(new Set(drawn).size, 4);
  assert.ok(drawn.every((port) => port >= 30_000 && port <= 32_767));
  assert.equal(serviceIn(simulation, 'c').status?.loadBalancer?.ingress?.length, 1);
});

test('an address or a node port that another one has is refused in the words of the server; a kept address may not change', () => {
  const simulation = play([
    service('a', { type: 'NodePort', clusterIP: '10.96.0.20', ports: [{ port: 80, nodePort: 30_080 }] }),
    service('b', { clusterIP: '10.96.0.20' }),
    service('c', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }),
    service('a', { type: 'NodePort', clusterIP: '10.96.0.21', ports: [{ port: 80, nodePort: 30_080 }] }),
  ]);
  assert.deepEqual(refusals(simulation), [
    'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.20"]: failed to allocate IP 10.96.0.20: provided IP is already allocated',
    'Service "c" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    'Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.0.21"]: may not change once set',
  ]);
});

test('a Service that goes inside again gives its node port back', () => {
  const simulation = play([service('a', { type: 'NodePort' })], [apply(10, service('a', { type: 'ClusterIP' }))]);
  assert.ok((serviceIn(simulation, 'a', 5).spec?.ports?.[0]?.nodePort ?? 0) > 0);
  assert.equal(serviceIn(simulation, 'a').spec?.ports?.[0]?.nodePort, undefined);
});

test('Endpoints written by hand bring traffic to addresses outside of the cluster', () => {
  const endpoints = (ip: string): KubeObject =>
    ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'db', namespace: 'default' },
      subsets: [{ addresses: [{ ip }], ports: [{ port: 5432 }] }],
    }) as KubeObject;
  const simulation = play([service('db', { ports: [{ port: 5432 }] }), endpoints('192.0.2.10')], [apply(20, endpoints('192.0.2.11'))]);
  const answersAt = (second: number): readonly string[] => {
    const state = stateAt(simulation.trace, second * 1000);
    return reachOf(serviceIn(simulation, 'db', second), state.values()).flatMap(({ answers }) => answers.map(({ pod }) => pod));
  };
  assert.deepEqual([answersAt(10), answersAt(30)], [['192.0.2.10'], ['192.0.2.11']]);
});

test('DNS of a headless Service: ready pods only, all with publishNotReadyAddresses, and each pod of a StatefulSet by name', () => {
  const set = statefulSet('db', 'db:1', 2);
  const objects = (spec: ServiceSpec) => [
    service('db', { clusterIP: 'None', selector: { app: 'db' }, ...spec }),
    { ...set, spec: { ...set.spec, podManagementPolicy: 'Parallel' } } as KubeObject,
  ];
  const recordsOf = (spec: ServiceSpec) => {
    const { trace, services } = play(objects(spec), [], [{ behavior: { failReadiness: true } }]);
    const slices = [...stateAt(trace, 60_000).values()].filter(({ kind }) => kind === 'EndpointSlice') as EndpointSlice[];
    const found = dnsRecords(stateAt(trace, 60_000).get('Service default/db') as Service, slices);
    assert.deepEqual(services[0]?.dns, found);
    return found.map(({ name, type }) => `${name} ${type}`);
  };
  assert.deepEqual(recordsOf({}), []);
  assert.deepEqual(
    [...new Set(recordsOf({ publishNotReadyAddresses: true }))],
    ['db.default.svc.cluster.local A', 'db-0.db.default.svc.cluster.local A', 'db-1.db.default.svc.cluster.local A'],
  );
});

test('externalTrafficPolicy: Cluster asks any pod from any node, Local only those of the node that the request came to', () => {
  const reach = (externalTrafficPolicy: 'Cluster' | 'Local') => {
    const simulation = play([
      service('web', { type: 'NodePort', selector: { app: 'web' }, externalTrafficPolicy }),
      deployment('web', 'app:1', { replicas: 1 }),
    ]);
    const ways = reachOf(serviceIn(simulation, 'web'), stateAt(simulation.trace, 60_000).values());
    return ways.filter(({ way }) => way === 'nodePort').map(({ answers, otherwise }) => otherwise ?? answers.length);
  };
  assert.deepEqual(reach('Cluster'), [1, 1, 1]);
  assert.deepEqual([...reach('Local')].sort(), [1, 'dropped', 'dropped']);
});

test('a namespace goes with all that is in it, and takes nothing new meanwhile', () => {
  const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const inShop = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...object.metadata, namespace: 'shop' } });
  const simulation = play(
    [namespace, inShop(deployment('web', 'app:1')), inShop(service('web', { selector: { app: 'web' } }))],
    [
      { atMs: 20_000, namespace: '', do: 'delete', target: { kind: 'Namespace', name: 'shop' } },
      apply(20, inShop(deployment('late', 'app:1'))),
    ],
  );
  assert.deepEqual(refusals(simulation), [
    'deployments.apps "late" is forbidden: unable to create new content in namespace shop because it is being terminated',
  ]);
  assert.deepEqual(
    [...stateAt(simulation.trace, 60_000).keys()].filter((id) => !id.startsWith('Node ')),
    [],
  );
  const phase = stateAt(simulation.trace, 20_000).get('Namespace shop')?.status as { readonly phase?: string } | undefined;
  assert.equal(phase?.phase, 'Terminating');
});
