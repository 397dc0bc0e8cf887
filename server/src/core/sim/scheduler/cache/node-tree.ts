import type { Node } from '../../../generated/api.ts';

/**
 * Node names grouped by zone. The list takes the first node of each zone, then the second of each, and so on; zones come in the order
 * of their first node. A zone that empties loses its place (`pkg/scheduler/backend/cache/node_tree.go`).
 */
export interface NodeTree {
  readonly size: number;
  add(node: Node): void;
  remove(node: Node): void;
  /** Moves the node to the end of its new zone, if the zone differs. */
  update(before: Node, after: Node): void;
  names(): readonly string[];
}

export function createNodeTree(): NodeTree {
  // A Map keeps insertion order, which is the order of first appearance.
  const namesByZone = new Map<string, string[]>();
  let size = 0;

  function add(node: Node): void {
    const zone = zoneKey(node);
    const name = node.metadata?.name ?? '';
    const names = namesByZone.get(zone);
    if (names === undefined) namesByZone.set(zone, [name]);
    else if (names.includes(name)) return;
    else names.push(name);
    size++;
  }

  function remove(node: Node): void {
    const zone = zoneKey(node);
    const names = namesByZone.get(zone);
    const index = names?.indexOf(node.metadata?.name ?? '') ?? -1;
    if (names === undefined || index < 0) return;
    names.splice(index, 1);
    if (names.length === 0) namesByZone.delete(zone);
    size--;
  }

  return {
    get size() {
      return size;
    },
    add,
    remove,
    update(before, after) {
      if (zoneKey(before) === zoneKey(after)) return;
      remove(before);
      add(after);
    },
    names: () => interleave([...namesByZone.values()], size),
  };
}

function interleave(zones: readonly (readonly string[])[], size: number): readonly string[] {
  const names: string[] = [];
  for (let round = 0; names.length < size; round++) {
    for (const zone of zones) {
      const name = zone[round];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

/** Region and zone of a node; the beta labels win (`component-helpers/node/topology/helpers.go`, GetZoneKey). */
function zoneKey(node: Node): string {
  const labels = node.metadata?.labels ?? {};
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return zone === '' && region === '' ? '' : `${region}:\0:${zone}`;
}
