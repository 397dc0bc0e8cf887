import { add, formatQuantity, larger, type Quantity, quantityOf } from './quantity.ts';

/** Amounts by resource name, as written in an API object. */
export type WrittenResources = Readonly<Record<string, string | number>>;

/** Amounts by resource name, ready for arithmetic. */
export type Resources = ReadonlyMap<string, Quantity>;

export function resourcesOf(written: WrittenResources | undefined): Resources {
  if (written === undefined) return NONE;
  return new Map(Object.entries(written).map(([name, amount]) => [name, quantityOf(amount)]));
}

/** Adds each amount of `more` to the sum kept in `total`. */
export function addResources(total: Map<string, Quantity>, more: Resources): void {
  for (const [name, amount] of more) {
    const before = total.get(name);
    total.set(name, before === undefined ? amount : add(before, amount));
  }
}

/** Keeps the larger amount of each resource in `most`. */
export function raiseResources(most: Map<string, Quantity>, other: Resources): void {
  for (const [name, amount] of other) {
    const before = most.get(name);
    most.set(name, before === undefined ? amount : larger(before, amount));
  }
}

/** The canonical texts, sorted by name. */
export function formatResources(resources: Resources): Record<string, string> {
  const names = [...resources.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, formatQuantity(resources.get(name) ?? quantityOf(undefined))]));
}

const NONE: Resources = new Map();
