/** Waits that double with every failure of an item (`client-go/util/flowcontrol/backoff.go`). */
export interface FailureBackoff {
  /** How long the item still counts as failing too often; undefined when it may be tried. */
  waitMs(item: string, nowMs: number): number | undefined;
  /** Notes a try. */
  note(item: string, nowMs: number): void;
}

export function createFailureBackoff(firstMs: number, longestMs: number): FailureBackoff {
  const entries = new Map<string, { readonly backoffMs: number; readonly sinceMs: number }>();
  // Twice the longest wait without a failure, and all is forgotten.
  const isForgotten = (sinceMs: number, nowMs: number): boolean => nowMs - sinceMs > 2 * longestMs;
  return {
    waitMs(item, nowMs) {
      const entry = entries.get(item);
      if (entry === undefined || isForgotten(entry.sinceMs, nowMs)) return undefined;
      return nowMs - entry.sinceMs < entry.backoffMs ? entry.backoffMs : undefined;
    },
    note(item, nowMs) {
      const entry = entries.get(item);
      const backoffMs = entry === undefined || isForgotten(entry.sinceMs, nowMs) ? firstMs : Math.min(2 * entry.backoffMs, longestMs);
      entries.set(item, { backoffMs, sinceMs: nowMs });
    },
  };
}
