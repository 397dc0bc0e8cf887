import type { Pod } from '../../generated/api.ts';
import type { PodDecision, PodFacts } from '../../protocol.ts';
import type { Decision } from '../../sim/scheduler/decision.ts';
import { explainDecision } from '../../sim/scheduler/explain.ts';
import { type Entry, idOf } from '../../sim/trace.ts';
import { type Language, say } from '../../text/text.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { fixesOf } from './fixes.ts';

/** Every decision of the scheduler, in order, explained, with the edits of the open manifest that would help. */
export function decisionsOf(
  entries: readonly Entry[],
  pods: Readonly<Record<string, PodFacts>>,
  file: SourceFile,
  language: Language,
): readonly PodDecision[] {
  const count = entries.reduce((sum, { decision }) => sum + Number(decision !== undefined), 0);
  const most = Math.max(FEWEST_NODES, Math.min(MOST_NODES, Math.floor(MOST_ROWS / Math.max(count, 1))));
  const podById = new Map<string, Pod>();
  const decisions: PodDecision[] = [];
  for (const { timeMs, because, decision, object, what } of entries) {
    const id = idOf(object);
    if (object.kind === 'Pod' && what.verb === 'create') podById.set(id, what.after as Pod);
    if (decision === undefined) continue;
    const pod = podById.get(id);
    const { lines, remedies } = pod === undefined ? { lines: [because], remedies: [] } : explainDecision(decision, pod);
    decisions.push({
      timeMs,
      decision: shown(decision, most),
      leftOut: Math.max(0, decision.feasible.length - most) + Math.max(0, decision.filters.length - most),
      explanation: lines.map((line) => say(language, line)),
      fixes: fixesOf(remedies, pods[id]?.workload ?? id, file, language),
    });
  }
  return decisions;
}

/** A table of more nodes than this is not read. */
const MOST_NODES = 40;
/** Rows of all tables of a run: more would not travel in a time anybody waits. Every table keeps a few. */
const MOST_ROWS = 20_000;
const FEWEST_NODES = 5;

/** The decision with its best nodes, best first where there are too many; what the panel does not show is left out. */
function shown(decision: Decision, most: number): Decision {
  const { feasible, scores, totals, filters, best } = decision;
  const { allFilters: _, candidates: __, ...kept } = { ...decision, nodeOrder: [], filters: filters.slice(0, most) };
  if (feasible.length <= most) return kept;
  const order = feasible.map((_, index) => index).sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b);
  const chosen = feasible.indexOf(decision.node);
  const top = [...new Set([...(chosen < 0 ? [] : [chosen]), ...order])].slice(0, most);
  const pick = (values: readonly number[]): readonly number[] => top.map((index) => values[index] ?? 0);
  return {
    ...kept,
    feasible: top.map((index) => feasible[index] ?? ''),
    scores: scores.map((score) => ({ ...score, raw: pick(score.raw), normalized: pick(score.normalized) })),
    totals: totals.length === 0 ? [] : pick(totals),
    best: best.slice(0, most),
  };
}
