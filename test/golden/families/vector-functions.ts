import {
  add,
  approximate,
  compare,
  formatQuantity,
  milliValue,
  parseQuantity,
  quantityOf,
  signOf,
  subtract,
  value,
} from '../../../server/src/core/kube/quantity.ts';

/** Plays one recorded input with the product's own function and shapes its answer as the recording does. */
type PlayVector = (input: never) => unknown;

export const functionByVector: ReadonlyMap<string, (input: unknown) => unknown> = new Map(
  Object.entries({
    quantity: ({ s }: { s: string }) => {
      const parsed = parseQuantity(s);
      if (typeof parsed === 'string') return { error: parsed };
      return {
        approx: approximate(parsed),
        canonical: formatQuantity(parsed),
        format: parsed.format,
        milliValue: String(milliValue(parsed)),
        sign: signOf(parsed),
        value: String(value(parsed)),
      };
    },
    quantityCmp: ({ a, b }: { a: string; b: string }) => {
      const [left, right] = [quantityOf(a), quantityOf(b)];
      return {
        cmp: compare(left, right),
        diff: formatQuantity(subtract(left, right)),
        sum: formatQuantity(add(left, right)),
      };
    },
  } satisfies Readonly<Record<string, PlayVector>>),
) as ReadonlyMap<string, (input: unknown) => unknown>;
