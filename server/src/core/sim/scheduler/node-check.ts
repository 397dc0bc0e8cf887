import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { Rejection } from './framework.ts';
import type { Nominations } from './nominations.ts';
import type { PreparedFilter } from './prepare.ts';

/** The first plugin that turns a node away, and how. */
export interface Failed {
  readonly plugin: string;
  readonly rejection: Rejection;
}

/**
 * All filters for one pod on a node as it is or as supposed: with the nominated pods of the node that must be left room, and if that
 * passes without them too.
 */
export type NodeCheck = (node: NodeInfo) => Failed | undefined;

/** `pkg/scheduler/framework/runtime/framework.go`, RunFilterPluginsWithNominatedPods. */
export function createNodeCheck(pod: PodInfo, filters: readonly PreparedFilter[], nominations: Nominations): NodeCheck {
  function runFilters(node: NodeInfo): Failed | undefined {
    for (const { plugin, filter } of filters) {
      const rejection = filter.check(node);
      if (rejection !== undefined) return { plugin, rejection: withPlugin(plugin, rejection) };
    }
    return undefined;
  }

  return (node) => {
    if (nominations.size > 0) {
      const guests = nominations.on(node.name).filter((guest) => guest.priority >= pod.priority && guest.key !== pod.key);
      if (guests.length > 0) {
        const crowded = node.copy();
        for (const guest of guests) supposeAdded(filters, guest, crowded);
        const failed = runFilters(crowded);
        for (const guest of guests) supposeRemoved(filters, guest, crowded);
        if (failed !== undefined) return failed;
      }
    }
    return runFilters(node);
  };
}

export function supposeAdded(filters: readonly PreparedFilter[], pod: PodInfo, node: NodeInfo): void {
  node.add(pod);
  for (const { filter } of filters) filter.add?.(pod, node);
}

export function supposeRemoved(filters: readonly PreparedFilter[], pod: PodInfo, node: NodeInfo): void {
  node.remove(pod);
  for (const { filter } of filters) filter.remove?.(pod, node);
}

function withPlugin(plugin: string, rejection: Rejection): Rejection {
  if (rejection.code !== 'Error') return rejection;
  return { code: 'Error', reasons: [`running "${plugin}" filter plugin: ${rejection.reasons.join(', ')}`] };
}
