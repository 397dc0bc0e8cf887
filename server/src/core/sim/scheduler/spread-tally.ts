import type { Domain } from './cache/topology.ts';

/** Pods per domain of a spread constraint, with the smallest number always at hand. */
export interface SpreadTally {
  /** Adds pods to a domain, which from then on counts as one that was seen. */
  add(id: number, pods: number): void;
  of(id: number): number;
  /** The smallest number over the domains seen. */
  least(): number;
  /** How many domains were seen. */
  readonly domains: number;
}

export function createSpreadTally(domain: Domain): SpreadTally {
  const podsById = new Int32Array(domain.values.length);
  const isSeen = new Uint8Array(domain.values.length);
  /** How many domains hold that many pods: what keeps `least` cheap while pods are supposed here and there. */
  const domainsByPods = new Map<number, number>();
  let domains = 0;
  let least = 0;

  function shift(pods: number, by: 1 | -1): void {
    domainsByPods.set(pods, (domainsByPods.get(pods) ?? 0) + by);
  }

  return {
    add(id, pods) {
      const before = podsById[id] ?? 0;
      const after = before + pods;
      if (isSeen[id] === 0) {
        isSeen[id] = 1;
        least = domains === 0 ? after : Math.min(least, after);
        domains++;
      } else {
        shift(before, -1);
        least = Math.min(least, after);
      }
      podsById[id] = after;
      shift(after, 1);
      while ((domainsByPods.get(least) ?? 0) === 0) least++;
    },
    of: (id) => podsById[id] ?? 0,
    least: () => least,
    get domains() {
      return domains;
    },
  };
}
