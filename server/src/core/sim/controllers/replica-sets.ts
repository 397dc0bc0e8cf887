import type { ReplicaSet } from '../../generated/api.ts';
import { timeOf } from '../object.ts';

/** Sums and orders over the ReplicaSets of one Deployment (`pkg/controller/deployment/util/deployment_util.go`). */
export function sizeOf({ spec }: ReplicaSet): number {
  return spec?.replicas ?? 1;
}

export function totalSize(sets: readonly ReplicaSet[]): number {
  return sum(sets, sizeOf);
}

export function totalOf(sets: readonly ReplicaSet[], count: 'replicas' | 'readyReplicas' | 'availableReplicas'): number {
  return sum(sets, ({ status }) => status?.[count] ?? 0);
}

export function activeOf(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter((set) => sizeOf(set) > 0);
}

export function availableOf({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}

/** Oldest first; of the same second, by name. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  return createdMs(a) - createdMs(b) || (nameOf(a) < nameOf(b) ? -1 : 1);
}

export function largestThenNewest(a: ReplicaSet, b: ReplicaSet): number {
  return sizeOf(b) - sizeOf(a) || byAge(b, a);
}

export function largestThenOldest(a: ReplicaSet, b: ReplicaSet): number {
  return sizeOf(b) - sizeOf(a) || byAge(a, b);
}

export function nameOf({ metadata }: ReplicaSet): string {
  return metadata?.name ?? '';
}

function createdMs({ metadata }: ReplicaSet): number {
  return timeOf(metadata?.creationTimestamp) ?? 0;
}

function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + count(set), 0);
}
