import type { Node, NodeSelectorRequirement, NodeSelectorTerm, PreferredSchedulingTerm } from '../../../generated/api.ts';
import { type NodeMatcher, nodeSelectorMatcher, requiredNodeMatcher, termMatcher } from '../../../kube/node-selector.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { NodeAffinityArgs } from '../configuration.ts';
import { type Cause, type Plugin, unresolvable } from '../framework.ts';
import { normalizeByLargest } from '../normalize.ts';

/** nodeSelector and node affinity, required and preferred (`pkg/scheduler/framework/plugins/nodeaffinity`). */
export function nodeAffinity(args: NodeAffinityArgs = {}): Plugin {
  const addedRequired = args.addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const added = addedRequired ? nodeSelectorMatcher(addedRequired) : undefined;
  const addedPreferences = parsePreferences(args.addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  const didNotMatch = unresolvable("node(s) didn't match Pod's node affinity/selector");
  const enforced = unresolvable("node(s) didn't match scheduler-enforced node affinity");

  return {
    name: 'NodeAffinity',

    filter(pod) {
      const required = requiredTerms(pod);
      if (required === undefined && added === undefined && pod.pod.spec?.nodeSelector === undefined) return undefined;
      const matcher = requiredNodeMatcher(pod.pod.spec);
      const nodes = namedNodes(required ?? []);
      if (nodes?.size === 0) return unresolvable('pod affinity terms conflict');
      return {
        check: (node) => {
          if (added !== undefined && !added.matches(node.labels, node.name)) return enforced;
          return matcher !== undefined && !matcher.matches(node.labels, node.name) ? didNotMatch : undefined;
        },
        ...(nodes === undefined ? {} : { nodes }),
        causes: (node) => missingLabels(pod, node),
      };
    },

    isHelpedBy({ pod }, change) {
      if (change.of !== 'node' || change.after === undefined) return false;
      const matcher = requiredNodeMatcher(pod.spec);
      const isMatched = (node: Node): boolean => {
        const [labels, name] = [node.metadata?.labels ?? {}, node.metadata?.name ?? ''];
        return (added?.matches(labels, name) ?? true) && (matcher?.matches(labels, name) ?? true);
      };
      return isMatched(change.after) && (change.before === undefined || !isMatched(change.before));
    },

    score({ pod }) {
      const preferences = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
      if (preferences === undefined && addedPreferences.length === 0) return undefined;
      const weighed = [...addedPreferences, ...parsePreferences(preferences)];
      return {
        of: (node) => {
          let sum = 0;
          for (const { matcher, weight } of weighed) if (matcher.matches(node.labels, node.name)) sum += weight;
          return sum;
        },
        normalize: (raw) => normalizeByLargest(raw, 'more-is-better'),
      };
    },
  };
}

function requiredTerms({ pod }: PodInfo): readonly NodeSelectorTerm[] | undefined {
  return pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** The nodes by name, when every term names some: only these need be looked at. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    let named: readonly string[] | undefined;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      named = named === undefined ? (values ?? []) : named.filter((name) => values?.includes(name));
    }
    if (named === undefined) return undefined;
    for (const name of named) names.add(name);
  }
  return names;
}

function parsePreferences(
  terms: readonly PreferredSchedulingTerm[] | undefined,
): readonly { readonly matcher: NodeMatcher; readonly weight: number }[] {
  return (terms ?? []).flatMap(({ preference, weight }) => {
    const matcher = weight === 0 ? undefined : termMatcher(preference);
    return matcher === undefined ? [] : [{ matcher, weight }];
  });
}

/** What the node's labels lack: of nodeSelector, or of the terms when there is but one. */
function missingLabels(pod: PodInfo, node: NodeInfo): readonly Cause[] {
  const selected = Object.entries(pod.pod.spec?.nodeSelector ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  const terms = requiredTerms(pod) ?? [];
  const expressions = terms.length === 1 ? (terms[0]?.matchExpressions ?? []) : [];
  return [...selected, ...expressions].filter((requirement) => !holds(requirement, node)).map((requirement) => causeOf(requirement, node));
}

function holds(requirement: NodeSelectorRequirement, node: NodeInfo): boolean {
  return termMatcher({ matchExpressions: [requirement] })?.matches(node.labels, node.name) ?? false;
}

function causeOf({ key, operator, values }: NodeSelectorRequirement, node: NodeInfo): Cause {
  return { is: 'label', key, operator, values: values ?? [], has: node.labels[key] };
}
