import type { NodeInfo } from './cache/node-info.ts';
import type { CycleInput } from './cycle.ts';
import type { Failed, NodeCheck } from './node-check.ts';
import { feasibleNodesToFind } from './pick.ts';
import type { Preparation } from './prepare.ts';

/** What a pass over the nodes found. */
export interface Pass {
  /** In the order of the pass. */
  readonly feasible: readonly NodeInfo[];
  /** Each node that failed, once. */
  readonly failures: readonly (readonly [NodeInfo, Failed])[];
  /** Filter runs. */
  readonly evaluated: number;
  /** Only the nominated node was looked at, and passed. */
  readonly isShortcut: boolean;
  /** Where the next cycle begins. */
  readonly nextStart: number;
  readonly error: string | undefined;
}

/**
 * Looks for feasible nodes: the nominated one alone, if it passes; or else from `startIndex` on round the list, until there are enough
 * (`pkg/scheduler/schedule_one.go`, findNodesThatFitPod). Workers of the real scheduler notice that there are enough when one more
 * feasible node turns up, so the pass ends there too.
 */
export function lookForNodes(input: CycleInput, preparation: Preparation, check: NodeCheck): Pass {
  const { cluster, profile, startIndex, nominatedNode } = input;
  const failures = new Map<NodeInfo, Failed>();
  let evaluated = 0;
  const nominated = nominatedNode === '' ? undefined : cluster.node(nominatedNode);
  if (nominated !== undefined) {
    evaluated++;
    const failed = check(nominated);
    if (failed === undefined) {
      return { feasible: [nominated], failures: [], evaluated, isShortcut: true, nextStart: startIndex, error: undefined };
    }
    if (failed.rejection.code !== 'Error') failures.set(nominated, failed);
  }

  const nodes = preparation.nodes === undefined ? cluster.nodes : cluster.nodes.filter(({ name }) => preparation.nodes?.has(name));
  const enough = profile.scores.length === 0 ? 1 : feasibleNodesToFind(nodes.length, profile.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  let error: string | undefined;
  for (let step = 0; step < nodes.length; step++) {
    const node = nodes[(startIndex + step) % nodes.length] as NodeInfo;
    evaluated++;
    const failed = check(node);
    if (failed?.rejection.code === 'Error') {
      error = failed.rejection.reasons.join(', ');
      break;
    }
    if (failed !== undefined) failures.set(node, failed);
    else if (feasible.length === enough) break;
    else feasible.push(node);
  }
  const nextStart = (startIndex + feasible.length + failures.size) % cluster.nodes.length;
  return { feasible, failures: [...failures], evaluated, isShortcut: false, nextStart, error };
}
