import type { Condition, OwnerReference, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../generated/api.ts';
import type { Cluster } from '../cluster.ts';
import { controllerOf, formatTime, type KubeObject, refOf, timeOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import { scaledValue } from './fenceposts.ts';
import { isReady } from './pods.ts';

/** How long an evicted pod may take to begin its end before it counts as healthy again. */
export const DISRUPTION_TIMEOUT_MS = 2 * 60_000;

/** Who stands behind a pod, and how many pods it wants; or why that cannot be said. */
export type OwnerScale = { readonly uid: string; readonly scale: number } | { readonly error: string };

/** What a budget counts; with `error` nobody may be evicted. */
export interface BudgetCount {
  readonly expected: number;
  readonly desired: number;
  readonly unmanaged: readonly string[];
  readonly error?: string;
}

/**
 * How many pods a budget expects and how many of them must stay healthy.
 *
 * Mirrors pkg/controller/disruption/disruption.go getExpectedPodCount.
 */
export function countExpected(budget: PodDisruptionBudget, pods: readonly Pod[], scaleOf: (pod: Pod) => OwnerScale): BudgetCount {
  const { maxUnavailable, minAvailable } = budget.spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expected: pods.length, desired: minAvailable, unmanaged: [] };
  if (maxUnavailable === undefined && minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: [] };
  const scaleByUid = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) unmanaged.push(refOf(pod).name);
    if (owner === undefined || scaleByUid.has(owner.uid)) continue;
    const found = scaleOf(pod);
    if ('error' in found) return { expected: 0, desired: 0, unmanaged, error: found.error };
    scaleByUid.set(found.uid, found.scale);
  }
  const expected = [...scaleByUid.values()].reduce((sum, scale) => sum + scale, 0);
  if (maxUnavailable === undefined) return { expected, desired: scaledValue(minAvailable, expected, 'up'), unmanaged };
  return { expected, desired: Math.max(0, expected - scaledValue(maxUnavailable, expected, 'up')), unmanaged };
}

/** The budget's status for those pods (updatePdbStatus); the one it has where nothing changed. */
export function budgetStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  count: BudgetCount,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const before = budget.status;
  if (count.error !== undefined) {
    const observed = before?.observedGeneration ?? 0;
    const failed = { reason: 'SyncFailed', message: count.error };
    return { ...EMPTY, ...before, disruptionsAllowed: 0, conditions: withCondition(before, failed, observed, nowMs) };
  }
  const disruptedPods = stillDisrupted(budget, pods, nowMs);
  const healthy = pods.filter((pod) => isHealthy(pod, disruptedPods, nowMs)).length;
  const allowed = count.expected <= 0 ? 0 : Math.max(0, healthy - count.desired);
  const generation = budget.metadata?.generation ?? 0;
  const reached = { reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods', message: '' };
  const status: PodDisruptionBudgetStatus = {
    ...(generation === 0 ? {} : { observedGeneration: generation }),
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: count.desired,
    expectedPods: count.expected,
    conditions: withCondition(before, reached, generation, nowMs),
  };
  return before !== undefined && isEqual(before, status) ? before : status;
}

/** The next moment at which a disrupted pod counts again; undefined where there is none. */
export function nextRecheckMs({ status }: PodDisruptionBudget, nowMs: number): number | undefined {
  const times = Object.values(status?.disruptedPods ?? {}).map((time) => (timeOf(time) ?? 0) + DISRUPTION_TIMEOUT_MS);
  const later = times.filter((time) => time >= nowMs);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** The workload that a pod belongs to in the end: a ReplicaSet's Deployment, or what owns it directly. */
export function ownerScale(cluster: Cluster, pod: Pod): OwnerScale {
  const owner = controllerOf(pod);
  const nobody = { error: `found no controllers for pod "${refOf(pod).name}"` };
  if (owner === undefined) return nobody;
  const unscalable = UNSCALABLE[owner.kind];
  if (unscalable !== undefined) return { error: `${unscalable} does not implement the scale subresource` };
  const found = owned(cluster, refOf(pod).namespace, owner);
  if (found === undefined) return nobody;
  const above = controllerOf(found);
  const isOfDeployment = found.kind === 'ReplicaSet' && above?.kind === 'Deployment';
  const top = isOfDeployment ? owned(cluster, refOf(pod).namespace, above) : found;
  return top === undefined ? nobody : { uid: top.metadata?.uid ?? '', scale: replicasOf(top) };
}

const EMPTY: PodDisruptionBudgetStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
const UNSCALABLE: Readonly<Record<string, string>> = { Job: 'jobs.batch', DaemonSet: 'daemonsets.apps' };

function owned(cluster: Cluster, namespace: string, { kind, name, uid }: OwnerReference): KubeObject | undefined {
  const found: KubeObject | undefined = cluster.get(kind, namespace, name);
  return found?.metadata?.uid === uid ? found : undefined;
}

function replicasOf({ spec }: KubeObject): number {
  return (spec as { readonly replicas?: number } | undefined)?.replicas ?? 1;
}

/** Evicted pods whose deletion has not begun yet, for two minutes. */
function stillDisrupted({ status }: PodDisruptionBudget, pods: readonly Pod[], nowMs: number): Record<string, string> {
  const disrupted: Record<string, string> = {};
  for (const { metadata } of pods) {
    const name = metadata?.name ?? '';
    const time = status?.disruptedPods?.[name];
    if (time === undefined || metadata?.deletionTimestamp !== undefined) continue;
    if ((timeOf(time) ?? 0) + DISRUPTION_TIMEOUT_MS >= nowMs) disrupted[name] = time;
  }
  return disrupted;
}

function isHealthy(pod: Pod, disrupted: Readonly<Record<string, string>>, nowMs: number): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined) return false;
  const time = timeOf(disrupted[refOf(pod).name]);
  return isReady(pod) && !(time !== undefined && time + DISRUPTION_TIMEOUT_MS > nowMs);
}

/** Sets DisruptionAllowed; its time changes with its status only. */
function withCondition(
  before: PodDisruptionBudgetStatus | undefined,
  { reason, message }: { readonly reason: string; readonly message: string },
  observedGeneration: number,
  nowMs: number,
): readonly Condition[] {
  const status = reason === 'SufficientPods' ? 'True' : 'False';
  const conditions = before?.conditions ?? [];
  const old = conditions.find(({ type }) => type === 'DisruptionAllowed');
  const condition: Condition = {
    type: 'DisruptionAllowed',
    status,
    ...(observedGeneration === 0 ? {} : { observedGeneration }),
    lastTransitionTime: old?.status === status ? old.lastTransitionTime : formatTime(nowMs),
    reason,
    message,
  };
  return [...conditions.filter((each) => each !== old), condition];
}
