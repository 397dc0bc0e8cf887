import type { EndpointSlice, Node, Pod, Service, ServicePort } from '../../generated/api.ts';
import { type KubeObject, refOf } from '../object.ts';
import { SERVICE_NAME } from './endpoint-slices.ts';
import { categorizeEndpoints, type PortTraffic, type Target } from './traffic.ts';

/** From where a client calls a Service. */
export type Way = 'clusterIP' | 'nodePort' | 'loadBalancer';

/** Who answers on one way and port, from one node; `share` of all requests, equal chances for each endpoint. */
export interface Reach {
  readonly way: Way;
  readonly port: ServicePort;
  /** The node that the request comes in on; undefined where it makes no difference. */
  readonly node: string | undefined;
  readonly answers: readonly Answer[];
  /** What happens where nobody answers. */
  readonly otherwise: 'refused' | 'dropped' | undefined;
}

export interface Answer {
  /** The pod's name; the address where no pod has it. */
  readonly pod: string;
  readonly uid: string;
  readonly version: string;
  readonly share: number;
}

/**
 * Who receives the traffic of a Service at an instant, on every way there is to it. kube-proxy picks among the endpoints with equal
 * chance, so the share of a version is its share of the endpoints.
 */
export function reachOf(service: Service, objects: Iterable<KubeObject>): readonly Reach[] {
  const { namespace, name } = refOf(service);
  const all = [...objects];
  const slices = all.filter(
    (object): object is EndpointSlice & KubeObject =>
      object.kind === 'EndpointSlice' && refOf(object).namespace === namespace && object.metadata?.labels?.[SERVICE_NAME] === name,
  );
  const nodes = all.filter((object): object is Node => object.kind === 'Node');
  const podByAddress = new Map(all.filter((object): object is Pod => object.kind === 'Pod').map((pod) => [pod.status?.podIP ?? '', pod]));
  return (service.spec?.ports ?? []).flatMap((port) => reachOfPort(service, port, slices, nodes, podByAddress));
}

/** The share of each version in all requests from inside the cluster. */
export function sharesByVersion(reaches: readonly Reach[]): ReadonlyMap<string, number> {
  const inner = reaches.filter(({ way }) => way === 'clusterIP');
  const shares = new Map<string, number>();
  for (const { answers } of inner) {
    for (const { version, share } of answers) shares.set(version, (shares.get(version) ?? 0) + share / inner.length);
  }
  return shares;
}

/** What tells the pods of one version from those of another: their images. */
export function versionOf(pod: Pod): string {
  return (pod.spec?.containers ?? []).map(({ image }) => image ?? '').join(' ');
}

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const BEING_REMOVED = 'ToBeDeletedByClusterAutoscaler';

function reachOfPort(
  service: Service,
  port: ServicePort,
  slices: readonly EndpointSlice[],
  nodes: readonly Node[],
  podByAddress: ReadonlyMap<string, Pod>,
): readonly Reach[] {
  const { spec } = service;
  const trafficOn = (node: Node | undefined): PortTraffic =>
    categorizeEndpoints(service, port, slices, { name: node?.metadata?.name ?? '', labels: node?.metadata?.labels ?? {} });
  const to = (way: Way, node: Node | undefined, traffic: PortTraffic, targets: readonly Target[]): Reach => ({
    way,
    port,
    node: node?.metadata?.name,
    answers: targets.map(({ endpoint }) =>
      answerOf(podByAddress.get(endpoint.addresses[0] ?? ''), endpoint.addresses[0] ?? '', targets.length),
    ),
    otherwise: targets.length > 0 ? undefined : traffic.hasAny ? 'dropped' : 'refused',
  });
  const isPerNode = spec?.internalTrafficPolicy === 'Local' || spec?.trafficDistribution !== undefined;
  const inside = spec?.clusterIP === 'None' ? [] : isPerNode ? nodes : [undefined];
  const reaches = inside.map((node) => {
    const traffic = trafficOn(node);
    return to('clusterIP', node, traffic, traffic.internalLocal ? traffic.local : traffic.cluster);
  });
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return reaches;
  const outer = nodes.map((node) => ({ node, traffic: trafficOn(node) }));
  const targetsOf = ({ externalLocal, local, cluster }: PortTraffic): readonly Target[] => (externalLocal ? local : cluster);
  reaches.push(...outer.map(({ node, traffic }) => to('nodePort', node, traffic, targetsOf(traffic))));
  if (spec.type === 'NodePort') return reaches;
  // The balancer asks the nodes: with the local policy only those with an endpoint of their own pass its check.
  const healthy = outer.filter(({ node, traffic }) => isBalanced(node) && (!traffic.externalLocal || traffic.local.length > 0));
  reaches.push(...healthy.map(({ node, traffic }) => to('loadBalancer', node, traffic, targetsOf(traffic))));
  return reaches;
}

function answerOf(pod: Pod | undefined, address: string, count: number): Answer {
  if (pod === undefined) return { pod: address, uid: '', version: '', share: 1 / count };
  return { pod: refOf(pod).name, uid: pod.metadata?.uid ?? '', version: versionOf(pod), share: 1 / count };
}

function isBalanced({ metadata, spec }: Node): boolean {
  const isExcluded = metadata?.labels?.[EXCLUDED] !== undefined;
  return !isExcluded && !(spec?.taints?.some(({ key }) => key === BEING_REMOVED) ?? false);
}
