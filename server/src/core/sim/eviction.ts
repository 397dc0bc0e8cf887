import type { Pod, PodCondition, PodDisruptionBudget } from '../generated/api.ts';
import type { Message } from '../text/text.ts';
import type { Cluster } from './cluster.ts';
import type { Action } from './component.ts';
import { budgetsOf } from './controllers/disruption.ts';
import { hasEnded, isReady } from './controllers/pods.ts';
import { formatTime, refOf } from './object.ts';

/** What the eviction subresource answers when it says no: kubectl tries again. */
export type EvictionRefusal = 'tooManyBudgets' | 'budgetExhausted';

/**
 * Evicts a pod as far as its PodDisruptionBudget allows: the budget is debited, the pod told and deleted
 * (`pkg/registry/core/pod/storage/eviction.go`). Gives the refusal, or undefined when the pod goes.
 */
export function* evict(
  cluster: Cluster,
  pod: Pod,
  nowMs: number,
  because: Message,
): Generator<Action, EvictionRefusal | undefined, unknown> {
  const budgets = needsNoBudget(pod) ? [] : budgetsOf(cluster, pod);
  if (budgets.length > 1) return 'tooManyBudgets';
  const [budget] = budgets;
  if (budget !== undefined && !(isBroken(pod) && mayGoUnready(budget))) {
    const allowed = budget.status?.disruptionsAllowed ?? 0;
    if (allowed <= 0) return 'budgetExhausted';
    const { name } = refOf(pod);
    const disruptedPods = { ...budget.status?.disruptedPods, [name]: formatTime(nowMs) };
    const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
    const status = { ...budget.status, currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed: allowed - 1, disruptedPods };
    yield { do: 'updateStatus', object: { ...budget, status }, because };
  }
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: formatTime(nowMs),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  yield {
    do: 'updateStatus',
    object: { ...pod, status: { ...pod.status, conditions: [...(pod.status?.conditions ?? []), condition] } },
    because,
  };
  yield { do: 'delete', object: refOf(pod), because };
  return undefined;
}

function needsNoBudget(pod: Pod): boolean {
  return pod.status?.phase === 'Pending' || hasEnded(pod) || pod.metadata?.deletionTimestamp !== undefined;
}

function isBroken(pod: Pod): boolean {
  return !isReady(pod);
}

/** Pods that are not ready may go when the budget says so, or when enough others are healthy. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const desired = status?.desiredHealthy ?? 0;
  return desired > 0 && (status?.currentHealthy ?? 0) >= desired;
}
