/** How long a failing thing is left alone before the next try (client-go util/flowcontrol Backoff). */
export interface Backoff {
  readonly waitMs: number;
  readonly updatedMs: number;
}

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;
/** A thing that has gone well this long after the last wait begins anew. */
const FORGOTTEN_MS = 2 * LONGEST_WAIT_MS;

/** When the next try may be made after a failure; the first comes at once. */
export function retryMs(backoff: Backoff | undefined, failedMs: number): number {
  if (backoff === undefined || failedMs - backoff.updatedMs > FORGOTTEN_MS) return failedMs;
  return failedMs + backoff.waitMs;
}

/** The record after a try: the wait doubles up to five minutes. */
export function afterTry(backoff: Backoff | undefined, failedMs: number, nowMs: number): Backoff {
  if (backoff === undefined || failedMs - backoff.updatedMs > FORGOTTEN_MS) return { waitMs: FIRST_WAIT_MS, updatedMs: nowMs };
  return { waitMs: Math.min(2 * backoff.waitMs, LONGEST_WAIT_MS), updatedMs: nowMs };
}
