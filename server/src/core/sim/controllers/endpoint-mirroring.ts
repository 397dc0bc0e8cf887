import type { EndpointAddress, EndpointSlice, EndpointSubset, Endpoints } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { SERVICE_NAME } from '../network/endpoint-slices.ts';
import { keyOf, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';

/** Copies Endpoints that a person keeps into EndpointSlices, for a Service that selects no pods (`pkg/controller/endpointslicemirroring`). */
export const endpointMirroring: Component = { name: 'endpointslicemirroring', kinds: ['Service', 'Endpoints'], keysOf, reconcile };

function* keysOf(change: Change): Generator<string> {
  yield keyOf(refOf(change.is === 'deleted' ? change.before : change.after));
}

function* reconcile(cluster: Cluster, key: string): Reconcile {
  const { namespace, name } = splitKey(key);
  const service = cluster.get('Service', namespace, name);
  const endpoints = cluster.get('Endpoints', namespace, name);
  const isKept = service !== undefined && Object.keys(service.spec?.selector ?? {}).length === 0;
  const subsets = isKept ? (endpoints?.subsets ?? []) : [];
  const existing = cluster.listIn('EndpointSlice', namespace).filter((slice) => isMirrorOf(slice, name));
  const because = message('networkMirrored', { service: name });
  for (const [index, subset] of subsets.entries()) {
    const before = existing[index];
    const slice = mirrorOf(endpoints as Endpoints, subset, before);
    if (before !== undefined && isEqual(before, slice)) continue;
    const outcome = yield before === undefined ? { do: 'create', object: slice, because } : { do: 'update', object: slice, because };
    if (!outcome.ok) return 'retry';
  }
  for (const slice of existing.slice(subsets.length)) yield { do: 'delete', object: refOf(slice), because };
}

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MIRRORING = 'endpointslicemirroring-controller.k8s.io';

function isMirrorOf({ metadata }: EndpointSlice, service: string): boolean {
  return metadata?.labels?.[SERVICE_NAME] === service && metadata.labels[MANAGED_BY] === MIRRORING;
}

function mirrorOf(endpoints: Endpoints, subset: EndpointSubset, existing: EndpointSlice | undefined): EndpointSlice {
  const { namespace, name } = refOf(endpoints);
  const endpointOf = ({ ip, nodeName, hostname, targetRef }: EndpointAddress, ready: boolean) => ({
    addresses: [ip],
    conditions: { ready },
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(targetRef === undefined ? {} : { targetRef }),
  });
  return {
    ...existing,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: existing?.metadata ?? {
      generateName: `${name}-`,
      namespace,
      labels: { [SERVICE_NAME]: name, [MANAGED_BY]: MIRRORING },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Endpoints', name, uid: endpoints.metadata?.uid ?? '', controller: true, blockOwnerDeletion: true },
      ],
    },
    addressType: 'IPv4',
    ports: (subset.ports ?? []).map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })),
    endpoints: [
      ...(subset.addresses ?? []).map((address) => endpointOf(address, true)),
      ...(subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false)),
    ],
  };
}
