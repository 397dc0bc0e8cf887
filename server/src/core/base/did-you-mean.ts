/** A candidate and how far it is from what was typed (0 = equal but for case). */
export interface Suggestion {
  readonly text: string;
  readonly distance: number;
}

/**
 * Ranks `candidates` by likeness to `typed`, best first, leaving out those too far to be a slip of the fingers.
 * The distance counts insertions, deletions, substitutions and swaps of neighbours; case is free.
 */
export function didYouMean(typed: string, candidates: Iterable<string>): readonly Suggestion[] {
  const wanted = typed.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const found: Suggestion[] = [];
  for (const text of candidates) {
    const candidate = text.toLowerCase();
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, candidate, limit);
    if (distance <= limit) found.push({ text, distance });
  }
  return found.sort((a, b) => a.distance - b.distance || (a.text < b.text ? -1 : 1));
}

/** The one suggestion that is clearly meant: the nearest, when no other is as near. */
export function clearlyMeant(suggestions: readonly Suggestion[]): string | undefined {
  const [first, second] = suggestions;
  if (first === undefined) return undefined;
  return second === undefined || second.distance > first.distance ? first.text : undefined;
}

/** Damerau-Levenshtein (optimal string alignment); gives limit + 1 as soon as the limit is passed. */
function editDistance(a: string, b: string, limit: number): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (twoBack[j - 2] ?? 0) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    twoBack = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
