import type { Pod } from '../../generated/api.ts';
import { timeOf } from '../object.ts';
import { isReady, readyChangeMs } from './pods.ts';

/**
 * Pods in the order in which a Job gives them up, those first that have achieved least.
 *
 * Mirrors pkg/controller/controller_utils.go ActivePods (the older order, without ranks and deletion costs).
 */
export function byAchievement(a: Pod, b: Pod): number {
  return (
    Number(isAssigned(a)) - Number(isAssigned(b)) ||
    phaseOrder(a) - phaseOrder(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    (isReady(a) && isReady(b) ? readyChangeMs(b) - readyChangeMs(a) : 0) ||
    restartsOf(b) - restartsOf(a) ||
    createdMs(b) - createdMs(a)
  );
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

function isAssigned({ spec }: Pod): boolean {
  return (spec?.nodeName ?? '') !== '';
}

function phaseOrder({ status }: Pod): number {
  return PHASE_ORDER[status?.phase ?? ''] ?? 0;
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

function createdMs({ metadata }: Pod): number {
  return timeOf(metadata?.creationTimestamp) ?? 0;
}
