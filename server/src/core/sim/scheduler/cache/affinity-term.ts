import type { Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../../../generated/api.ts';
import type { Labels } from '../../../kube/label-requirement.ts';
import { formatSelector, matches, type Selector, validSelectorOf } from '../../../kube/label-selector.ts';

/** A pod (anti-)affinity term with its selectors parsed and its namespaces resolved (`kube-scheduler/framework/types.go`). */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly namespaces: ReadonlySet<string>;
  /** undefined selects no namespace, empty every one. */
  readonly namespaceSelector: Selector | undefined;
  readonly selector: Selector | undefined;
  /** 0 for required terms. */
  readonly weight: number;
  /** Equal for terms that are equal in every respect. */
  readonly id: string;
}

/** The (anti-)affinity of a pod, parsed. */
export interface PodAffinityTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

export function affinityTermsOf(pod: Pod): PodAffinityTerms {
  const affinity = pod.spec?.affinity?.podAffinity;
  const antiAffinity = pod.spec?.affinity?.podAntiAffinity;
  if (!affinity && !antiAffinity) return NO_TERMS;
  const namespace = pod.metadata?.namespace ?? '';
  const required = (terms: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] =>
    (terms ?? []).map((term) => parseTerm(term, 0, namespace));
  const preferred = (terms: readonly WeightedPodAffinityTerm[] | undefined): readonly AffinityTerm[] =>
    (terms ?? []).map(({ podAffinityTerm, weight }) => parseTerm(podAffinityTerm, weight, namespace));
  return {
    requiredAffinity: required(affinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(antiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(affinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(antiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

/** `namespaceLabels`: labels of the pod's namespace; undefined counts as none. */
export function termMatches(
  term: AffinityTerm,
  pod: { readonly namespace: string; readonly labels: Labels },
  namespaceLabels: Labels | undefined,
): boolean {
  if (!term.namespaces.has(pod.namespace) && !matches(term.namespaceSelector, namespaceLabels)) return false;
  return matches(term.selector, pod.labels);
}

const NO_TERMS: PodAffinityTerms = { requiredAffinity: [], requiredAntiAffinity: [], preferredAffinity: [], preferredAntiAffinity: [] };

function parseTerm(term: PodAffinityTerm, weight: number, podNamespace: string): AffinityTerm {
  const named = term.namespaces ?? [];
  // Neither names nor a selector: the pod's own namespace.
  const namespaces = new Set<string>(named.length === 0 && !term.namespaceSelector ? [podNamespace] : named);
  return createTerm({
    topologyKey: term.topologyKey,
    namespaces,
    namespaceSelector: validSelectorOf(term.namespaceSelector),
    selector: validSelectorOf(term.labelSelector),
    weight,
  });
}

export function createTerm(parts: Omit<AffinityTerm, 'id'>): AffinityTerm {
  const text = (selector: Selector | undefined): string => (selector === undefined ? '-' : `(${formatSelector(selector)})`);
  const namespaces = [...parts.namespaces].sort().join(',');
  const id = [parts.topologyKey, namespaces, text(parts.namespaceSelector), text(parts.selector), parts.weight].join('|');
  return { ...parts, id };
}
