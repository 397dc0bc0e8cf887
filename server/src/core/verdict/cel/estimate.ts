/**
 * How much something may be at least and at most: the size of a value, or what an evaluation costs in CEL's units.
 *
 * Mirrors SizeEstimate and CostEstimate of github.com/google/cel-go/checker/cost.go; beyond the largest uint64 nothing grows.
 */
export interface Estimate {
  readonly min: number;
  readonly max: number;
}

export const LARGEST = 2 ** 64;
export const UNKNOWN: Estimate = { min: 0, max: LARGEST };

export function exactly(size: number): Estimate {
  return { min: size, max: size };
}

export function sum(...parts: readonly Estimate[]): Estimate {
  return parts.reduce((left, right) => ({ min: bounded(left.min + right.min), max: bounded(left.max + right.max) }), exactly(0));
}

export function product(left: Estimate, right: Estimate): Estimate {
  return { min: bounded(left.min * right.min), max: bounded(left.max * right.max) };
}

/** Rounded up. */
export function scale({ min, max }: Estimate, factor: number): Estimate {
  return { min: bounded(Math.ceil(min * factor)), max: bounded(Math.ceil(max * factor)) };
}

/** What holds for one of the two. */
export function either(left: Estimate, right: Estimate): Estimate {
  return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
}

function bounded(size: number): number {
  return Math.min(size, LARGEST);
}
