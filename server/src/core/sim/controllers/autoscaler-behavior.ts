import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from '../../generated/api.ts';

/** What an autoscaler remembers between its syncs. */
export interface ScalingMemory {
  /** Old entries are overwritten where they stand, as upstream does. */
  readonly recommendations: Recommendation[];
  readonly ups: ScaleEvent[];
  readonly downs: ScaleEvent[];
}

interface Recommendation {
  readonly replicas: number;
  readonly timeMs: number;
}

interface ScaleEvent {
  readonly change: number;
  readonly timeMs: number;
  readonly isOutdated: boolean;
}

/** Rules with every field filled (pkg/apis/autoscaling/v2/defaults.go). */
export interface ScalingRules {
  readonly stabilizationMs: number;
  readonly select: string;
  readonly policies: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
}

export interface Behavior {
  readonly up: ScalingRules;
  readonly down: ScalingRules;
}

/** A decision with the texts of its conditions. */
export interface Normalized {
  readonly replicas: number;
  readonly stabilization: Reason;
  readonly limit: Reason & { readonly isLimited: boolean };
}

export interface Reason {
  readonly reason: string;
  readonly message: string;
}

export interface ScalingRange {
  readonly current: number;
  readonly min: number;
  readonly max: number;
}

export const DOWNSCALE_STABILIZATION_MS = 5 * 60_000;

/** undefined where the autoscaler sets no behavior at all: then the older, simpler rules hold. */
export function behaviorInForce(written: HorizontalPodAutoscalerBehavior | undefined): Behavior | undefined {
  if (written === undefined) return undefined;
  return { up: complete(written.scaleUp, DEFAULT_UP), down: complete(written.scaleDown, DEFAULT_DOWN) };
}

/**
 * From the metrics' wish to the size that is set: held against recent wishes, then limited in speed and range.
 *
 * Mirrors pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas and …WithBehaviors.
 */
export function normalize(
  memory: ScalingMemory,
  behavior: Behavior | undefined,
  wanted: number,
  range: ScalingRange,
  nowMs: number,
): Normalized {
  const stable = behavior === undefined ? holdDown(memory, wanted, nowMs) : stabilize(memory, behavior, wanted, range.current, nowMs);
  const isGrowing = behavior !== undefined && wanted >= range.current;
  const held = isGrowing ? HELD_UP : HELD_DOWN;
  const limited = behavior === undefined ? limitReplicas(range, stable) : limitRate(memory, behavior, range, stable, nowMs);
  return {
    replicas: limited.replicas,
    stabilization: stable === wanted ? READY : held,
    limit: { reason: limited.reason, message: limited.message, isLimited: limited.replicas !== stable },
  };
}

/** At most twice the size, or 4; then min and max (convertDesiredReplicasWithRules). */
export function limitReplicas({ current, min, max }: ScalingRange, wanted: number): Reason & { readonly replicas: number } {
  const fastest = Math.max(2 * current, 4);
  if (wanted < min) return { replicas: min, ...TOO_FEW };
  if (wanted > Math.min(max, fastest)) return max > fastest ? { replicas: fastest, ...TOO_FAST_UP } : { replicas: max, ...TOO_MANY };
  return { replicas: wanted, ...IN_RANGE };
}

/** Notes a change of size; only behaviors look back at them (storeScaleEvent). */
export function rememberScaling(memory: ScalingMemory, behavior: Behavior | undefined, before: number, after: number, nowMs: number): void {
  if (behavior === undefined) return;
  const isUp = after > before;
  const events = isUp ? memory.ups : memory.downs;
  const periodMs = Math.max(0, ...(isUp ? behavior.up : behavior.down).policies.map(({ periodSeconds }) => periodSeconds * 1000));
  events.forEach((event, index) => {
    if (event.timeMs < nowMs - periodMs) events[index] = { ...event, isOutdated: true };
  });
  const event = { change: Math.abs(after - before), timeMs: nowMs, isOutdated: false };
  const old = lastIndex(events, ({ isOutdated }) => isOutdated);
  if (old < 0) events.push(event);
  else events[old] = event;
}

const DEFAULT_UP: ScalingRules = {
  stabilizationMs: 0,
  select: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DEFAULT_DOWN: ScalingRules = {
  stabilizationMs: DOWNSCALE_STABILIZATION_MS,
  select: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const READY: Reason = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const HELD_UP: Reason = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const HELD_DOWN: Reason = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const IN_RANGE: Reason = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_FEW: Reason = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const TOO_MANY: Reason = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const TOO_FAST_UP: Reason = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const TOO_FAST_DOWN: Reason = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

function complete(written: HPAScalingRules | undefined, defaults: ScalingRules): ScalingRules {
  const window = written?.stabilizationWindowSeconds;
  return {
    stabilizationMs: window === undefined ? defaults.stabilizationMs : window * 1000,
    select: written?.selectPolicy ?? defaults.select,
    policies: written?.policies ?? defaults.policies,
  };
}

/** The highest wish of the last five minutes (stabilizeRecommendation). */
function holdDown(memory: ScalingMemory, wanted: number, nowMs: number): number {
  const isOld = ({ timeMs }: Recommendation): boolean => timeMs < nowMs - DOWNSCALE_STABILIZATION_MS;
  const recent = memory.recommendations.filter((each) => !isOld(each));
  remember(memory, { replicas: wanted, timeMs: nowMs }, isOld);
  return Math.max(wanted, ...recent.map(({ replicas }) => replicas));
}

/** Up only as far as the lowest recent wish, down only as far as the highest (stabilizeRecommendationWithBehaviors). */
function stabilize(memory: ScalingMemory, { up, down }: Behavior, wanted: number, current: number, nowMs: number): number {
  const upCutoffMs = nowMs - up.stabilizationMs;
  const downCutoffMs = nowMs - down.stabilizationMs;
  const since = (cutoffMs: number): readonly number[] =>
    memory.recommendations.filter(({ timeMs }) => timeMs > cutoffMs).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...since(upCutoffMs));
  const highest = Math.max(wanted, ...since(downCutoffMs));
  remember(memory, { replicas: wanted, timeMs: nowMs }, ({ timeMs }) => timeMs < upCutoffMs && timeMs < downCutoffMs);
  return Math.min(Math.max(current, lowest), highest);
}

/** Takes the place of the last entry that is too old, else a new one. */
function remember(memory: ScalingMemory, entry: Recommendation, isOld: (each: Recommendation) => boolean): void {
  const old = lastIndex(memory.recommendations, isOld);
  if (old < 0) memory.recommendations.push(entry);
  else memory.recommendations[old] = entry;
}

function limitRate(
  memory: ScalingMemory,
  { up, down }: Behavior,
  { current, min, max }: ScalingRange,
  wanted: number,
  nowMs: number,
): Reason & { readonly replicas: number } {
  if (wanted > current) {
    const fastest = Math.max(current, rateLimit(memory, up, current, 'up', nowMs));
    if (wanted > Math.min(max, fastest)) return max > fastest ? { replicas: fastest, ...TOO_FAST_UP } : { replicas: max, ...TOO_MANY };
  } else if (wanted < current) {
    const fastest = Math.min(current, rateLimit(memory, down, current, 'down', nowMs));
    if (wanted < Math.max(min, fastest)) return min < fastest ? { replicas: fastest, ...TOO_FAST_DOWN } : { replicas: min, ...TOO_FEW };
  }
  return { replicas: wanted, ...IN_RANGE };
}

/** How far the policies let the size go from where each period began (calculateScaleUpLimitWithScalingRules and its twin). */
function rateLimit(memory: ScalingMemory, rules: ScalingRules, current: number, direction: 'up' | 'down', nowMs: number): number {
  if (rules.select === 'Disabled') return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const sinceMs = nowMs - periodSeconds * 1000;
    const start = current - changeSince(memory.ups, sinceMs) + changeSince(memory.downs, sinceMs);
    if (type === 'Pods') return direction === 'up' ? start + value : start - value;
    return direction === 'up' ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
  });
  const isLargest = (rules.select === 'Min') !== (direction === 'up');
  return isLargest ? Math.max(-(2 ** 31), ...proposals) : Math.min(2 ** 31 - 1, ...proposals);
}

function changeSince(events: readonly ScaleEvent[], sinceMs: number): number {
  return events.filter(({ timeMs }) => timeMs > sinceMs).reduce((sum, { change }) => sum + change, 0);
}

function lastIndex<T>(items: readonly T[], isWanted: (item: T) => boolean): number {
  for (let index = items.length - 1; index >= 0; index--) if (isWanted(items[index] as T)) return index;
  return -1;
}
