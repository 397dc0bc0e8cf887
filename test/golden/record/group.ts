/** Elements by a key, in the order in which the keys first appear. (Node 20 has no Map.groupBy.) */
export function groupBy<Key, Each>(elements: readonly Each[], keyOf: (each: Each) => Key): ReadonlyMap<Key, readonly Each[]> {
  const groups = new Map<Key, Each[]>();
  for (const each of elements) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
