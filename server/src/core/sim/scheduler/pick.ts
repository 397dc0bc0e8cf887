/**
 * The index of the winner among the feasible nodes: the root of a binary heap built over their totals, as Go's container/heap builds it.
 * Ties have no tie-breaker of their own, so the order of the nodes and the way of the heap decide
 * (`pkg/scheduler/schedule_one.go`, nodeScoreHeap).
 */
export function pickIndex(totals: readonly number[]): number {
  const heap = totals.map((_, index) => index);
  const total = (at: number): number => totals[heap[at] ?? 0] ?? 0;
  for (let root = (heap.length >> 1) - 1; root >= 0; root--) {
    let parent = root;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && total(right) > total(left) ? right : left;
      if (total(child) <= total(parent)) break;
      const held = heap[parent] ?? 0;
      heap[parent] = heap[child] ?? 0;
      heap[child] = held;
      parent = child;
    }
  }
  return heap[0] ?? 0;
}

/** The indexes of all nodes with the largest total. */
export function bestIndexes(totals: readonly number[]): readonly number[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (const total of totals) if (total > largest) largest = total;
  const best: number[] = [];
  totals.forEach((total, index) => {
    if (total === largest) best.push(index);
  });
  return best;
}

/** Below this many nodes all are looked at. */
const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;

/**
 * How many feasible nodes end a pass. `percentage` 0 or undefined is adaptive: fewer per cent of more nodes
 * (`pkg/scheduler/schedule_one.go`, numFeasibleNodesToFind).
 */
export function feasibleNodesToFind(nodes: number, percentage: number | undefined): number {
  if (nodes < MIN_FEASIBLE_NODES) return nodes;
  const used = percentage || Math.max(MIN_PERCENTAGE, 50 - Math.floor(nodes / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.floor((nodes * used) / 100));
}
