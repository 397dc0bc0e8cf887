import type { DiscoveryV1EndpointPort, Endpoint, Pod } from '../../../../server/src/core/generated/api.ts';
import type { Cluster } from '../../../../server/src/core/sim/cluster.ts';
import { controllerOf } from '../../../../server/src/core/sim/object.ts';
import type { State } from './case.ts';
import type { Numbering } from './state.ts';

const SERVICE_NAME = 'kubernetes.io/service-name';
const SUFFIX = /-[a-z0-9]{5}$/;

interface Row {
  readonly sizes: number[];
  readonly endpoints: string[];
}

/** `slices/<service>`: for each set of ports how full the slices are, and the endpoints in them. */
export function sliceStates(cluster: Cluster, numbering: Numbering): State {
  const rows: Record<string, Record<string, Row>> = {};
  for (const slice of cluster.list('EndpointSlice')) {
    const key = `slices/${slice.metadata?.labels?.[SERVICE_NAME]}`;
    const byPorts = rows[key] ?? {};
    rows[key] = byPorts;
    const ports = (slice.ports ?? []).map(portText).sort().join();
    const row = byPorts[ports] ?? { sizes: [], endpoints: [] };
    byPorts[ports] = row;
    const endpoints = slice.endpoints ?? [];
    row.sizes.push(endpoints.length);
    row.sizes.sort((a, b) => b - a);
    row.endpoints.push(...endpoints.map((endpoint) => endpointText(endpoint, podName(cluster, endpoint, numbering))));
    row.endpoints.sort();
  }
  return rows;
}

function portText({ name, port, protocol, appProtocol }: DiscoveryV1EndpointPort): string {
  return `${name}=${port}/${protocol}${appProtocol === undefined ? '' : `/${appProtocol}`}`;
}

/** Its generated letters are left out, and a ReplicaSet has its number. Slices that nobody keeps any more name pods that have gone. */
function podName(cluster: Cluster, { targetRef }: Endpoint, { sets, pods }: Numbering): string {
  const name = targetRef?.name ?? '';
  const pod = cluster.get('Pod', targetRef?.namespace ?? '', name);
  if (pod !== undefined) pods.set(name, stableName(pod, name, sets));
  return pods.get(name) ?? name;
}

function stableName(pod: Pod, name: string, sets: ReadonlyMap<string, string>): string {
  const owner = controllerOf(pod);
  if (owner === undefined || owner.kind === 'StatefulSet') return name;
  const prefix = name.replace(SUFFIX, '');
  return `${owner.kind === 'ReplicaSet' ? prefix.replace(owner.name, sets.get(owner.name) ?? owner.name) : prefix}-*`;
}

function endpointText({ nodeName = '', zone, hostname, conditions, hints }: Endpoint, pod: string): string {
  const words = [pod, nodeName];
  if (zone !== undefined) words.push(`zone=${zone}`);
  if (hostname !== undefined) words.push(`hostname=${hostname}`);
  if (conditions?.ready === true) words.push('ready');
  if (conditions?.serving === true) words.push('serving');
  if (conditions?.terminating === true) words.push('terminating');
  for (const { name } of hints?.forZones ?? []) words.push(`forZone=${name}`);
  for (const { name } of hints?.forNodes ?? []) words.push(`forNode=${name}`);
  return words.join(' ');
}
