import type { NodeInfo } from './node-info.ts';

/** The values of one node label, numbered, so that counting by topology value needs no strings. */
export interface Domain {
  /** By node slot: the number of the node's value, or -1 where the node lacks the label. */
  readonly idBySlot: Int32Array;
  /** By number. */
  readonly values: readonly string[];
}

export interface Topology {
  domain(key: string): Domain;
  /** A node came, went or changed its labels. */
  invalidate(): void;
}

export function createTopology(nodes: () => Iterable<NodeInfo>, slotCount: () => number): Topology {
  const domains = new Map<string, Domain>();

  function build(key: string): Domain {
    const idBySlot = new Int32Array(slotCount()).fill(-1);
    const idByValue = new Map<string, number>();
    const values: string[] = [];
    for (const node of nodes()) {
      const value = node.labels[key];
      if (value === undefined) continue;
      let id = idByValue.get(value);
      if (id === undefined) {
        id = values.length;
        values.push(value);
        idByValue.set(value, id);
      }
      idBySlot[node.slot] = id;
    }
    return { idBySlot, values };
  }

  return {
    domain(key) {
      let domain = domains.get(key);
      if (domain === undefined) {
        domain = build(key);
        domains.set(key, domain);
      }
      return domain;
    },
    invalidate: () => domains.clear(),
  };
}

/** A tally per topology value of one domain; it grows with the number of values, not with nodes or pods. */
export function createTally(domain: Domain): Float64Array {
  return new Float64Array(domain.values.length);
}
