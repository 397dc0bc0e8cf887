import type { ResourceSpec, ScoringStrategyArgs, UtilizationPoint } from './configuration.ts';
import { MAX_SCORE } from './framework.ts';

/** How a node's use of its resources becomes a score. */
export interface ScoringStrategy {
  readonly resources: readonly Required<ResourceSpec>[];
  /** Both lists are in the order of `resources`; an allocatable of 0 leaves the resource out. */
  score(requested: readonly number[], allocatable: readonly number[]): number;
}

/** cpu and memory, equally weighted: what NodeResourcesFit and BalancedAllocation look at by default. */
export const DEFAULT_RESOURCES: readonly ResourceSpec[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** Points of a RequestedToCapacityRatio shape go from 0 to this. */
const MAX_SHAPE_SCORE = 10;
const FULL = 100;

/** `pkg/scheduler/framework/plugins/noderesources/{least_allocated,most_allocated,requested_to_capacity_ratio}.go`. */
export function scoringStrategy(args: ScoringStrategyArgs = {}): ScoringStrategy {
  const resources = (args.resources ?? DEFAULT_RESOURCES).map(({ name, weight }) => ({ name, weight: weight || 1 }));
  switch (args.type ?? 'LeastAllocated') {
    case 'LeastAllocated':
      return { resources, score: weightedMean(resources, leastAllocatedScore) };
    case 'MostAllocated':
      return { resources, score: weightedMean(resources, mostAllocatedScore) };
    case 'RequestedToCapacityRatio':
      return { resources, score: shapedMean(resources, args.requestedToCapacityRatio?.shape ?? []) };
  }
}

/** The emptier the better. */
export function leastAllocatedScore(requested: number, capacity: number): number {
  return capacity === 0 || requested > capacity ? 0 : percentOf(capacity - requested, capacity);
}

/** The fuller the better. */
export function mostAllocatedScore(requested: number, capacity: number): number {
  return capacity === 0 ? 0 : percentOf(Math.min(requested, capacity), capacity);
}

function weightedMean(
  resources: readonly Required<ResourceSpec>[],
  scoreOf: (requested: number, capacity: number) => number,
): ScoringStrategy['score'] {
  return (requested, allocatable) => {
    let sum = 0;
    let weights = 0;
    resources.forEach(({ weight }, index) => {
      const capacity = allocatable[index] ?? 0;
      if (capacity === 0) return;
      sum += scoreOf(requested[index] ?? 0, capacity) * weight;
      weights += weight;
    });
    return weights === 0 ? 0 : Math.trunc(sum / weights);
  };
}

/** A resource that scores 0 does not count here, unlike in the other strategies. */
function shapedMean(resources: readonly Required<ResourceSpec>[], shape: readonly UtilizationPoint[]): ScoringStrategy['score'] {
  return (requested, allocatable) => {
    let sum = 0;
    let weights = 0;
    resources.forEach(({ weight }, index) => {
      const capacity = allocatable[index] ?? 0;
      if (capacity === 0) return;
      const used = requested[index] ?? 0;
      const score = onShape(shape, used > capacity ? FULL : percentOf(used, capacity));
      if (score <= 0) return;
      sum += score * weight;
      weights += weight;
    });
    return weights === 0 ? 0 : Math.round(sum / weights);
  };
}

/** The broken line through the points, scaled to 0..100 (`plugins/helper/shape_score.go`). */
function onShape(shape: readonly UtilizationPoint[], utilization: number): number {
  const scale = MAX_SCORE / MAX_SHAPE_SCORE;
  let previous: UtilizationPoint | undefined;
  for (const point of shape) {
    if (utilization <= point.utilization) {
      if (previous === undefined) return point.score * scale;
      const rise = (point.score - previous.score) * scale * (utilization - previous.utilization);
      return previous.score * scale + Math.trunc(rise / (point.utilization - previous.utilization));
    }
    previous = point;
  }
  return (previous?.score ?? 0) * scale;
}

/** part * 100 / whole in integers; exact where doubles are not. */
function percentOf(part: number, whole: number): number {
  const scaled = part * MAX_SCORE;
  if (scaled <= Number.MAX_SAFE_INTEGER) return Math.trunc(scaled / whole);
  return Number((BigInt(part) * BigInt(MAX_SCORE)) / BigInt(whole));
}
