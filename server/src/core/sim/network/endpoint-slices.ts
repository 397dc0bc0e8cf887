import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice, Node, Pod, Service, ServicePort } from '../../generated/api.ts';
import { isSidecar } from '../../kube/effective-requests.ts';
import { hasEnded, isReady } from '../controllers/pods.ts';
import { refOf } from '../object.ts';

/** The label by which a slice belongs to its Service. */
export const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
const ZONE = 'topology.kubernetes.io/zone';

/** Endpoints that share their ports: pods may give a named port different numbers. */
export interface PortGroup {
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What the EndpointSlices of a Service should hold. */
export interface WantedEndpoints {
  readonly groups: readonly PortGroup[];
  /** Pods left out because their node does not exist (yet): another look is due. */
  readonly lost: readonly Pod[];
}

/**
 * The endpoints of a Service's pods. A pod without its node is no endpoint, unless the Service publishes whatever there is.
 *
 * Mirrors staging/src/k8s.io/endpointslice (reconciler.go reconcileByAddressType, utils.go, trafficdist).
 */
export function wantedEndpoints(service: Service, pods: readonly Pod[], nodeNamed: (name: string) => Node | undefined): WantedEndpoints {
  const groups = new Map<string, { readonly ports: readonly DiscoveryV1EndpointPort[]; readonly endpoints: Endpoint[] }>();
  const lost: Pod[] = [];
  for (const pod of pods) {
    if (hasEnded(pod) || !pod.status?.podIP) continue;
    const ports = portsOf(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    const node = nodeNamed(pod.spec?.nodeName ?? '');
    if (node === undefined && service.spec?.publishNotReadyAddresses !== true) lost.push(pod);
    else group.endpoints.push(endpointOf(service, pod, node));
  }
  return { groups: [...groups.values()], lost };
}

/** Tells ports apart, in whatever order they stand. */
export function portsKey(ports: readonly DiscoveryV1EndpointPort[]): string {
  return JSON.stringify(ports.map(({ name, port, protocol, appProtocol }) => JSON.stringify([name, port, protocol, appProtocol])).sort());
}

/** A slice of the Service with that content; `existing` keeps its name. */
export function sliceOf(service: Service, content: PortGroup, existing: EndpointSlice | undefined): EndpointSlice {
  const { namespace, name } = refOf(service);
  return {
    ...existing,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...(existing?.metadata ?? {
        generateName: `${name}-`,
        namespace,
        ownerReferences: [
          { apiVersion: 'v1', kind: 'Service', name, uid: service.metadata?.uid ?? '', controller: true, blockOwnerDeletion: true },
        ],
      }),
      labels: labelsOf(service),
    },
    addressType: 'IPv4',
    ports: content.ports,
    endpoints: content.endpoints,
  };
}

/** The labels of a Service's slices: its own and those that slices are known by. */
export function labelsOf(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...labels } = service.metadata?.labels ?? {};
  return {
    ...labels,
    ...(service.spec?.clusterIP === 'None' ? { [HEADLESS]: '' } : {}),
    [SERVICE_NAME]: refOf(service).name,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  };
}

/** The number of a service port on a pod: a name is looked up in the pod's own containers, sidecars included (FindPort). */
export function targetPortOn(pod: Pod, { port, targetPort, protocol = 'TCP' }: ServicePort): number | undefined {
  if (targetPort === undefined || targetPort === 0 || targetPort === '') return port;
  if (typeof targetPort === 'number') return targetPort;
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []).filter(isSidecar)];
  for (const container of containers) {
    const found = container.ports?.find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

function portsOf(service: Service, pod: Pod): readonly DiscoveryV1EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port): DiscoveryV1EndpointPort[] => {
    const number = targetPortOn(pod, port);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function endpointOf(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata?.labels?.[ZONE];
  const { namespace, name } = refOf(pod);
  const { hostname, subdomain, nodeName } = pod.spec ?? {};
  const hasHostname = hostname !== undefined && hostname !== '' && subdomain === refOf(service).name;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', namespace, name, uid: pod.metadata?.uid ?? '' },
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
    ...(hasHostname ? { hostname } : {}),
    ...hintsOf(service, ready, zone, nodeName),
  };
}

/** Whoever prefers the near gets told what is near. */
function hintsOf(
  service: Service,
  isReadyEndpoint: boolean,
  zone: string | undefined,
  nodeName: string | undefined,
): Pick<Endpoint, 'hints'> {
  const preference = service.spec?.trafficDistribution;
  const isNear = preference === 'PreferClose' || preference === 'PreferSameZone' || preference === 'PreferSameNode';
  if (!isNear || !isReadyEndpoint) return {};
  const forZones = zone === undefined ? {} : { forZones: [{ name: zone }] };
  const forNodes = preference !== 'PreferSameNode' || nodeName === undefined ? {} : { forNodes: [{ name: nodeName }] };
  const hints = { ...forZones, ...forNodes };
  return Object.keys(hints).length === 0 ? {} : { hints };
}
