import type { Probe } from '../../generated/api.ts';

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** Whether a container answers probes of a kind so long after its start, and until when that stays so. */
export interface Answer {
  readonly isOk: boolean;
  /** Since the container's start; Infinity: for good. */
  readonly untilMs: number;
}

/** One probe of one container: when it asks, what it heard, and what that amounts to. */
export interface ProbeRun {
  readonly kind: ProbeKind;
  readonly spec: Probe;
  /** Ticks fall on this moment plus whole periods. */
  anchorMs: number;
  last: boolean | undefined;
  /** How often the last answer came in a row. */
  count: number;
  /** What the answers amount to by the thresholds. */
  result: boolean | undefined;
  /** Decided for this start of the container: startup probes after success or failure, liveness after failure. */
  isOnHold: boolean;
  /** When it asked last. */
  askedMs: number;
}

export function createProbe(kind: ProbeKind, spec: Probe, anchorMs: number): ProbeRun {
  return { kind, spec, anchorMs, last: undefined, count: 0, result: initialResult(kind), isOnHold: false, askedMs: -1 };
}

/** A new start of the container: the thresholds begin anew, the count of equal answers goes on (prober/worker.go). */
export function renewProbe(probe: ProbeRun): void {
  probe.result = initialResult(probe.kind);
  probe.isOnHold = false;
}

/** Asks once. True where the result by the thresholds is new. */
export function askProbe(probe: ProbeRun, isOk: boolean, nowMs: number): boolean {
  probe.askedMs = nowMs;
  probe.count = probe.last === isOk ? probe.count + 1 : 1;
  probe.last = isOk;
  if (probe.count < (isOk ? (probe.spec.successThreshold ?? 1) : (probe.spec.failureThreshold ?? 3))) return false;
  const isNew = probe.result !== isOk;
  probe.result = isOk;
  if (probe.kind === 'startup' || (probe.kind === 'liveness' && !isOk)) {
    probe.isOnHold = true;
    probe.count = 0;
  }
  return isNew;
}

/**
 * The next tick that can matter: not before the initial delay, and not while the answer stays what is known already.
 * undefined where no tick will change anything.
 */
export function nextTickMs(probe: ProbeRun, startedMs: number, afterMs: number, answerAt: (ageMs: number) => Answer): number | undefined {
  if (probe.isOnHold) return undefined;
  const earliestMs = Math.max(afterMs + 1, startedMs + (probe.spec.initialDelaySeconds ?? 0) * 1000);
  const next = tickFrom(probe, earliestMs);
  const answer = answerAt(next - startedMs);
  const isKnown = answer.isOk === probe.last && answer.isOk === probe.result;
  if (!isKnown) return next;
  return answer.untilMs === Infinity ? undefined : tickFrom(probe, startedMs + answer.untilMs);
}

/** Whether a tick falls on this moment and has not asked yet. */
export function isTick(probe: ProbeRun, startedMs: number, nowMs: number): boolean {
  const isDue = nowMs >= startedMs + (probe.spec.initialDelaySeconds ?? 0) * 1000;
  return !probe.isOnHold && probe.askedMs !== nowMs && isDue && tickFrom(probe, nowMs) === nowMs;
}

function initialResult(kind: ProbeKind): boolean | undefined {
  return kind === 'startup' ? undefined : kind === 'liveness';
}

function tickFrom({ anchorMs, spec }: ProbeRun, earliestMs: number): number {
  const periodMs = (spec.periodSeconds ?? 10) * 1000;
  return anchorMs + Math.max(0, Math.ceil((earliestMs - anchorMs) / periodMs)) * periodMs;
}
