import type { Domain } from './cache/topology.ts';

/** Pods per domain of a spread constraint, with the smallest number always at hand. */
export interface SpreadTally {
  /** Counts pods of a domain, which from then on is one that was seen. */
  count(id: number, pods: number): void;
  /** Supposes more or fewer pods in a domain, once all are counted. */
  suppose(id: number, pods: number): void;
  of(id: number): number;
  /** The smallest number over the domains seen; 0 without any. */
  least(): number;
  /** How many domains were seen. */
  domains(): number;
}

export function createSpreadTally(domain: Domain): SpreadTally {
  const podsById = new Int32Array(domain.values.length);
  const isSeen = new Uint8Array(domain.values.length);
  let summary: Summary | undefined;

  function summarise(): Summary {
    summary ??= summaryOf(podsById, isSeen);
    return summary;
  }

  return {
    count(id, pods) {
      podsById[id] = (podsById[id] ?? 0) + pods;
      isSeen[id] = 1;
    },
    suppose(id, pods) {
      const { domainsByPods } = summarise();
      const before = podsById[id] ?? 0;
      const after = before + pods;
      if (isSeen[id] === 1) domainsByPods.set(before, (domainsByPods.get(before) ?? 0) - 1);
      else summarise().domains++;
      isSeen[id] = 1;
      podsById[id] = after;
      domainsByPods.set(after, (domainsByPods.get(after) ?? 0) + 1);
      settleLeast(summarise(), after);
    },
    of: (id) => podsById[id] ?? 0,
    least: () => summarise().least,
    domains: () => summarise().domains,
  };
}

interface Summary {
  least: number;
  domains: number;
  /** How many domains hold that many pods: what keeps `least` cheap while pods are supposed here and there. */
  readonly domainsByPods: Map<number, number>;
}

function summaryOf(podsById: Int32Array, isSeen: Uint8Array): Summary {
  const summary: Summary = { least: 0, domains: 0, domainsByPods: new Map() };
  podsById.forEach((pods, id) => {
    if (isSeen[id] === 0) return;
    summary.least = summary.domains === 0 ? pods : Math.min(summary.least, pods);
    summary.domains++;
    summary.domainsByPods.set(pods, (summary.domainsByPods.get(pods) ?? 0) + 1);
  });
  return summary;
}

function settleLeast(summary: Summary, changed: number): void {
  summary.least = Math.min(summary.least, changed);
  while ((summary.domainsByPods.get(summary.least) ?? 0) === 0) summary.least++;
}
