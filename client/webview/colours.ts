/** Which colour a revision has: those of one workload differ, and so do those of workloads behind one Service (canary, blue/green). Pure. */
import type { PreviewResult } from '../../server/src/core/protocol.ts';
import { idOf } from '../../server/src/core/sim/trace.ts';

const firstByResult = new WeakMap<PreviewResult['pods'], ReadonlyMap<string, number>>();

/** The colour of a workload's oldest revision; later ones follow it. */
export function firstColourOf(result: Pick<PreviewResult, 'pods' | 'traffic'>, workload: string): number {
  let known = firstByResult.get(result.pods);
  if (known === undefined) {
    known = firstColours(result);
    firstByResult.set(result.pods, known);
  }
  return known.get(workload) ?? 0;
}

function firstColours({ pods, traffic }: Pick<PreviewResult, 'pods' | 'traffic'>): ReadonlyMap<string, number> {
  const revisions = new Map<string, number>();
  for (const { workload, revision } of Object.values(pods)) revisions.set(workload, Math.max(revisions.get(workload) ?? 0, revision + 1));
  const behind = new Map<string, Set<string>>();
  for (const { service, shares } of traffic) {
    const workloads = behind.get(idOf(service)) ?? new Set();
    for (const pod of Object.keys(shares)) workloads.add(pods[pod]?.workload ?? pod);
    behind.set(idOf(service), workloads);
  }
  const first = new Map<string, number>();
  for (const workloads of behind.values()) {
    let next = 0;
    for (const workload of workloads) {
      if (!first.has(workload)) first.set(workload, next);
      next = Math.max(next, (first.get(workload) ?? 0) + (revisions.get(workload) ?? 1));
    }
  }
  return first;
}
