import type { Pod, PodDisruptionBudget } from '../../generated/api.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Change, Component, Reconcile } from '../component.ts';
import { type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { budgetStatus, countExpected, nextRecheckMs, ownerScale } from './disruption-budget.ts';

/** Counts what each PodDisruptionBudget allows (pkg/controller/disruption/disruption.go). It watches pods, not workloads. */
export const disruptionController: Component = { name: 'disruption', kinds: ['PodDisruptionBudget', 'Pod'], keysOf, reconcile };

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const objects: readonly KubeObject[] =
    change.is === 'created' ? [change.after] : change.is === 'updated' ? [change.before, change.after] : [change.before];
  for (const object of objects) {
    if (object.kind === 'PodDisruptionBudget' && change.is !== 'deleted') yield keyOf(refOf(object));
    if (object.kind !== 'Pod') continue;
    const budget = budgetsOf(cluster, object as Pod)[0];
    if (budget !== undefined) yield keyOf(refOf(budget));
  }
}

/** The budgets that select a pod; an empty selector selects every pod of the namespace. */
export function budgetsOf(cluster: Cluster, pod: Pod): readonly PodDisruptionBudget[] {
  const budgets = cluster.listIn('PodDisruptionBudget', refOf(pod).namespace);
  return budgets.filter(({ spec }) => matches(validSelectorOf(spec?.selector), pod.metadata?.labels));
}

function* reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const budget = cluster.get('PodDisruptionBudget', namespace, name);
  if (budget === undefined) return;
  const selector = validSelectorOf(budget.spec?.selector);
  const pods = cluster.listIn('Pod', namespace).filter((pod) => matches(selector, pod.metadata?.labels));
  const count = countExpected(budget, pods, (pod) => ownerScale(cluster, pod));
  const about = refOf(budget);
  if (pods.length === 0) {
    const because = message('policyNoPods', { budget: name });
    yield { do: 'event', about, type: 'Normal', reason: 'NoPods', message: 'No matching pods found', because };
  }
  if (count.error !== undefined) {
    const text = `Failed to calculate the number of expected pods: ${count.error}`;
    const because = message('policyBudgetFailed', { budget: name, text: count.error });
    yield { do: 'event', about, type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message: text, because };
  }
  const status = budgetStatus(budget, pods, count, nowMs);
  if (status !== budget.status) {
    const { currentHealthy: healthy = 0, desiredHealthy: desired = 0, disruptionsAllowed: allowed = 0 } = status;
    const because = message('policyBudgetCounted', { budget: name, healthy, desired, allowed });
    const outcome = yield { do: 'updateStatus', object: { ...budget, status }, because };
    if (!outcome.ok) return 'retry';
  }
  const recheckMs = nextRecheckMs({ ...budget, status }, nowMs);
  if (recheckMs !== undefined) yield { do: 'requeue', key, afterMs: recheckMs - nowMs + 1 };
}
