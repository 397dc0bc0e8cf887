import { refOf } from '../object.ts';
import type { Decision, NodeVerdict, PreemptionCandidate, PreFilterVerdict, Reason } from './decision.ts';
import type { IntakeProblem } from './intake.ts';
import type { ScheduleAllResult } from './schedule-all.ts';

/** What `schedule --format json` writes and `kijabi/schedule` answers. */
export interface ScheduleOutput {
  readonly kubernetesVersion: string;
  readonly nodeOrder: readonly string[];
  readonly pods: readonly Entry[];
  /** Objects that were left out and pods that their namespace refuses, where there are some. */
  readonly skipped?: readonly IntakeProblem[];
}

/** `withCauses` adds to `allFilters` the numbers behind each reason, which recordings do not have. */
export function toOutput(
  { decisions, problems, refused }: ScheduleAllResult,
  kubernetesVersion: string,
  withCauses = false,
): ScheduleOutput {
  const skipped = [...problems, ...refused.map(({ pod, reason }) => ({ ...refOf(pod), reason }))];
  return {
    kubernetesVersion,
    nodeOrder: decisions[0]?.nodeOrder ?? [],
    pods: decisions.map((decision) => (withCauses ? { ...toEntry(decision), ...allFiltersOf(decision) } : toEntry(decision))),
    ...(skipped.length === 0 ? {} : { skipped }),
  };
}

/** A Decision as `schedule --format json` writes it: names and values of the scheduler recordings. */
export interface Entry {
  readonly pod: string;
  readonly attempt: number;
  readonly node: string;
  readonly nominatedNode: string;
  readonly victims: readonly string[];
  readonly startIndex: number;
  readonly preFilter: PreFilterVerdict;
  readonly filters: readonly Omit<NodeVerdict, 'causes'>[];
  readonly allFilters?: readonly Omit<NodeVerdict, 'causes'>[];
  readonly evaluatedCount: number;
  readonly feasible: readonly string[];
  readonly nominatedShortcut?: string;
  readonly scored: boolean;
  readonly scores: readonly ScoreRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly best: readonly string[];
  readonly candidates?: readonly PreemptionCandidate[];
  readonly volumeBindings?: Readonly<Record<string, string>>;
  readonly volumesProvisioned?: readonly string[];
  readonly reason: Reason;
  readonly message: string;
  readonly eventMessage?: string;
}

export interface ScoreRow {
  readonly node: string;
  readonly plugin: string;
  readonly raw: number;
  readonly normalized: number;
  readonly weight: number;
  readonly weighted: number;
}

export function toEntry(decision: Decision): Entry {
  const { nodeOrder: _, filters, allFilters, scores, totals, ...same } = decision;
  return {
    ...same,
    filters: filters.map(withoutCauses),
    ...(allFilters === undefined ? {} : { allFilters: allFilters.map(withoutCauses) }),
    scores: scores.length === 0 ? [] : scoreRows(decision),
    totals: totals.length === 0 ? {} : Object.fromEntries(decision.feasible.map((node, index) => [node, totals[index] ?? 0])),
  };
}

function allFiltersOf({ allFilters }: Decision): Pick<Decision, 'allFilters'> {
  return allFilters === undefined ? {} : { allFilters };
}

/** In the order of the snapshot, which the pass may have begun in the middle of. */
function scoreRows({ nodeOrder, feasible, scores }: Decision): readonly ScoreRow[] {
  const indexByNode = new Map(feasible.map((node, index) => [node, index]));
  return nodeOrder.flatMap((node) => {
    const index = indexByNode.get(node);
    if (index === undefined) return [];
    return scores.map(({ plugin, weight, raw, normalized }) => {
      const score = normalized[index] ?? 0;
      return { node, plugin, raw: raw[index] ?? 0, normalized: score, weight, weighted: score * weight };
    });
  });
}

function withoutCauses({ causes: _, ...verdict }: NodeVerdict): Omit<NodeVerdict, 'causes'> {
  return verdict;
}
