import type { Service } from '../../generated/api.ts';

/** The range of node ports of a cluster that sets none (--service-node-port-range). */
export const NODE_PORTS = { least: 30000, most: 32767 } as const;

export interface NodePorts {
  /** For each port of the Service its node port, 0 for none; what the server would draw at random is a number beyond all ports. */
  readonly nodePorts: readonly number[];
  /** The first port that cannot be had. */
  readonly refused?: { readonly position: number; readonly nodePort: number; readonly isTaken: boolean };
}

const FIRST_DRAWN = 100_000;

export function isNodePort(port: number): boolean {
  return port >= NODE_PORTS.least && port <= NODE_PORTS.most;
}

/**
 * Which node port each port gets: ports of one number share theirs.
 *
 * Mirrors pkg/registry/core/service/storage/alloc.go initNodePorts.
 */
export function assignNodePorts({ spec }: Service): NodePorts {
  const ports = spec?.ports ?? [];
  const nodePorts = ports.map((port) => port.nodePort ?? 0);
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return { nodePorts };
  const drawsPorts = spec.type === 'NodePort' || spec.allocateLoadBalancerNodePorts === true;
  const byPort = new Map<number, number>();
  const taken = new Set<number>();
  for (const [position, { port = 0 }] of ports.entries()) {
    const asked = nodePorts[position] ?? 0;
    if (asked === 0 && !drawsPorts) continue;
    const known = byPort.get(port);
    const requested = known === undefined ? requestedFor(port, ports) : asked;
    if (known !== undefined && (asked === 0 || asked === known)) nodePorts[position] = known;
    else if (requested === 0) {
      nodePorts[position] = FIRST_DRAWN + position;
      byPort.set(port, FIRST_DRAWN + position);
    } else {
      const isTaken = taken.has(requested);
      if (isTaken || !isNodePort(requested)) return { nodePorts, refused: { position, nodePort: requested, isTaken } };
      taken.add(requested);
      if (known !== undefined) continue;
      nodePorts[position] = requested;
      byPort.set(port, requested);
    }
  }
  return { nodePorts };
}

function requestedFor(port: number, ports: readonly { readonly port?: number; readonly nodePort?: number }[]): number {
  return ports.find((each) => (each.port ?? 0) === port && (each.nodePort ?? 0) !== 0)?.nodePort ?? 0;
}
