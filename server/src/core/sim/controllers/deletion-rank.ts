import type { Pod } from '../../generated/api.ts';
import { isSidecar } from '../../kube/effective-requests.ts';
import { timeOf } from '../object.ts';
import { isReady, readyChangeMs } from './pods.ts';

/**
 * The pods in the order in which a ReplicaSet gives them up, first the one that is missed least
 * (`pkg/controller/controller_utils.go ActivePodsWithRanks`).
 *
 * @param neighbours how many active pods of the same owner run on the pod's node
 */
export function rankForDeletion(pods: readonly Pod[], neighbours: (pod: Pod) => number, nowMs: number): readonly Pod[] {
  return [...pods].sort((a, b) => compare(a, b, neighbours, nowMs));
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const NANOS_PER_MS = 1e6;

function compare(a: Pod, b: Pod, neighbours: (pod: Pod) => number, nowMs: number): number {
  return (
    Number(isAssigned(a)) - Number(isAssigned(b)) ||
    phaseOrder(a) - phaseOrder(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    neighbours(b) - neighbours(a) ||
    (isReady(a) && isReady(b) ? compareTimes(readyChangeMs(a), readyChangeMs(b), a, b, nowMs) : 0) ||
    restartsOf(b) - restartsOf(a) ||
    sidecarRestartsOf(b) - sidecarRestartsOf(a) ||
    compareTimes(createdMs(a), createdMs(b), a, b, nowMs)
  );
}

function isAssigned({ spec }: Pod): boolean {
  return (spec?.nodeName ?? '') !== '';
}

function phaseOrder({ status }: Pod): number {
  return PHASE_ORDER[status?.phase ?? ''] ?? 0;
}

/** A number that kubectl users write; anything but a plain 32-bit integer counts as 0 (`GetDeletionCostFromPodAnnotations`). */
function deletionCost({ metadata }: Pod): number {
  const text = metadata?.annotations?.[DELETION_COST] ?? '0';
  if (!/^(0|[1-9][0-9]*|-[0-9]+)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

function createdMs({ metadata }: Pod): number {
  return timeOf(metadata?.creationTimestamp ?? undefined) ?? 0;
}

/** The younger goes first; ages are compared by their power of two, and within one the smaller UID goes first. */
function compareTimes(aMs: number, bMs: number, a: Pod, b: Pod, nowMs: number): number {
  if (aMs === bMs) return 0;
  if (aMs === 0 || bMs === 0) return aMs === 0 ? -1 : 1;
  const difference = ageBucket(aMs, nowMs) - ageBucket(bMs, nowMs);
  if (difference !== 0) return difference;
  return (a.metadata?.uid ?? '') < (b.metadata?.uid ?? '') ? -1 : 1;
}

function ageBucket(thenMs: number, nowMs: number): number {
  const age = (nowMs - thenMs) * NANOS_PER_MS;
  return age > 0 ? Math.trunc(Math.log2(age)) : -1;
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount ?? 0));
}

function sidecarRestartsOf({ spec, status }: Pod): number {
  const sidecars = new Set((spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const restarts = (status?.initContainerStatuses ?? [])
    .filter(({ name }) => sidecars.has(name))
    .map(({ restartCount }) => restartCount ?? 0);
  return Math.max(0, ...restarts);
}
