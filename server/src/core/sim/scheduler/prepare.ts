import type { ClusterView } from './cache/cache.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { PreFilterVerdict } from './decision.ts';
import { type Filter, failure, isRejection, type Plugin } from './framework.ts';
import type { Profile } from './profile.ts';

/** What PreFilter came to: the filters that take part for this pod, or why it is rejected as a whole. */
export interface Preparation {
  readonly verdict: PreFilterVerdict;
  readonly filters: readonly PreparedFilter[];
  /** The only nodes to look at, when plugins named some. */
  readonly nodes: ReadonlySet<string> | undefined;
  /** The plugins that named nodes, sorted. */
  readonly limitedBy: readonly string[];
  /** Plugins whose PreFilter was run. */
  readonly reached: ReadonlySet<string>;
}

export interface PreparedFilter {
  readonly plugin: string;
  readonly filter: Filter;
}

/** Runs PreFilter of all plugins in order (`pkg/scheduler/framework/runtime/framework.go`, RunPreFilterPlugins). */
export function prepareFilters(pod: PodInfo, profile: Pick<Profile, 'preFilters' | 'filters'>, cluster: ClusterView): Preparation {
  const prepared = new Map<Plugin, Filter>();
  const limitedBy: string[] = [];
  const reached = new Set<string>();
  let nodes: ReadonlySet<string> | undefined;
  let verdict: PreFilterVerdict = { code: 'Success', reasons: [] };
  const end = (last: PreFilterVerdict): Preparation => ({
    verdict: last,
    filters: profile.filters.flatMap((plugin) => preparedFilter(plugin, prepared.get(plugin))),
    nodes,
    limitedBy: limitedBy.sort(),
    reached,
  });

  for (const plugin of profile.preFilters) {
    const { name, filter: prepare } = plugin;
    reached.add(name);
    const answer = prepare?.(pod, cluster);
    if (answer === undefined) continue;
    if (isRejection(answer)) {
      const { code, reasons } = answer;
      if (code === 'Error') return end({ code, plugin: name, reasons: [`running PreFilter plugin "${name}": ${reasons.join(', ')}`] });
      verdict = { code, plugin: name, reasons };
      if (code === 'UnschedulableAndUnresolvable') return end(verdict);
      continue;
    }
    prepared.set(plugin, answer);
    if (answer.nodes === undefined) continue;
    limitedBy.push(name);
    nodes = intersection(nodes, answer.nodes);
    if (nodes.size === 0) return end({ code: 'UnschedulableAndUnresolvable', reasons: [unsatisfied(limitedBy)] });
  }
  for (const plugin of profile.filters) {
    const filter = profile.preFilters.includes(plugin) ? undefined : unpreparedFilter(plugin, pod, cluster);
    if (filter !== undefined) prepared.set(plugin, filter);
  }
  return end(nodes === undefined ? verdict : { ...verdict, nodes: [...nodes].sort() });
}

/** Of a plugin whose PreFilter the profile turned off: most miss what they would have computed there, some make up for it. */
function unpreparedFilter({ filter, unprepared }: Plugin, pod: PodInfo, cluster: ClusterView): Filter | undefined {
  const answer = unprepared === undefined ? filter?.(pod, cluster) : failure(unprepared);
  return answer !== undefined && isRejection(answer) ? { check: () => answer } : answer;
}

function preparedFilter({ name }: Plugin, filter: Filter | undefined): readonly PreparedFilter[] {
  return filter === undefined ? [] : [{ plugin: name, filter }];
}

function intersection(nodes: ReadonlySet<string> | undefined, more: ReadonlySet<string>): ReadonlySet<string> {
  return nodes === undefined ? more : new Set([...nodes].filter((name) => more.has(name)));
}

function unsatisfied(plugins: readonly string[]): string {
  const [only] = plugins;
  return plugins.length === 1
    ? `node(s) didn't satisfy plugin ${only}`
    : `node(s) didn't satisfy plugin(s) [${[...plugins].sort().join(' ')}] simultaneously`;
}
