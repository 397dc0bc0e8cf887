import type { Service, ServicePort } from '../../generated/api.ts';
import type { AdmissionPlugin, Refusal } from '../component.ts';
import { refOf } from '../object.ts';
import { isEqual } from '../trace.ts';

/** The part of 10.96.0.0/12 that addresses are drawn from: what lies below is left to those who ask for one. */
const FIRST_ADDRESS = ipNumber('10.96.1.0');
/** The same of the range of node ports, 30000-32767. */
const FIRST_NODE_PORT = 30_086;
const LAST_NODE_PORT = 32_767;
/** What a provider would hand out: addresses for documentation (RFC 5737). */
const BALANCERS = '203.0.113.';

/**
 * Gives a Service its address and ports, and refuses those that another one has. The real server draws them at random, this one the
 * next that is free (`pkg/registry/core/service/storage/alloc.go`). A balancer's address comes at once, where a cloud needs a minute.
 */
export const serviceAllocation: AdmissionPlugin = {
  name: 'service-allocation',
  admit(object, before, cluster) {
    if (object.kind !== 'Service') return object;
    const service = object as Service;
    const old = before as Service | undefined;
    const others = cluster.list('Service').filter((each) => !isSameService(each, service));
    const addressed = withAddress(service, old, others);
    if ('ok' in addressed) return addressed;
    const ported = withNodePorts(addressed, old, others);
    return 'ok' in ported ? ported : withBalancer(ported, others);
  },
};

function isSameService(a: Service, b: Service): boolean {
  const [one, other] = [refOf(a), refOf(b)];
  return one.name === other.name && one.namespace === other.namespace;
}

function withAddress(service: Service, old: Service | undefined, others: readonly Service[]): Service | Refusal {
  const { clusterIP: _ip, clusterIPs: _ips, ...rest } = service.spec ?? {};
  if (rest.type === 'ExternalName') {
    // What the server gave goes with the type; what the user still asks for was refused before.
    return { ...service, spec: rest };
  }
  const kept = old?.spec?.type === 'ExternalName' ? undefined : old?.spec?.clusterIP;
  const asked = service.spec?.clusterIP || service.spec?.clusterIPs?.[0];
  if (kept && asked && asked !== kept) return refuse(service, 'spec.clusterIPs[0]', [asked], 'may not change once set');
  const taken = new Set(others.map(({ spec }) => spec?.clusterIP));
  if (asked && asked !== 'None' && !kept && taken.has(asked)) {
    return refuse(service, 'spec.clusterIPs', [asked], `failed to allocate IP ${asked}: provided IP is already allocated`);
  }
  const clusterIP = asked || kept || firstFree(FIRST_ADDRESS, Infinity, (each) => taken.has(ipText(each)), ipText) || '';
  return { ...service, spec: { ...rest, type: rest.type ?? 'ClusterIP', clusterIP, clusterIPs: [clusterIP] } };
}

function withNodePorts(service: Service, old: Service | undefined, others: readonly Service[]): Service | Refusal {
  const { type, ports, allocateLoadBalancerNodePorts, externalTrafficPolicy, healthCheckNodePort: asked } = service.spec ?? {};
  const isOutward = type === 'NodePort' || type === 'LoadBalancer';
  if (ports === undefined) return service;
  if (!isOutward) return { ...service, spec: { ...service.spec, ports: ports.map((port) => withoutKept(port, old)) } };
  const taken = new Set(others.flatMap(portsTaken));
  for (const [index, { nodePort }] of ports.entries()) {
    if (nodePort && taken.has(nodePort)) {
      return refuse(service, `spec.ports[${index}].nodePort`, nodePort, 'provided port is already allocated');
    }
  }
  const draws = type === 'NodePort' || allocateLoadBalancerNodePorts !== false;
  const draw = (): number => {
    const found = firstFree(FIRST_NODE_PORT, LAST_NODE_PORT, (each) => taken.has(each), Number) ?? 0;
    taken.add(found);
    return found;
  };
  const keptFor = (port: ServicePort): number | undefined => old?.spec?.ports?.find((each) => isSamePort(each, port))?.nodePort;
  for (const port of ports) taken.add(port.nodePort || keptFor(port) || 0);
  const complete = ports.map((port) => (port.nodePort || !draws ? port : { ...port, nodePort: keptFor(port) || draw() }));
  const needsCheck = type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
  const check = needsCheck ? { healthCheckNodePort: asked || old?.spec?.healthCheckNodePort || draw() } : {};
  const policy = { externalTrafficPolicy: externalTrafficPolicy ?? 'Cluster' };
  return { ...service, spec: { ...service.spec, ...policy, ports: complete, ...check } };
}

/** A Service that is no longer reached from outside gives back what it had been given. */
function withoutKept(port: ServicePort, old: Service | undefined): ServicePort {
  const kept = old?.spec?.ports?.find((each) => isSamePort(each, port))?.nodePort;
  if (kept === undefined || kept !== port.nodePort) return port;
  const { nodePort: _given, ...rest } = port;
  return rest;
}

function isSamePort(a: ServicePort, b: ServicePort): boolean {
  return a.port === b.port && (a.protocol ?? 'TCP') === (b.protocol ?? 'TCP');
}

function portsTaken({ spec }: Service): readonly number[] {
  return [
    ...(spec?.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []),
    ...(spec?.healthCheckNodePort ? [spec.healthCheckNodePort] : []),
  ];
}

function withBalancer(service: Service, others: readonly Service[]): Service {
  const has = (service.status?.loadBalancer?.ingress ?? []).length > 0;
  if (service.spec?.type !== 'LoadBalancer') return has ? { ...service, status: { ...service.status, loadBalancer: {} } } : service;
  if (has) return service;
  const taken = new Set(others.flatMap(({ status }) => (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip)));
  const ip = firstFree(
    1,
    254,
    (each) => taken.has(`${BALANCERS}${each}`),
    (each) => `${BALANCERS}${each}`,
  );
  const status = { ...service.status, loadBalancer: { ingress: [{ ip: ip ?? '', ipMode: 'VIP' }] } };
  return isEqual(service.status, status) ? service : { ...service, status };
}

function firstFree<T>(from: number, to: number, isTaken: (number: number) => boolean, name: (number: number) => T): T | undefined {
  for (let number = from; number <= to; number++) if (!isTaken(number)) return name(number);
  return undefined;
}

function refuse(service: Service, path: string, value: unknown, detail: string): Refusal {
  const text = `Service "${refOf(service).name}" is invalid: ${path}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
  return { ok: false, status: 'Invalid', message: text };
}

function ipNumber(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipText(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
