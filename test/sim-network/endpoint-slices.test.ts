import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint, EndpointSlice, Node, Pod, Service } from '../../server/src/core/generated/api.ts';
import { wantedEndpoints } from '../../server/src/core/sim/network/endpoint-slices.ts';
import { placeEndpoints } from '../../server/src/core/sim/network/slice-placement.ts';

const PORTS = [{ name: 'http', port: 8080, protocol: 'TCP' }];
const OTHER_PORTS = [{ name: 'http', port: 9090, protocol: 'TCP' }];
const SERVICE: Service = {
  metadata: { name: 'web', namespace: 'default', uid: 's' },
  spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};

function endpointsNamed(from: number, to: number): readonly Endpoint[] {
  return Array.from({ length: to - from }, (_, index) => ({
    addresses: [`10.0.0.${from + index}`],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace: 'default', name: `p${from + index}` },
  }));
}

function slice(name: string, endpoints: readonly Endpoint[], ports = PORTS): EndpointSlice {
  return { metadata: { name, namespace: 'default' }, addressType: 'IPv4', ports, endpoints };
}

/** `create 2`, `update a 5`, `delete a` */
function shown(existing: readonly EndpointSlice[], groups: Parameters<typeof placeEndpoints>[1]): readonly string[] {
  return placeEndpoints(existing, groups).map((change) => {
    const name = change.do === 'create' ? '' : ` ${change.slice.metadata?.name}`;
    return `${change.do}${name}${change.do === 'delete' ? '' : ` ${change.content.endpoints.length}`}`;
  });
}

test('endpoints stay in their slices; new ones fill the fullest slice that has room for all', () => {
  const existing = [slice('a', endpointsNamed(0, 60)), slice('b', endpointsNamed(60, 104))];
  assert.deepEqual(shown(existing, [{ ports: PORTS, endpoints: endpointsNamed(0, 104) }]), []);
  assert.deepEqual(shown(existing, [{ ports: PORTS, endpoints: endpointsNamed(0, 107) }]), ['update a 63']);
  assert.deepEqual(shown(existing, [{ ports: PORTS, endpoints: endpointsNamed(0, 154) }]), ['update b 94']);
  assert.deepEqual(shown(existing, [{ ports: PORTS, endpoints: endpointsNamed(0, 164) }]), ['create 60']);
});

test('without endpoints one empty slice remains, under an old name', () => {
  assert.deepEqual(shown([], []), ['create 0']);
  assert.deepEqual(shown([slice('a', endpointsNamed(0, 2)), slice('b', endpointsNamed(2, 3))], []), ['update a 0', 'delete b']);
  assert.deepEqual(shown([slice('a', [], [])], []), []);
});

test('a slice whose ports nobody has any more takes the endpoints with new ports', () => {
  assert.deepEqual(shown([slice('a', endpointsNamed(0, 2))], [{ ports: OTHER_PORTS, endpoints: endpointsNamed(0, 2) }]), ['update a 2']);
});

test('a pod whose node does not exist is no endpoint, unless whatever there is is published', () => {
  const pod: Pod = {
    metadata: { name: 'p', namespace: 'default' },
    spec: { nodeName: 'n1', containers: [] },
    status: { podIP: '10.0.0.1' },
  };
  const nobody = (): Node | undefined => undefined;
  const wanted = wantedEndpoints(SERVICE, [pod], nobody);
  assert.deepEqual([wanted.groups.map(({ endpoints }) => endpoints.length), wanted.lost], [[0], [pod]]);
  const published = wantedEndpoints({ ...SERVICE, spec: { ...SERVICE.spec, publishNotReadyAddresses: true } }, [pod], nobody);
  assert.deepEqual([published.groups.map(({ endpoints }) => endpoints.length), published.lost], [[1], []]);
});
