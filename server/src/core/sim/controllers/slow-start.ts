import type { Action, Outcome, Refusal } from '../component.ts';

/** How many objects a controller creates at most in one sync (`pkg/controller/replicaset BurstReplicas`). */
export const BURST = 500;

/**
 * Performs `count` steps in batches of 1, 2, 4, …; after a batch with a refusal nothing more is tried, so that a full quota is not
 * asked a thousand times. Gives the first refusal, or undefined when all went well (`replica_set.go slowStartBatch`).
 */
export function* slowStart(
  count: number,
  step: (index: number) => Generator<Action, Outcome, Outcome>,
): Generator<Action, Refusal | undefined, Outcome> {
  let done = 0;
  for (let size = Math.min(count, 1); size > 0; size = Math.min(2 * size, count - done)) {
    let refusal: Refusal | undefined;
    for (let index = 0; index < size; index++) {
      const outcome = yield* step(done + index);
      if (!outcome.ok) refusal ??= outcome;
    }
    if (refusal !== undefined) return refusal;
    done += size;
  }
  return undefined;
}
