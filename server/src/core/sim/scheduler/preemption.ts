import { goSort } from '../../base/go-sort.ts';
import type { PodDisruptionBudget } from '../../generated/api.ts';
import { matches, type Selector, validSelectorOf } from '../../kube/label-selector.ts';
import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { PreemptionRank } from './decision.ts';
import type { FailedAttempt, Rejection } from './framework.ts';

/** What preemption would do on one node, or why it cannot help there. */
export type DryRun = Preemption | (Rejection & { readonly node: string });

export interface Preemption {
  readonly node: string;
  /** The pods that must go, in the order of deletion. */
  readonly victims: readonly PodInfo[];
  /** Victims whose disruption budget has nothing left. */
  readonly pdbViolations: number;
}

/** Nodes whose verdict less important pods may be the cause of. */
export function helpfulNodes({ cluster, codeByNode }: FailedAttempt): readonly NodeInfo[] {
  return cluster.nodes.filter(({ name }) => codeByNode.get(name) === 'Unschedulable');
}

/**
 * Tries preemption on one node after the other, until `enough` were found of which at least one breaks no budget
 * (`pkg/scheduler/framework/preemption/preemption.go`, DryRunPreemption).
 */
export function dryRunPreemption(attempt: FailedAttempt, nodes: readonly NodeInfo[], enough: number): readonly DryRun[] {
  const budgets = budgetsOf(attempt);
  const dryRuns: DryRun[] = [];
  let found = 0;
  let harmless = 0;
  for (const node of nodes) {
    const dryRun = selectVictims(attempt, node, budgets);
    dryRuns.push(dryRun);
    if (!('victims' in dryRun)) continue;
    found++;
    if (dryRun.pdbViolations === 0) harmless++;
    if (harmless > 0 && found >= enough) break;
  }
  return dryRuns;
}

/** The preemption that harms least; of equal ones the first, where upstream takes any (`pickOneNodeForPreemption`). */
export function bestPreemption(dryRuns: readonly DryRun[], nowMs: number): Preemption | undefined {
  let best: { readonly preemption: Preemption; readonly rank: readonly number[] } | undefined;
  for (const preemption of dryRuns) {
    if (!('victims' in preemption)) continue;
    const { highestPriority, prioritySum, victims, minusEarliestStart } = rankOf(preemption, nowMs);
    const rank = [preemption.pdbViolations, highestPriority, prioritySum, victims, minusEarliestStart];
    if (best === undefined || isBefore(rank, best.rank)) best = { preemption, rank };
  }
  return best?.preemption;
}

export function rankOf({ victims }: Preemption, nowMs: number): PreemptionRank {
  const highestPriority = victims[0]?.priority ?? 0;
  const mostImportant = Math.max(...victims.map(({ priority }) => priority));
  const starts = victims.filter(({ priority }) => priority === mostImportant).map((victim) => startMs(victim, nowMs));
  return {
    highestPriority,
    // The offset keeps the sum positive, so that fewer victims weigh less even with negative priorities.
    prioritySum: victims.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
    victims: victims.length,
    minusEarliestStart: -Math.min(...starts) / 1000,
  };
}

/** A pod that an earlier preemption has already told to go. */
export function isTerminatingByPreemption({ pod, terminating }: PodInfo): boolean {
  const target = pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return terminating && target?.status === 'True' && target.reason === 'PreemptionByScheduler';
}

interface Budget {
  readonly namespace: string;
  readonly selector: Selector | undefined;
  readonly allowed: number;
  readonly disrupted: Readonly<Record<string, unknown>>;
}

function budgetsOf({ cluster }: FailedAttempt): readonly Budget[] {
  return cluster.objects.list('PodDisruptionBudget').map(({ metadata, spec, status }: PodDisruptionBudget) => ({
    namespace: metadata?.namespace ?? '',
    selector: validSelectorOf(spec?.selector),
    allowed: status?.disruptionsAllowed ?? 0,
    disrupted: status?.disruptedPods ?? {},
  }));
}

/**
 * Takes all less important pods off a node and, if the pod then fits, puts back as many as still let it fit: first those whose budget
 * would be broken, the more important ones first (`default_preemption.go`, SelectVictimsOnNode).
 */
function selectVictims(attempt: FailedAttempt, original: NodeInfo, budgets: readonly Budget[]): DryRun {
  const node = original.copy();
  const gone = new Set<PodInfo>();
  const takeOff = (pod: PodInfo): void => {
    attempt.remove(pod, node);
    gone.add(pod);
  };
  const putBack = (pod: PodInfo): void => {
    attempt.add(pod, node);
    gone.delete(pod);
  };
  /** Ends the suppositions: the filters are shared with the dry runs of other nodes. */
  const end = (dryRun: DryRun): DryRun => {
    for (const pod of [...gone]) putBack(pod);
    return dryRun;
  };

  const lesser = node.pods.filter(({ priority }) => priority < attempt.pod.priority);
  if (lesser.length === 0) {
    return { node: node.name, code: 'UnschedulableAndUnresolvable', reasons: ['No preemption victims found for incoming pod'] };
  }
  for (const pod of lesser) takeOff(pod);
  const rejection = attempt.check(node);
  if (rejection !== undefined) return end({ node: node.name, ...rejection });

  const isMoreImportant = (a: PodInfo, b: PodInfo): boolean => moreImportant(a, b, attempt.nowMs);
  goSort(lesser, isMoreImportant);
  const { violating, harmless } = splitByBudget(lesser, budgets);
  const victims: PodInfo[] = [];
  let pdbViolations = 0;
  for (const pod of [...violating, ...harmless]) {
    putBack(pod);
    if (attempt.check(node) === undefined) continue;
    takeOff(pod);
    victims.push(pod);
    if (victims.length > 0 && violating.includes(pod)) pdbViolations++;
  }
  if (violating.length > 0 && harmless.length > 0) goSort(victims, isMoreImportant);
  return end({ node: node.name, victims, pdbViolations });
}

/** Each pod uses up its budgets in turn; one that finds a budget used up breaks it. Pods without labels have no budget. */
function splitByBudget(
  pods: readonly PodInfo[],
  budgets: readonly Budget[],
): { readonly violating: readonly PodInfo[]; readonly harmless: readonly PodInfo[] } {
  const left = budgets.map(({ allowed }) => allowed);
  const violating: PodInfo[] = [];
  const harmless: PodInfo[] = [];
  for (const pod of pods) {
    let isViolating = false;
    budgets.forEach(({ namespace, selector, disrupted }, index) => {
      if (namespace !== pod.namespace || Object.keys(pod.labels).length === 0) return;
      // A budget with an empty selector counts for no pod here, unlike in its controller.
      if (selector === undefined || selector.length === 0 || !matches(selector, pod.labels)) return;
      if (Object.hasOwn(disrupted, pod.name)) return;
      left[index] = (left[index] ?? 0) - 1;
      if ((left[index] ?? 0) < 0) isViolating = true;
    });
    (isViolating ? violating : harmless).push(pod);
  }
  return { violating, harmless };
}

/** Higher priority, then longer running (`pkg/scheduler/util/utils.go`, MoreImportantPod). */
function moreImportant(a: PodInfo, b: PodInfo, nowMs: number): boolean {
  return a.priority === b.priority ? startMs(a, nowMs) < startMs(b, nowMs) : a.priority > b.priority;
}

/** A pod that has not started counts as starting now. */
function startMs({ startTimeMs }: PodInfo, nowMs: number): number {
  return startTimeMs ?? nowMs;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
