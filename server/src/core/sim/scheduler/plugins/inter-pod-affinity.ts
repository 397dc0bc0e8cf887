import type { Node } from '../../../generated/api.ts';
import type { Labels } from '../../../kube/label-requirement.ts';
import { matches } from '../../../kube/label-selector.ts';
import { type AffinityTerm, createTerm, termMatches } from '../cache/affinity-term.ts';
import type { ClusterView } from '../cache/cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { hasRequiredTerms, type PodInfo } from '../cache/pod-info.ts';
import type { InterPodAffinityArgs } from '../configuration.ts';
import {
  type Cause,
  type ClusterChange,
  type Filter,
  MAX_SCORE,
  type Plugin,
  type Score,
  unresolvable,
  unschedulable,
} from '../framework.ts';
import { createTopologyTally, type TopologyTally } from '../topology-tally.ts';

/** Pods that seek or shun other pods by topology (`pkg/scheduler/framework/plugins/interpodaffinity`). */
export function interPodAffinity(args: InterPodAffinityArgs = {}): Plugin {
  const hardPodAffinityWeight = args.hardPodAffinityWeight ?? 1;
  const ignoresExisting = args.ignorePreferredTermsOfExistingPods ?? false;
  return {
    name: 'InterPodAffinity',
    unprepared: 'error reading "PreFilterInterPodAffinity" from cycleState: not found',
    filter: affinityFilter,
    isHelpedBy,
    score(pod, cluster) {
      const hasPreferences = pod.preferredAffinity.length > 0 || pod.preferredAntiAffinity.length > 0;
      return ignoresExisting && !hasPreferences ? undefined : affinityScore(pod, cluster, hardPodAffinityWeight);
    },
  };
}

/** A pod that is sought came, one that is shunned (or shuns) went, or a node came to lie in another domain. */
function isHelpedBy(pod: PodInfo, change: ClusterChange): boolean {
  if (change.of === 'object') return false;
  if (change.of === 'pod') {
    const { before, after } = change;
    const comes =
      after !== undefined && matchesAll(pod.requiredAffinity, after) && (before === undefined || !matchesAll(pod.requiredAffinity, before));
    const shunned = before !== undefined && pod.requiredAntiAffinity.some((term) => termMatches(term, before, undefined));
    const shuns = before?.requiredAntiAffinity.some((term) => termMatches(term, pod, undefined)) ?? false;
    return comes || (after === undefined && (shunned || shuns));
  }
  const labelOf = (node: Node | undefined, key: string): string | undefined => node?.metadata?.labels?.[key];
  const terms = [...pod.requiredAffinity, ...pod.requiredAntiAffinity];
  return change.after !== undefined && terms.some(({ topologyKey: key }) => labelOf(change.before, key) !== labelOf(change.after, key));
}

function affinityFilter(pod: PodInfo, cluster: ClusterView): Filter | undefined {
  const namespaceLabels = labelsOfNamespace(pod.namespace, cluster);
  const shunnedBy = createTopologyTally(cluster.topology);
  for (const { term, podsBySlot } of cluster.existingTerms.requiredAntiAffinity.entries()) {
    if (!termMatches(term, pod, namespaceLabels)) continue;
    for (const [slot, pods] of podsBySlot) shunnedBy.add(term.topologyKey, slot, pods);
  }
  if (shunnedBy.isEmpty() && !hasRequiredTerms(pod)) return undefined;

  const seeks = pod.requiredAffinity.map((term) => withNamespaces(term, cluster));
  const shuns = pod.requiredAntiAffinity.map((term) => withNamespaces(term, cluster));
  const sought = createTopologyTally(cluster.topology);
  countMatching(seeks, cluster, (slot, pods) => addForEach(sought, seeks, slot, pods));
  const shunned = createTopologyTally(cluster.topology);
  for (const term of shuns) countMatching([term], cluster, (slot, pods) => shunned.add(term.topologyKey, slot, pods));
  const seeksItself = matchesAll(seeks, pod);

  function suppose(other: PodInfo, { slot }: NodeInfo, by: 1 | -1): void {
    for (const term of other.requiredAntiAffinity) if (termMatches(term, pod, namespaceLabels)) shunnedBy.add(term.topologyKey, slot, by);
    if (matchesAll(seeks, other)) addForEach(sought, seeks, slot, by);
    for (const term of shuns) if (termMatches(term, other, undefined)) shunned.add(term.topologyKey, slot, by);
  }

  /** With no such pod anywhere, a pod that would match its own terms may be the first. */
  const findsCompany = ({ slot }: NodeInfo): boolean => {
    if (!seeks.every(({ topologyKey }) => sought.hasKey(topologyKey, slot))) return false;
    return seeks.every(({ topologyKey }) => sought.at(topologyKey, slot) > 0) || (sought.isEmpty() && seeksItself);
  };
  const meetsShunned = ({ slot }: NodeInfo): boolean => shuns.some(({ topologyKey }) => shunned.at(topologyKey, slot) > 0);
  const rejections = {
    affinity: unresolvable("node(s) didn't match pod affinity rules"),
    antiAffinity: unschedulable("node(s) didn't match pod anti-affinity rules"),
    existing: unschedulable("node(s) didn't satisfy existing pods anti-affinity rules"),
  };

  return {
    check: (node) => {
      if (seeks.length > 0 && !findsCompany(node)) return rejections.affinity;
      if (shuns.length > 0 && meetsShunned(node)) return rejections.antiAffinity;
      return shunnedBy.isAnyAt(node.slot) ? rejections.existing : undefined;
    },
    add: (other, node) => suppose(other, node, 1),
    remove: (other, node) => suppose(other, node, -1),
    causes: (node): readonly Cause[] => {
      const named = (kind: Extract<Cause, { is: 'affinity' }>['kind'], keys: readonly string[]): readonly Cause[] =>
        keys.map((topologyKey) => ({ is: 'affinity', kind, topologyKey }));
      const isAlone = seeks.length > 0 && !findsCompany(node);
      const met = shuns.filter(({ topologyKey }) => shunned.at(topologyKey, node.slot) > 0);
      return [
        ...named('affinity', isAlone ? seeks.map(({ topologyKey }) => topologyKey) : []),
        ...named(
          'anti-affinity',
          met.map(({ topologyKey }) => topologyKey),
        ),
        ...named('existing-anti-affinity', shunnedBy.keysAt(node.slot)),
      ];
    },
  };
}

function affinityScore(pod: PodInfo, cluster: ClusterView, hardPodAffinityWeight: number): Score | undefined {
  const namespaceLabels = labelsOfNamespace(pod.namespace, cluster);
  const tally = createTopologyTally(cluster.topology);
  let isTouched = false;
  function add(key: string, slot: number, amount: number): void {
    if (tally.add(key, slot, amount)) isTouched = true;
  }

  function countOwn(terms: readonly AffinityTerm[], sign: 1 | -1): void {
    for (const written of terms) {
      const term = withNamespaces(written, cluster);
      countMatching([term], cluster, (slot, pods) => add(term.topologyKey, slot, sign * term.weight * pods));
    }
  }
  function countExisting(
    kind: 'requiredAffinity' | 'preferredAffinity' | 'preferredAntiAffinity',
    weightOf: (term: AffinityTerm) => number,
  ): void {
    for (const { term, podsBySlot } of cluster.existingTerms[kind].entries()) {
      if (!termMatches(term, pod, namespaceLabels)) continue;
      for (const [slot, pods] of podsBySlot) add(term.topologyKey, slot, weightOf(term) * pods);
    }
  }

  countOwn(pod.preferredAffinity, 1);
  countOwn(pod.preferredAntiAffinity, -1);
  if (hardPodAffinityWeight > 0) countExisting('requiredAffinity', () => hardPodAffinityWeight);
  countExisting('preferredAffinity', ({ weight }) => weight);
  countExisting('preferredAntiAffinity', ({ weight }) => -weight);
  if (!isTouched) return undefined;
  return { of: ({ slot }) => tally.sumAt(slot), normalize: normalizeByRange };
}

/** From the lowest score to the highest, 0 to 100; all 0 when they are equal. */
function normalizeByRange(raw: readonly number[]): readonly number[] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of raw) {
    if (score < lowest) lowest = score;
    if (score > highest) highest = score;
  }
  const range = highest - lowest;
  return raw.map((score) => (range > 0 ? Math.trunc(MAX_SCORE * ((score - lowest) / range)) : 0));
}

/**
 * A term of the incoming pod with the namespaces that its selector finds. The selector itself stays and is then held against no labels
 * at all, so one that asks for the absence of something finds every namespace: upstream clears it on a copy
 * (`plugin.go`, mergeAffinityTermNamespacesIfNotEmpty).
 */
function withNamespaces(term: AffinityTerm, cluster: ClusterView): AffinityTerm {
  const { namespaceSelector } = term;
  if (namespaceSelector === undefined || namespaceSelector.length === 0) return term;
  const found = cluster.objects.list('Namespace').filter(({ metadata }) => matches(namespaceSelector, metadata?.labels));
  return createTerm({ ...term, namespaces: new Set([...term.namespaces, ...found.map(({ metadata }) => metadata?.name ?? '')]) });
}

function labelsOfNamespace(namespace: string, cluster: ClusterView): Labels | undefined {
  return cluster.objects.get('Namespace', '', namespace)?.metadata?.labels;
}

/** Visits the nodes with pods that match all of the terms; no term matches none. */
function countMatching(terms: readonly AffinityTerm[], cluster: ClusterView, visit: (slot: number, pods: number) => void): void {
  if (terms.length === 0) return;
  const id = terms.map((term) => term.id).join('&');
  const { bySlot } = cluster.countPods(`terms|${id}`, (kind) => matchesAll(terms, kind));
  for (let slot = 0; slot < bySlot.length; slot++) {
    const pods = bySlot[slot] ?? 0;
    if (pods !== 0) visit(slot, pods);
  }
}

function matchesAll(terms: readonly AffinityTerm[], pod: { readonly namespace: string; readonly labels: Labels }): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, pod, undefined));
}

function addForEach(tally: TopologyTally, terms: readonly AffinityTerm[], slot: number, pods: number): void {
  for (const { topologyKey } of terms) tally.add(topologyKey, slot, pods);
}
