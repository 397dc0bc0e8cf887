import type { Deployment, IntOrString } from '../../generated/api.ts';

/** A number, or a percentage of `total` rounded up or down (`util/intstr GetScaledValueFromIntOrPercent`). */
export function scaledValue(value: IntOrString | undefined, total: number, round: 'up' | 'down'): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = Number(value.replace('%', ''));
  const exact = (percent * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

export interface Fenceposts {
  /** Pods above the desired count while rolling out. */
  readonly surge: number;
  /** Pods that may be missing while rolling out. */
  readonly unavailable: number;
}

/** Surge rounds up, unavailable rounds down; when both come to nothing, one pod may be missing (`ResolveFenceposts`). */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  replicas: number,
): Fenceposts {
  const surge = scaledValue(maxSurge, replicas, 'up');
  const unavailable = scaledValue(maxUnavailable, replicas, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

const DEFAULT_FENCEPOST = '25%';

export function replicasOf({ spec }: Deployment): number {
  return spec?.replicas ?? 1;
}

export function isRolling({ spec }: Deployment): boolean {
  return (spec?.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
}

/** 0 while not rolling or at zero replicas, and never more than the replicas (`MaxUnavailable`). */
export function maxUnavailableOf(deployment: Deployment): number {
  const replicas = replicasOf(deployment);
  if (!isRolling(deployment) || replicas === 0) return 0;
  return Math.min(fencepostsOf(deployment).unavailable, replicas);
}

export function maxSurgeOf(deployment: Deployment): number {
  return isRolling(deployment) ? fencepostsOf(deployment).surge : 0;
}

function fencepostsOf(deployment: Deployment): Fenceposts {
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  return resolveFenceposts(rolling?.maxSurge ?? DEFAULT_FENCEPOST, rolling?.maxUnavailable ?? DEFAULT_FENCEPOST, replicasOf(deployment));
}

/**
 * The size that the new ReplicaSet may have now (`NewRSNewReplicas`).
 *
 * @param others the sizes of the other ReplicaSets, summed
 */
export function newReplicaCount(deployment: Deployment, current: number, others: number): number {
  const replicas = replicasOf(deployment);
  if (!isRolling(deployment)) return replicas;
  // Surge alone, without the rule for "both zero": only the other side of the balance gives way.
  const surge = scaledValue(deployment.spec?.strategy?.rollingUpdate?.maxSurge ?? DEFAULT_FENCEPOST, replicas, 'up');
  const room = replicas + surge - current - others;
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

/**
 * How many of `toAdd` replicas (negative: to remove) fall to one ReplicaSet in a scaling of all (`GetReplicaSetProportion`).
 *
 * @param maxBefore the deployment's largest total before the scaling, from the ReplicaSet's annotation; undefined when unusable
 */
export function proportionOf(deployment: Deployment, size: number, maxBefore: number | undefined, toAdd: number, added: number): number {
  if (size === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, size, maxBefore);
  const rest = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, rest) : Math.max(fraction, rest);
}

function fractionOf(deployment: Deployment, size: number, maxBefore: number | undefined): number {
  const replicas = replicasOf(deployment);
  if (replicas === 0) return -size;
  const before = maxBefore || deployment.status?.replicas || 0;
  if (before === 0) return 0;
  return roundHalfAway((size * (replicas + maxSurgeOf(deployment))) / before) - size;
}

function roundHalfAway(value: number): number {
  return value < 0 ? Math.trunc(value - 0.5) : Math.trunc(value + 0.5);
}
