import type { Entry } from '../../../server/src/core/sim/scheduler/entry.ts';

/** Lists up to these lengths are recorded as they are. */
const MOST_NODES = 20;
const MOST_CANDIDATES = 8;
const FIRST = 5;

/** An entry of a large cluster as the recorder summarises it: counts in place of long lists. */
export function summarise(entry: Entry): Readonly<Record<string, unknown>> {
  const { filters, allFilters, feasible, scores, totals, best, candidates, ...same } = entry;
  const plugins = [...new Set(scores.map(({ plugin }) => plugin))];
  return {
    ...same,
    filterCounts: countRows(filters),
    allFilterCounts: countRows(allFilters ?? []),
    feasibleCount: feasible.length,
    ...(feasible.length <= MOST_NODES ? { feasible } : { feasibleFirst: feasible.slice(0, FIRST), feasibleLast: feasible.at(-1) }),
    scoreCounts: plugins.map((plugin) => {
      const rows = scores.filter((row) => row.plugin === plugin);
      return {
        plugin,
        weight: rows[0]?.weight,
        raw: countValues(rows.map(({ raw }) => raw)),
        normalized: countValues(rows.map(({ normalized }) => normalized)),
      };
    }),
    totalCounts: countValues(Object.values(totals)),
    bestCount: best.length,
    best: best.slice(0, MOST_NODES),
    ...(candidates === undefined ? {} : candidates.length <= MOST_CANDIDATES ? { candidates } : { candidateCounts: countRows(candidates) }),
  };
}

function countValues(values: readonly number[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Rows that are equal but for their node, with how many there are. */
function countRows(rows: readonly { readonly node: string }[]): readonly unknown[] {
  const counts = new Map<string, { readonly row: object; nodes: number }>();
  for (const { node: _, ...row } of rows) {
    const key = JSON.stringify(row);
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { row, nodes: 1 });
    else count.nodes++;
  }
  return [...counts.values()].map(({ row, nodes }) => ({ ...row, nodes }));
}
