import type { PodInfo } from './pod-info.ts';

/** How many pods of some kind stand on each node, kept up to date while pods come and go. */
export interface PodCount {
  /** By node slot; nodes without such a pod may be beyond its end. */
  readonly bySlot: readonly number[];
}

/**
 * Counts pods by what a selector sees of them. The first question with an `id` walks the distinct kinds of pods, each later one is a
 * look-up, so a scheduling cycle does not pay for the pods already placed.
 */
export interface PodIndex {
  add(pod: PodInfo, slot: number): void;
  remove(pod: PodInfo, slot: number): void;
  /** `id` names the question: the same id must always come with the same predicate. */
  count(id: string, matches: (pod: PodKind) => boolean): PodCount;
}

/** What selectors can tell apart: pods of one template are of one kind. */
export interface PodKind {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly terminating: boolean;
}

/** Questions remembered; the one asked longest ago is forgotten, and walks the kinds again when it returns. */
const MAX_COUNTS = 512;

export function createPodIndex(): PodIndex {
  const entriesByKind = new Map<string, KindEntry>();
  const countsById = new Map<string, Count>();

  function entryOf(pod: PodInfo): KindEntry {
    let entry = entriesByKind.get(pod.kindId);
    if (entry === undefined) {
      const kind = { namespace: pod.namespace, labels: pod.labels, terminating: pod.terminating };
      entry = { kind, podsBySlot: new Map(), counts: [...countsById.values()].filter(({ matches }) => matches(kind)) };
      entriesByKind.set(pod.kindId, entry);
    }
    return entry;
  }

  function change(pod: PodInfo, slot: number, by: 1 | -1): void {
    const entry = entryOf(pod);
    const pods = (entry.podsBySlot.get(slot) ?? 0) + by;
    if (pods === 0) entry.podsBySlot.delete(slot);
    else entry.podsBySlot.set(slot, pods);
    for (const count of entry.counts) increase(count.bySlot, slot, by);
    if (entry.podsBySlot.size === 0) entriesByKind.delete(pod.kindId);
  }

  function createCount(id: string, matches: (kind: PodKind) => boolean): Count {
    const count: Count = { matches, bySlot: [] };
    for (const entry of entriesByKind.values()) {
      if (!matches(entry.kind)) continue;
      entry.counts.push(count);
      for (const [slot, pods] of entry.podsBySlot) increase(count.bySlot, slot, pods);
    }
    countsById.set(id, count);
    if (countsById.size > MAX_COUNTS) forgetOldest();
    return count;
  }

  function forgetOldest(): void {
    const [oldest] = countsById;
    if (oldest === undefined) return;
    const [id, count] = oldest;
    countsById.delete(id);
    for (const entry of entriesByKind.values()) {
      const at = entry.counts.indexOf(count);
      if (at >= 0) entry.counts.splice(at, 1);
    }
  }

  return {
    add: (pod, slot) => change(pod, slot, 1),
    remove: (pod, slot) => change(pod, slot, -1),
    count(id, matches) {
      const known = countsById.get(id);
      if (known === undefined) return createCount(id, matches);
      // Moves to the end of the Map's order: asked last, forgotten last.
      countsById.delete(id);
      countsById.set(id, known);
      return known;
    },
  };
}

interface Count {
  readonly matches: (kind: PodKind) => boolean;
  readonly bySlot: number[];
}

interface KindEntry {
  readonly kind: PodKind;
  readonly podsBySlot: Map<number, number>;
  /** The counts that this kind takes part in. */
  readonly counts: Count[];
}

function increase(bySlot: number[], slot: number, by: number): void {
  while (bySlot.length <= slot) bySlot.push(0);
  bySlot[slot] = (bySlot[slot] ?? 0) + by;
}
