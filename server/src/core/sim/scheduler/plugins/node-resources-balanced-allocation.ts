import { amountIn, isScalarResource } from '../cache/resources.ts';
import type { NodeResourcesBalancedAllocationArgs } from '../configuration.ts';
import { MAX_SCORE, type Plugin } from '../framework.ts';
import { DEFAULT_RESOURCES } from '../scoring-strategy.ts';
import type { VersionBehavior } from '../versions.ts';

/**
 * Prefers nodes whose resources the pod leaves used in more equal parts than before
 * (`pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go`). Pods without requests are not scored.
 */
export function nodeResourcesBalancedAllocation(
  { scoresGainOfBalance, balancesBestEffort }: Pick<VersionBehavior, 'scoresGainOfBalance' | 'balancesBestEffort'>,
  args: NodeResourcesBalancedAllocationArgs = {},
): Plugin {
  const names = (args.resources ?? DEFAULT_RESOURCES).map(({ name }) => name);
  return {
    name: 'NodeResourcesBalancedAllocation',
    score({ requests }) {
      const asked = names.map((name) => amountIn(requests, name));
      if (!balancesBestEffort && asked.every((amount) => amount === 0)) return undefined;
      const [allocatable, before, after]: [number[], number[], number[]] = [[], [], []];
      return {
        of: (node) => {
          // The lists are filled again for each node: this runs for every feasible node of every pod.
          let count = 0;
          names.forEach((name, index) => {
            const amount = asked[index] ?? 0;
            const capacity = amount === 0 && isScalarResource(name) ? 0 : amountIn(node.allocatable, name);
            if (capacity === 0) return;
            const used = amountIn(node.requested, name);
            allocatable[count] = capacity;
            before[count] = used;
            after[count] = used + amount;
            count++;
          });
          if (before.length > count) before.length = after.length = allocatable.length = count;
          return scoresGainOfBalance ? balanceScore(before, after, allocatable) : balance(after, allocatable);
        },
      };
    },
  };
}

/** 50 plus half of (50 and what the balance gains): integers, each division cut. */
export function balanceScore(before: readonly number[], after: readonly number[], allocatable: readonly number[]): number {
  const half = MAX_SCORE / 2;
  return half + Math.trunc((half + balance(after, allocatable) - balance(before, allocatable)) / 2);
}

/** 100 when all fractions in use are equal, less the more they deviate. The order of operations is upstream's: doubles round. */
function balance(used: readonly number[], allocatable: readonly number[]): number {
  return Math.trunc((1 - deviation(used, allocatable)) * MAX_SCORE);
}

function deviation(used: readonly number[], allocatable: readonly number[]): number {
  if (used.length < 2) return 0;
  if (used.length === 2) return Math.abs((fractionInUse(used[0], allocatable[0]) - fractionInUse(used[1], allocatable[1])) / 2);
  const fractions = used.map((amount, index) => fractionInUse(amount, allocatable[index]));
  const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
  const squares = fractions.reduce((sum, fraction) => sum + (fraction - mean) * (fraction - mean), 0);
  return Math.sqrt(squares / fractions.length);
}

function fractionInUse(amount = 0, capacity = 1): number {
  return Math.min(1, amount / capacity);
}
