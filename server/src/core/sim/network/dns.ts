import type { Endpoint, EndpointSlice, Service } from '../../generated/api.ts';
import { refOf } from '../object.ts';

/** One answer of the cluster's DNS. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'SRV';
  readonly value: string;
}

/**
 * What the cluster's DNS says of a Service (kubernetes/dns specification): its address, for a headless one the addresses of its
 * ready endpoints and of each named pod, for an ExternalName another name.
 */
export function dnsRecords(service: Service, slices: readonly EndpointSlice[], domain = 'cluster.local'): readonly DnsRecord[] {
  const { namespace, name } = refOf(service);
  const base = `${name}.${namespace}.svc.${domain}`;
  const { type, externalName, clusterIP, clusterIPs } = service.spec ?? {};
  if (type === 'ExternalName') return externalName === undefined ? [] : [{ name: base, type: 'CNAME', value: externalName }];
  if (clusterIP !== 'None') {
    const addresses = clusterIPs ?? (clusterIP === undefined || clusterIP === '' ? [] : [clusterIP]);
    const ports = (service.spec?.ports ?? []).filter((port) => port.name !== undefined && port.name !== '');
    return [
      ...addresses.map((address) => addressRecord(base, address)),
      ...ports.map(
        (port): DnsRecord => ({ name: srvName(port.name, port.protocol, base), type: 'SRV', value: `0 100 ${port.port} ${base}.` }),
      ),
    ];
  }
  return slices.flatMap((slice) => (slice.endpoints ?? []).filter(isPublished).flatMap((endpoint) => podRecords(base, slice, endpoint)));
}

function podRecords(base: string, { ports }: EndpointSlice, endpoint: Endpoint): readonly DnsRecord[] {
  return endpoint.addresses.flatMap((address) => {
    const own = `${endpoint.hostname ?? address.replaceAll(/[.:]/g, '-')}.${base}`;
    const named = (ports ?? []).filter(({ name }) => name !== undefined && name !== '');
    return [
      addressRecord(base, address),
      addressRecord(own, address),
      ...named.map(
        (port): DnsRecord => ({ name: srvName(port.name, port.protocol, base), type: 'SRV', value: `0 100 ${port.port ?? 0} ${own}.` }),
      ),
    ];
  });
}

/** publishNotReadyAddresses has made such endpoints ready already. */
function isPublished({ conditions }: Endpoint): boolean {
  return conditions?.ready !== false;
}

function addressRecord(name: string, address: string): DnsRecord {
  return { name, type: address.includes(':') ? 'AAAA' : 'A', value: address };
}

function srvName(port: string | undefined, protocol: string | undefined, base: string): string {
  return `_${port ?? ''}._${(protocol ?? 'TCP').toLowerCase()}.${base}`;
}
