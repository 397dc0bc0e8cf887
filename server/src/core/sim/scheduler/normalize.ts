import { MAX_SCORE } from './framework.ts';

/**
 * Scales scores to 0..100 by the largest (`pkg/scheduler/framework/plugins/helper/normalize_score.go`). Where the largest is 0,
 * everybody keeps 0, or gets 100 where less is better.
 */
export function normalizeByLargest(raw: readonly number[], sense: 'more-is-better' | 'less-is-better'): readonly number[] {
  let largest = 0;
  for (const score of raw) if (score > largest) largest = score;
  const isReversed = sense === 'less-is-better';
  if (largest === 0) return isReversed ? raw.map(() => MAX_SCORE) : raw;
  return raw.map((score) => {
    const scaled = Math.trunc((MAX_SCORE * score) / largest);
    return isReversed ? MAX_SCORE - scaled : scaled;
  });
}
