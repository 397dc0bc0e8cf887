import type { Endpoint, EndpointSlice, Service, ServicePort } from '../../generated/api.ts';

/** Where kube-proxy on one node sends the traffic of one service port. */
export interface PortTraffic {
  /** For traffic that may go anywhere: ready endpoints (topology hints obeyed), else those that still serve while terminating. */
  readonly cluster: readonly Target[];
  /** For traffic that must stay on the node. */
  readonly local: readonly Target[];
  readonly allReachable: readonly Target[];
  readonly usesCluster: boolean;
  readonly usesLocal: boolean;
  readonly externalLocal: boolean;
  readonly internalLocal: boolean;
  /** Somebody somewhere could answer: without that a connection is refused, with it dropped. */
  readonly hasAny: boolean;
}

export interface Target {
  /** `address:port`, IPv6 addresses in brackets. */
  readonly address: string;
  readonly isLocal: boolean;
  readonly endpoint: Endpoint;
}

export interface ProxyNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Sorts the endpoints of a service port for the proxy of a node.
 *
 * Mirrors pkg/proxy/topology.go CategorizeEndpoints, with pkg/proxy/endpointslicecache.go and serviceport.go.
 */
export function categorizeEndpoints(service: Service, port: ServicePort, slices: readonly EndpointSlice[], node: ProxyNode): PortTraffic {
  const policy = policyOf(service, port);
  const targets = targetsOf(port, slices, node.name);
  if (targets.length === 0) return { cluster: [], local: [], allReachable: [], hasAny: false, ...policy };
  const mode = policy.usesCluster ? hintsInForce(targets, node) : 'none';
  const cluster = policy.usesCluster ? clusterTargets(targets, mode, node) : [];
  if (!policy.usesLocal) return { cluster, local: [], allReachable: cluster, hasAny: cluster.length > 0, ...policy };
  const ready = targets.filter((target) => target.isLocal && isReady(target));
  const local = ready.length > 0 ? ready : targets.filter((target) => target.isLocal && isLeaving(target));
  const hasAny = cluster.length > 0 || targets.some((target) => isReady(target) || isLeaving(target));
  const common = { cluster, local, hasAny, ...policy };
  if (!policy.usesCluster) return { ...common, allReachable: local };
  if (mode === 'none' && !(ready.length === 0 && local.length > 0)) return { ...common, allReachable: cluster };
  const byAddress = new Map([...cluster, ...local].map((target) => [target.address, target]));
  return { ...common, allReachable: [...byAddress.values()].sort(byAddressText) };
}

const ZONE = 'topology.kubernetes.io/zone';

type Policy = Pick<PortTraffic, 'usesCluster' | 'usesLocal' | 'externalLocal' | 'internalLocal'>;

function policyOf(service: Service, port: ServicePort): Policy {
  const { spec } = service;
  const isOutward = spec?.type === 'NodePort' || spec?.type === 'LoadBalancer' || (spec?.externalIPs?.length ?? 0) > 0;
  const externalLocal = isOutward && spec?.externalTrafficPolicy === 'Local';
  const internalLocal = spec?.internalTrafficPolicy === 'Local';
  const isReachedFromOutside = (port.nodePort ?? 0) !== 0 || (spec?.externalIPs?.length ?? 0) > 0 || hasBalancerAddress(service);
  return {
    externalLocal,
    internalLocal,
    usesCluster: !internalLocal || isReachedFromOutside,
    usesLocal: internalLocal || (externalLocal && isReachedFromOutside),
  };
}

/** A balancer in Proxy mode brings traffic to node ports, not to its own address. */
function hasBalancerAddress({ status }: Service): boolean {
  return (status?.loadBalancer?.ingress ?? []).some(({ ip, ipMode }) => (ip ?? '') !== '' && (ipMode ?? 'VIP') === 'VIP');
}

/** The endpoints of that port once each; an address listed twice is the one that is not terminating. */
function targetsOf(port: ServicePort, slices: readonly EndpointSlice[], nodeName: string): readonly Target[] {
  const byAddress = new Map<string, Target>();
  for (const slice of slices) {
    const number = slice.ports?.find((each) => isSamePort(each.name, each.protocol, port))?.port ?? 0;
    if (number === 0) continue;
    for (const endpoint of slice.endpoints ?? []) {
      const ip = endpoint.addresses[0];
      if (ip === undefined) continue;
      const address = ip.includes(':') ? `[${ip}]:${number}` : `${ip}:${number}`;
      const isTerminating = endpoint.conditions?.terminating === true;
      if (byAddress.has(address) && isTerminating) continue;
      byAddress.set(address, { address, endpoint, isLocal: nodeName !== '' && endpoint.nodeName === nodeName });
    }
  }
  return [...byAddress.values()].sort(byAddressText);
}

function isSamePort(name: string | undefined, protocol: string | undefined, port: ServicePort): boolean {
  return name !== undefined && name === (port.name ?? '') && (protocol ?? 'TCP') === (port.protocol ?? 'TCP');
}

function byAddressText(a: Target, b: Target): number {
  return a.address < b.address ? -1 : 1;
}

function isReady({ endpoint }: Target): boolean {
  return endpoint.conditions?.ready !== false;
}

/** Still answers although its pod is being deleted: used when nobody else is left. */
function isLeaving({ endpoint }: Target): boolean {
  return endpoint.conditions?.serving !== false && endpoint.conditions?.terminating === true;
}

function clusterTargets(targets: readonly Target[], mode: HintMode, node: ProxyNode): readonly Target[] {
  const ready = targets.filter((target) => isReady(target) && isHinted(target, mode, node));
  return ready.length > 0 ? ready : targets.filter(isLeaving);
}

type HintMode = 'none' | 'node' | 'zone';

/** Hints count only when every ready endpoint has one and one of them is meant for this node. */
function hintsInForce(targets: readonly Target[], node: ProxyNode): HintMode {
  const ready = targets.filter(isReady);
  if (ready.length === 0) return 'none';
  const areAllHinted = (kind: 'forNodes' | 'forZones'): boolean => ready.every(({ endpoint }) => (endpoint.hints?.[kind]?.length ?? 0) > 0);
  if (areAllHinted('forNodes') && ready.some((target) => isHinted(target, 'node', node))) return 'node';
  if (areAllHinted('forZones') && ready.some((target) => isHinted(target, 'zone', node))) return 'zone';
  return 'none';
}

function isHinted({ endpoint }: Target, mode: HintMode, { name, labels }: ProxyNode): boolean {
  switch (mode) {
    case 'none':
      return true;
    case 'node':
      return endpoint.hints?.forNodes?.some((hint) => hint.name === name) ?? false;
    case 'zone':
      return endpoint.hints?.forZones?.some((hint) => hint.name === (labels[ZONE] ?? '')) ?? false;
  }
}
