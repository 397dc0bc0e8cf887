import type { NodeInfo } from '../cache/node-info.ts';
import { ANY_ADDRESS, type HostPort } from '../cache/pod-info.ts';
import { type Plugin, unschedulable } from '../framework.ts';

/** Keeps two pods from the same port of a node (`pkg/scheduler/framework/plugins/nodeports`). */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  filter({ hostPorts }) {
    if (hostPorts.length === 0) return undefined;
    const rejection = unschedulable("node(s) didn't have free ports for the requested pod ports");
    return {
      check: (node) => (hostPorts.some((port) => isTaken(port, node)) ? rejection : undefined),
      causes: (node) => hostPorts.filter((port) => isTaken(port, node)).map(({ port, protocol }) => ({ is: 'port', port, protocol })),
    };
  },
};

function isTaken(wanted: HostPort, { usedPorts }: NodeInfo): boolean {
  if (usedPorts.size === 0) return false;
  for (const used of usedPorts.values()) {
    if (used.port !== wanted.port || used.protocol !== wanted.protocol) continue;
    if (used.ip === wanted.ip || used.ip === ANY_ADDRESS || wanted.ip === ANY_ADDRESS) return true;
  }
  return false;
}
