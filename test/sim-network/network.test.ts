import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointSlice, Service } from '../../server/src/core/generated/api.ts';
import { dnsRecords } from '../../server/src/core/sim/network/dns.ts';
import { reachOf, sharesByVersion } from '../../server/src/core/sim/network/service-reach.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { stateAt } from '../../server/src/core/sim/trace.ts';
import { deployment, nodes } from '../sim/manifests.ts';

const service = (spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { track: 'shared' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
});

function tracked(name: string, image: string, replicas: number): KubeObject {
  const made = deployment(name, image, { replicas }) as KubeObject & { spec: { template: { metadata: { labels: object } } } };
  const { template } = made.spec;
  const labelled = { ...template, metadata: { ...template.metadata, labels: { ...template.metadata.labels, track: 'shared' } } };
  return { ...made, spec: { ...made.spec, template: labelled } };
}

function stateOf(objects: readonly KubeObject[], second: number): ReadonlyMap<string, KubeObject> {
  return stateAt(simulate({ cluster: nodes(3), objects, untilMs: 60_000 }).trace, second * 1000);
}

test('a canary gets its share of the requests by its share of the pods', () => {
  const state = stateOf([service({}), tracked('stable', 'app:1', 4), tracked('canary', 'app:2', 1)], 30);
  const reaches = reachOf(state.get('Service default/web') as Service, state.values());
  const shares = [...sharesByVersion(reaches)].map(([version, share]) => [version, Math.round(share * 100)]);
  assert.deepEqual(shares.sort(), [
    ['app:1', 80],
    ['app:2', 20],
  ]);
});

test('with the local policy a node without a pod drops what comes in, and the balancer passes it by', () => {
  const web = service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ name: 'http', port: 80, nodePort: 30080 }] });
  const state = stateOf([web, tracked('stable', 'app:1', 1)], 30);
  const reaches = reachOf(state.get('Service default/web') as Service, state.values());
  const byNode = reaches.filter(({ way }) => way === 'nodePort').map(({ otherwise }) => otherwise);
  assert.deepEqual(byNode.filter((each) => each === 'dropped').length, 2);
  assert.equal(reaches.filter(({ way }) => way === 'loadBalancer').length, 1);
});

test('nobody behind a Service: the connection is refused', () => {
  const state = stateOf([service({})], 30);
  const [reach] = reachOf(state.get('Service default/web') as Service, state.values());
  assert.equal(reach?.otherwise, 'refused');
});

test('a headless Service answers with the addresses of its ready pods, an ExternalName with another name', () => {
  const state = stateOf([service({ clusterIP: 'None' }), tracked('stable', 'app:1', 2)], 30);
  const slices = [...state.values()].filter((object) => object.kind === 'EndpointSlice') as EndpointSlice[];
  const records = dnsRecords(state.get('Service default/web') as Service, slices);
  assert.equal(records.filter(({ name, type }) => type === 'A' && name === 'web.default.svc.cluster.local').length, 2);
  assert.deepEqual(dnsRecords(service({ type: 'ExternalName', externalName: 'db.example.com' }) as Service, []), [
    { name: 'web.default.svc.cluster.local', type: 'CNAME', value: 'db.example.com' },
  ]);
});

test('a pod leaves the endpoints that are ready in the moment of its deletion', () => {
  const { trace } = simulate({
    cluster: nodes(1),
    objects: [service({}), tracked('stable', 'app:1', 2)],
    scenario: {
      containers: [],
      steps: [{ atMs: 30_000, namespace: 'default', do: 'scale', target: { kind: 'Deployment', name: 'stable' }, replicas: 1 }],
    },
    untilMs: 60_000,
  });
  const slice = [...stateAt(trace, 30_000).values()].find(({ kind }) => kind === 'EndpointSlice') as EndpointSlice;
  const conditions = (slice.endpoints ?? []).map((endpoint) => endpoint.conditions);
  assert.equal(conditions.filter((each) => each?.ready === true).length, 1);
  assert.equal(conditions.filter((each) => each?.ready === false && each.serving === true && each.terminating === true).length, 1);
});
