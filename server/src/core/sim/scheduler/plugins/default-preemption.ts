import type { DefaultPreemptionArgs } from '../configuration.ts';
import type { FailedAttempt, Plugin } from '../framework.ts';
import { countReasons, fitErrorMessage, type ReasonCounts } from '../message.ts';
import { bestPreemption, type DryRun, dryRunPreemption, helpfulNodes, isTerminatingByPreemption } from '../preemption.ts';

/** Makes room for a pod by deleting less important ones (`pkg/scheduler/framework/plugins/defaultpreemption`). */
export function defaultPreemption(args: DefaultPreemptionArgs = {}): Plugin {
  const percentage = args.minCandidateNodesPercentage ?? 10;
  const absolute = args.minCandidateNodesAbsolute ?? 100;
  return {
    name: 'DefaultPreemption',
    postFilter(attempt) {
      const obstacle = whyNotEligible(attempt);
      if (obstacle !== undefined) return { is: 'rejected', reason: `preemption: ${obstacle}`, forgetsNomination: false };
      const nodes = helpfulNodes(attempt);
      const enough = Math.min(nodes.length, Math.max(absolute, Math.trunc((nodes.length * percentage) / 100)));
      const dryRuns = dryRunPreemption(attempt, nodes, enough);
      const best = bestPreemption(dryRuns, attempt.nowMs);
      if (best !== undefined) return { is: 'nominated', node: best.node, victims: best.victims };
      return { is: 'rejected', reason: `preemption: ${noCandidates(attempt, dryRuns)}`, forgetsNomination: true };
    },
  };
}

function whyNotEligible({ pod, nominatedNode, cluster, codeByNode }: FailedAttempt): string | undefined {
  if (pod.pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  if (nominatedNode === '') return undefined;
  // A nominated node that cannot be helped any more does not bind the pod.
  if ((codeByNode.get(nominatedNode) ?? 'UnschedulableAndUnresolvable') === 'UnschedulableAndUnresolvable') return undefined;
  const leaves = cluster.node(nominatedNode)?.pods.some((other) => other.priority < pod.priority && isTerminatingByPreemption(other));
  return leaves ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function noCandidates({ cluster }: FailedAttempt, dryRuns: readonly DryRun[]): string {
  const counts: ReasonCounts = new Map();
  for (const dryRun of dryRuns) if ('reasons' in dryRun) countReasons(counts, dryRun.reasons);
  const others = cluster.nodes.length - dryRuns.length;
  if (others > 0) countReasons(counts, ['Preemption is not helpful for scheduling'], others);
  return fitErrorMessage(cluster.nodes.length, '', counts, '');
}
