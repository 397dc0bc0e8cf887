import type { AffinityTerm } from './affinity-term.ts';

/**
 * The distinct (anti-)affinity terms of the pods placed, and how many pods on which nodes have each. Pods of one template share their
 * terms, so a cycle looks at as many terms as there are templates with affinity.
 */
export interface TermIndex {
  add(terms: readonly AffinityTerm[], slot: number): void;
  remove(terms: readonly AffinityTerm[], slot: number): void;
  readonly size: number;
  entries(): Iterable<TermEntry>;
}

export interface TermEntry {
  readonly term: AffinityTerm;
  readonly podsBySlot: ReadonlyMap<number, number>;
}

export function createTermIndex(): TermIndex {
  const entriesById = new Map<string, { readonly term: AffinityTerm; readonly podsBySlot: Map<number, number> }>();

  function change(terms: readonly AffinityTerm[], slot: number, by: 1 | -1): void {
    for (const term of terms) {
      let entry = entriesById.get(term.id);
      if (entry === undefined) {
        entry = { term, podsBySlot: new Map() };
        entriesById.set(term.id, entry);
      }
      const pods = (entry.podsBySlot.get(slot) ?? 0) + by;
      if (pods === 0) entry.podsBySlot.delete(slot);
      else entry.podsBySlot.set(slot, pods);
      if (entry.podsBySlot.size === 0) entriesById.delete(term.id);
    }
  }

  return {
    add: (terms, slot) => change(terms, slot, 1),
    remove: (terms, slot) => change(terms, slot, -1),
    get size() {
      return entriesById.size;
    },
    entries: () => entriesById.values(),
  };
}
