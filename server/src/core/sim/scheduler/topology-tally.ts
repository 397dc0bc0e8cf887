import { createTally, type Domain, type Topology } from './cache/topology.ts';

/** Numbers by (topology key, value), asked and changed through the nodes that lie there. */
export interface TopologyTally {
  /** Adds to the node's value of that label; false where the node lacks it. */
  add(key: string, slot: number, amount: number): boolean;
  at(key: string, slot: number): number;
  hasKey(key: string, slot: number): boolean;
  /** The sum over all keys. */
  sumAt(slot: number): number;
  isAnyAt(slot: number): boolean;
  keysAt(slot: number): readonly string[];
  /** Whether everything added was taken back, or nothing was. */
  isEmpty(): boolean;
}

export function createTopologyTally(topology: Topology): TopologyTally {
  const tallies = new Map<string, { readonly domain: Domain; readonly amounts: Float64Array }>();
  let total = 0;

  function tallyOf(key: string): { readonly domain: Domain; readonly amounts: Float64Array } {
    let tally = tallies.get(key);
    if (tally === undefined) {
      const domain = topology.domain(key);
      tally = { domain, amounts: createTally(domain) };
      tallies.set(key, tally);
    }
    return tally;
  }

  return {
    add(key, slot, amount) {
      const { domain, amounts } = tallyOf(key);
      const id = domain.idBySlot[slot] ?? -1;
      if (id < 0) return false;
      amounts[id] = (amounts[id] ?? 0) + amount;
      total += amount;
      return true;
    },
    at(key, slot) {
      const { domain, amounts } = tallyOf(key);
      return amounts[domain.idBySlot[slot] ?? -1] ?? 0;
    },
    hasKey: (key, slot) => (topology.domain(key).idBySlot[slot] ?? -1) >= 0,
    sumAt(slot) {
      let sum = 0;
      for (const { domain, amounts } of tallies.values()) sum += amounts[domain.idBySlot[slot] ?? -1] ?? 0;
      return sum;
    },
    isAnyAt(slot) {
      for (const { domain, amounts } of tallies.values()) if ((amounts[domain.idBySlot[slot] ?? -1] ?? 0) > 0) return true;
      return false;
    },
    keysAt: (slot) => [...tallies].filter(([, { domain, amounts }]) => (amounts[domain.idBySlot[slot] ?? -1] ?? 0) > 0).map(([key]) => key),
    isEmpty: () => total === 0,
  };
}
