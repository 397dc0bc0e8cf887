import type { Node, TopologySpreadConstraint } from '../../../generated/api.ts';
import type { Labels } from '../../../kube/label-requirement.ts';
import { formatSelector, matches, type Selector, selectorOfLabels, validSelectorOf } from '../../../kube/label-selector.ts';
import { type NodeMatcher, requiredNodeMatcher } from '../../../kube/node-selector.ts';
import { BLOCKING_EFFECTS, untoleratedTaint } from '../../../kube/toleration.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodCount } from '../cache/pod-index.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { Domain } from '../cache/topology.ts';
import type { PodTopologySpreadArgs } from '../configuration.ts';
import { defaultSpreadSelector } from '../default-spread-selector.ts';
import { type Cause, type Filter, MAX_SCORE, type Plugin, type Score, unresolvable, unschedulable } from '../framework.ts';
import { createSpreadTally, type SpreadTally } from '../spread-tally.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** What a pod without constraints of its own gets, in scores only (`podtopologyspread/plugin.go`, systemDefaultConstraints). */
const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/** Spreads pods that a selector names over zones, hosts or other domains (`pkg/scheduler/framework/plugins/podtopologyspread`). */
export function podTopologySpread(args: PodTopologySpreadArgs = {}): Plugin {
  const isSystemDefaulted = (args.defaultingType ?? 'System') === 'System';
  const defaults = isSystemDefaulted ? SYSTEM_DEFAULTS : (args.defaultConstraints ?? []);

  function constraintsOf(pod: PodInfo, cluster: ClusterView, action: string): readonly Constraint[] {
    const own = pod.pod.spec?.topologySpreadConstraints ?? [];
    if (own.length > 0) return parseConstraints(own, pod, action);
    const constraints = parseConstraints(defaults, pod, action);
    if (constraints.length === 0) return constraints;
    const selector = defaultSpreadSelector(pod, cluster.objects);
    return selector.length === 0 ? [] : constraints.map((constraint) => ({ ...constraint, selector }));
  }

  return {
    name: 'PodTopologySpread',
    unprepared: 'reading "PreFilterPodTopologySpread" from cycleState: not found',
    filter(pod, cluster) {
      const constraints = constraintsOf(pod, cluster, 'DoNotSchedule');
      return constraints.length === 0 ? undefined : spreadFilter(pod, cluster, constraints);
    },
    isHelpedBy(pod, change) {
      const constraints = parseConstraints(pod.pod.spec?.topologySpreadConstraints ?? [], pod, 'DoNotSchedule');
      if (change.of === 'pod') {
        const others = [change.before, change.after].filter((other) => other?.namespace === pod.namespace);
        return constraints.some(({ selector }) => others.some((other) => matches(selector, other?.labels)));
      }
      if (change.of === 'object') return false;
      const liesIn = (node: Node | undefined): boolean =>
        node !== undefined && constraints.every(({ topologyKey }) => node.metadata?.labels?.[topologyKey] !== undefined);
      return liesIn(change.before) || liesIn(change.after);
    },
    score(pod, cluster, feasible) {
      const constraints = constraintsOf(pod, cluster, 'ScheduleAnyway');
      if (constraints.length === 0) return undefined;
      const needsAllKeys = (pod.pod.spec?.topologySpreadConstraints?.length ?? 0) > 0 || !isSystemDefaulted;
      return spreadScore(pod, cluster, feasible, constraints, needsAllKeys);
    },
  };
}

/** A constraint with its selector parsed and its defaults filled in. */
interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly selector: Selector | undefined;
  readonly minDomains: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** A constraint in one cycle: where its domains are and how many pods stand in each. */
interface Counted extends Constraint {
  readonly domain: Domain;
  /** Pods per node; undefined where the selector is empty, which counts none. */
  readonly pods: PodCount | undefined;
  readonly includes: (node: NodeInfo) => boolean;
}

function parseConstraints(written: readonly TopologySpreadConstraint[], pod: PodInfo, action: string): readonly Constraint[] {
  return written
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
    .map((constraint) => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      selector: withLabelKeys(validSelectorOf(constraint.labelSelector), constraint.matchLabelKeys, pod.labels),
      minDomains: constraint.minDomains ?? 1,
      honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
    }));
}

function withLabelKeys(selector: Selector | undefined, keys: readonly string[] | undefined, labels: Labels): Selector | undefined {
  const wanted = Object.fromEntries((keys ?? []).flatMap((key) => (Object.hasOwn(labels, key) ? [[key, labels[key] ?? '']] : [])));
  return selector === undefined || Object.keys(wanted).length === 0 ? selector : [...selectorOfLabels(wanted), ...selector];
}

function counted(constraint: Constraint, pod: PodInfo, cluster: ClusterView, affinity: NodeMatcher | undefined): Counted {
  const { selector, honorsAffinity, honorsTaints } = constraint;
  const { namespace } = pod;
  const tolerations = pod.pod.spec?.tolerations;
  return {
    ...constraint,
    domain: cluster.topology.domain(constraint.topologyKey),
    pods:
      selector === undefined || selector.length === 0
        ? undefined
        : cluster.countPods(
            `spread|${namespace}|${formatSelector(selector)}`,
            (kind) => !kind.terminating && kind.namespace === namespace && matches(selector, kind.labels),
          ),
    includes: (node) => {
      if (honorsAffinity && affinity !== undefined && !affinity.matches(node.labels, node.name)) return false;
      return !honorsTaints || untoleratedTaint(node.taints, tolerations, BLOCKING_EFFECTS) === undefined;
    },
  };
}

function hasAllKeys(constraints: readonly Counted[], slot: number): boolean {
  for (const { domain } of constraints) if ((domain.idBySlot[slot] ?? -1) < 0) return false;
  return true;
}

function spreadFilter(pod: PodInfo, cluster: ClusterView, parsed: readonly Constraint[]): Filter {
  const affinity = requiredNodeMatcher(pod.pod.spec);
  const constraints = parsed.map((constraint) => counted(constraint, pod, cluster, affinity));
  const tallies = constraints.map(({ domain }) => createSpreadTally(domain));
  const selfMatches = constraints.map(({ selector }) => (matches(selector, pod.labels) ? 1 : 0));
  for (const node of cluster.nodes) {
    if (!hasAllKeys(constraints, node.slot)) continue;
    constraints.forEach((constraint, index) => {
      if (!constraint.includes(node)) return;
      tallies[index]?.count(constraint.domain.idBySlot[node.slot] ?? -1, constraint.pods?.bySlot[node.slot] ?? 0);
    });
  }

  const least = (tally: SpreadTally, minDomains: number): number => (tally.domains() < minDomains ? 0 : tally.least());
  const missingKey = unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");
  const skewed = unschedulable("node(s) didn't match pod topology spread constraints");

  /** Upstream does not ask here whether the other pod is terminating. */
  function suppose(other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    if (other.namespace !== pod.namespace || !hasAllKeys(constraints, node.slot)) return;
    constraints.forEach((constraint, index) => {
      if (!matches(constraint.selector, other.labels) || !constraint.includes(node)) return;
      tallies[index]?.suppose(constraint.domain.idBySlot[node.slot] ?? -1, by);
    });
  }

  return {
    check: ({ slot }) => {
      for (let index = 0; index < constraints.length; index++) {
        const constraint = constraints[index];
        const tally = tallies[index];
        if (constraint === undefined || tally === undefined) continue;
        const id = constraint.domain.idBySlot[slot] ?? -1;
        if (id < 0) return missingKey;
        const skew = tally.of(id) + (selfMatches[index] ?? 0) - least(tally, constraint.minDomains);
        if (skew > constraint.maxSkew) return skewed;
      }
      return undefined;
    },
    add: (other, node) => suppose(other, node, 1),
    remove: (other, node) => suppose(other, node, -1),
    causes: ({ slot }) =>
      constraints.flatMap(({ topologyKey, maxSkew, minDomains, domain }, index): readonly Cause[] => {
        const id = domain.idBySlot[slot] ?? -1;
        const tally = tallies[index];
        if (id < 0 || tally === undefined) return [{ is: 'missing-key', topologyKey }];
        const [count, lowest] = [tally.of(id), least(tally, minDomains)];
        if (count + (selfMatches[index] ?? 0) - lowest <= maxSkew) return [];
        return [{ is: 'skew', topologyKey, value: domain.values[id] ?? '', count, least: lowest, maxSkew }];
      }),
  };
}

function spreadScore(
  pod: PodInfo,
  cluster: ClusterView,
  feasible: readonly NodeInfo[],
  parsed: readonly Constraint[],
  needsAllKeys: boolean,
): Score {
  const affinity = requiredNodeMatcher(pod.pod.spec);
  const constraints = parsed.map((constraint) => counted(constraint, pod, cluster, affinity));
  const isIgnored = (node: NodeInfo): boolean => needsAllKeys && !hasAllKeys(constraints, node.slot);
  const considered = feasible.filter((node) => !isIgnored(node));
  const weighed = constraints.map((constraint) => ({ constraint, ...weigh(constraint, considered, cluster, isIgnored) }));

  return {
    of: (node) => {
      if (isIgnored(node)) return 0;
      let score = 0;
      for (const { constraint, weight, countOn } of weighed) {
        const count = countOn(node);
        if (count !== undefined) score += count * weight + (constraint.maxSkew - 1);
      }
      return Math.round(score);
    },
    normalize: (raw) => {
      const scores = raw.filter((_, index) => !isIgnored(feasible[index] as NodeInfo));
      const [largest, smallest] = [Math.max(0, ...scores), Math.min(...scores)];
      return raw.map((score, index) => {
        if (isIgnored(feasible[index] as NodeInfo)) return 0;
        return largest === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (largest + smallest - score)) / largest);
      });
    },
  };
}

/**
 * How much a pod counts for a constraint, the less the fewer the domains, and how many stand in a node's domain (undefined where the
 * node lacks the key). Hosts count by themselves; other domains over all nodes, but only those that feasible nodes lie in.
 */
function weigh(
  { topologyKey, domain, pods, includes }: Counted,
  considered: readonly NodeInfo[],
  cluster: ClusterView,
  isIgnored: (node: NodeInfo) => boolean,
): { readonly weight: number; readonly countOn: (node: NodeInfo) => number | undefined } {
  if (topologyKey === HOSTNAME) {
    return {
      weight: Math.log(considered.length + 2),
      countOn: ({ slot }) => ((domain.idBySlot[slot] ?? -1) < 0 ? undefined : (pods?.bySlot[slot] ?? 0)),
    };
  }
  // Nodes without the key (possible with system defaults only) make up one more domain, which counts in the number of domains.
  const counts = new Map<number, number>();
  for (const { slot } of considered) counts.set(domain.idBySlot[slot] ?? -1, 0);
  if (pods !== undefined) {
    for (const node of cluster.nodes) {
      const onNode = pods.bySlot[node.slot] ?? 0;
      if (onNode === 0 || isIgnored(node) || !includes(node)) continue;
      const id = domain.idBySlot[node.slot] ?? -1;
      const count = counts.get(id);
      if (count !== undefined) counts.set(id, count + onNode);
    }
  }
  return {
    weight: Math.log(counts.size + 2),
    countOn: ({ slot }) => {
      const id = domain.idBySlot[slot] ?? -1;
      return id < 0 ? undefined : (counts.get(id) ?? 0);
    },
  };
}
