import type { NodeInfo } from '../cache/node-info.ts';
import { ANY_ADDRESS, type HostPort } from '../cache/pod-info.ts';
import { type Plugin, unschedulable } from '../framework.ts';

/** Keeps two pods from the same port of a node (`pkg/scheduler/framework/plugins/nodeports`). */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  unprepared: 'reading "PreFilterNodePorts" from cycleState: not found',
  filter({ hostPorts }) {
    if (hostPorts.length === 0) return undefined;
    const rejection = unschedulable("node(s) didn't have free ports for the requested pod ports");
    return {
      check: (node) => (hostPorts.some((port) => isTaken(port, node)) ? rejection : undefined),
      causes: (node) => hostPorts.filter((port) => isTaken(port, node)).map(({ port, protocol }) => ({ is: 'port', port, protocol })),
    };
  },
  isHelpedBy({ hostPorts }, change) {
    if (change.of === 'node') return change.before === undefined;
    if (change.of !== 'pod' || change.after !== undefined) return false;
    return hostPorts.some((wanted) => change.before?.hostPorts.some((freed) => isSamePort(wanted, freed)));
  },
};

function isTaken(wanted: HostPort, { usedPorts }: NodeInfo): boolean {
  if (usedPorts.size === 0) return false;
  for (const used of usedPorts.values()) if (isSamePort(wanted, used)) return true;
  return false;
}

function isSamePort(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === ANY_ADDRESS || b.ip === ANY_ADDRESS;
}
