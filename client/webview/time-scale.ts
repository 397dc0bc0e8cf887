/** Time as it is drawn: long quiet stretches are folded, so that what happens has room. Pure. */
import type { PreviewResult } from '../../server/src/core/protocol.ts';
import type { Step } from '../../server/src/core/sim/trace.ts';

/** A stretch in which nothing happens, drawn shorter than it is. */
export interface Fold {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeScale {
  readonly folds: readonly Fold[];
  /** Length of the whole run as drawn. */
  readonly shownEndMs: number;
  readonly endMs: number;
}

/** Quiet for longer than this is folded … */
const QUIET_MS = 20_000;
/** … to this. */
const FOLDED_MS = 4_000;

const scales = new WeakMap<readonly Step[], TimeScale>();

/** The scale of a run; made once. */
export function scaleOf({ entries, untilMs }: Pick<PreviewResult, 'entries' | 'untilMs'>): TimeScale {
  const known = scales.get(entries);
  if (known !== undefined) return known;
  const folds: Fold[] = [];
  let lastMs = 0;
  for (const { timeMs } of [...entries, { timeMs: untilMs }]) {
    // A second on either side stays, so that cause and effect are seen apart from the fold.
    if (timeMs - lastMs > QUIET_MS && timeMs <= untilMs) folds.push({ fromMs: lastMs + 1000, toMs: timeMs - 1000 });
    lastMs = timeMs;
  }
  const saved = folds.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs - FOLDED_MS, 0);
  const scale = { folds, shownEndMs: Math.max(1, untilMs - saved), endMs: untilMs };
  scales.set(entries, scale);
  return scale;
}

/** Where an instant stands on the scale. */
export function shownMsOf({ folds }: TimeScale, timeMs: number): number {
  let saved = 0;
  for (const { fromMs, toMs } of folds) {
    if (timeMs <= fromMs) break;
    const share = Math.min(1, (timeMs - fromMs) / (toMs - fromMs));
    saved += share * (toMs - fromMs - FOLDED_MS);
  }
  return timeMs - saved;
}

/** The instant that stands there: the inverse of shownMsOf. */
export function timeMsOf({ folds, endMs }: TimeScale, shownMs: number): number {
  let timeMs = shownMs;
  for (const { fromMs, toMs } of folds) {
    if (timeMs <= fromMs) break;
    const into = Math.min(1, (timeMs - fromMs) / FOLDED_MS);
    timeMs += into * (toMs - fromMs - FOLDED_MS);
  }
  return Math.min(timeMs, endMs);
}
