import { duplicate, eachItem, type FieldPath, type Report, tooMany } from '../field.ts';

/** Items of a list that is not too long; of a longer one nothing else is said. */
export function eachOfFew<T>(
  report: Report,
  path: FieldPath,
  items: readonly T[],
  most: number,
  visit: (item: T, path: FieldPath) => void,
): void {
  if (items.length > most) tooMany(report, path, items.length, most);
  else eachItem(path, items, visit);
}

/** validateSet: a list that is not too long, without an item twice. */
export function eachOnce<T>(
  report: Report,
  path: FieldPath,
  items: readonly T[],
  most: number,
  keyOf: (item: T) => string | undefined,
  visit: (item: T, path: FieldPath) => void,
): void {
  const seen = new Set<string>();
  eachOfFew(report, path, items, most, (item, at) => {
    visit(item, at);
    const key = keyOf(item) ?? '';
    if (seen.has(key)) duplicate(report, at, key);
    seen.add(key);
  });
}
