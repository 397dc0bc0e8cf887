import type { Action, Outcome, Refusal } from '../component.ts';

/** How many objects a controller creates at most in one sync (`pkg/controller/replicaset BurstReplicas`). */
export const BURST = 500;

/** The largest batch, however well it goes (`pkg/controller/statefulset MaxBatchSize`). */
const LARGEST_BATCH = 500;

/**
 * Performs `count` steps in batches of 1, 2, 4, …; after a batch with a refusal nothing more is tried, so that a full quota is not
 * asked a thousand times. Gives the first refusal, or undefined when all went well (`replica_set.go slowStartBatch`).
 */
export function* slowStart(
  count: number,
  step: (index: number) => Generator<Action, Refusal | undefined, Outcome>,
): Generator<Action, Refusal | undefined, Outcome> {
  let done = 0;
  for (let size = Math.min(count, 1); size > 0; size = Math.min(2 * size, count - done, LARGEST_BATCH)) {
    let first: Refusal | undefined;
    // The calls of a batch are concurrent; Go starts the last one first, the others as they come.
    for (let turn = 0; turn < size; turn++) {
      const refusal = yield* step(done + (turn === 0 ? size - 1 : turn - 1));
      first ??= refusal;
    }
    if (first !== undefined) return first;
    done += size;
  }
  return undefined;
}
