import { createPrng } from '../../../server/src/core/base/prng.ts';

/** Seeded chance for generators: same seed, same cases. */
export interface Dice {
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Each>(from: readonly Each[]): Each;
  /** Picks by weight; a weight of 0 is never picked. */
  weighted<Each>(choices: readonly (readonly [weight: number, choice: Each])[]): Each;
  /** A list of `low` to `high` made elements. */
  list<Each>(low: number, high: number, make: (index: number) => Each): Each[];
  /** Some of the elements, in their order. */
  some<Each>(from: readonly Each[], probability: number): Each[];
  shuffle<Each>(from: readonly Each[]): Each[];
}

export function createDice(seed: number): Dice {
  const prng = createPrng(seed);
  const dice: Dice = {
    int: (low, high) => low + prng.below(high - low + 1),
    chance: (probability) => prng.next() < probability,
    pick(from) {
      const picked = from[prng.below(from.length)];
      if (picked === undefined && from.length === 0) throw new RangeError('nothing to pick from');
      return picked as (typeof from)[number];
    },
    weighted(choices) {
      let left = prng.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      throw new RangeError('nothing to pick from');
    },
    list: (low, high, make) => Array.from({ length: dice.int(low, high) }, (_, index) => make(index)),
    some: (from, probability) => from.filter(() => dice.chance(probability)),
    shuffle(from) {
      const shuffled = [...from];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = prng.below(last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as (typeof from)[number], shuffled[last] as (typeof from)[number]];
      }
      return shuffled;
    },
  };
  return dice;
}
