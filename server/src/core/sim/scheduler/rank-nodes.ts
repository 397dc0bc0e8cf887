import type { ClusterView } from './cache/cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { PluginScores } from './decision.ts';
import type { WeightedPlugin } from './profile.ts';

/** Scores of the feasible nodes, in their order. */
export interface Ranking {
  readonly scores: readonly PluginScores[];
  readonly totals: readonly number[];
}

/** PreScore, Score, NormalizeScore and weights (`framework.go`, RunScorePlugins). Plugins that skip have no scores. */
export function rankNodes(pod: PodInfo, plugins: readonly WeightedPlugin[], cluster: ClusterView, feasible: readonly NodeInfo[]): Ranking {
  const scores: PluginScores[] = [];
  const totals: number[] = feasible.map(() => 0);
  for (const { plugin, weight } of plugins) {
    const score = plugin.score?.(pod, cluster, feasible);
    if (score === undefined) continue;
    const raw = feasible.map(score.of);
    const normalized = score.normalize?.(raw) ?? raw;
    for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] ?? 0) + (normalized[index] ?? 0) * weight;
    scores.push({ plugin: plugin.name, weight, raw, normalized });
  }
  return { scores, totals };
}
