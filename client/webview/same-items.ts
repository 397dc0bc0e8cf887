/** Two lists of the very same things in the same order. */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** The former list where nothing in it changed, so that what was drawn of it stays. */
export function keptIfSame<Item>(former: readonly Item[] | undefined, next: readonly Item[]): readonly Item[] {
  return former !== undefined && sameItems(former, next) ? former : next;
}
