import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../generated/api.ts';
import { type Labels, type Operator, type Requirement, requirementProblem } from './label-requirement.ts';
import { matches, type Selector, selectorOfLabels } from './label-selector.ts';

/** A node selector ready to be asked: terms are ORed, the requirements of a term ANDed. */
export interface NodeMatcher {
  matches(labels: Labels, nodeName: string): boolean;
}

/**
 * Nodes that a node selector allows. A term without any requirement matches nothing, and so does one that cannot be parsed;
 * the other terms still count (`component-helpers/scheduling/corev1/nodeaffinity`, LazyErrorNodeSelector).
 */
export function nodeSelectorMatcher(selector: NodeSelector): NodeMatcher {
  const terms = (selector.nodeSelectorTerms ?? []).map(termMatcher).filter((term) => term !== undefined);
  return { matches: (labels, nodeName) => terms.some((term) => term.matches(labels, nodeName)) };
}

/** One term; undefined for a term that matches nothing. */
export function termMatcher(term: NodeSelectorTerm): NodeMatcher | undefined {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return undefined;
  const selector = labelRequirements(expressions);
  if (selector === undefined || !fields.every(isReadableField)) return undefined;
  return {
    matches: (labels, nodeName) => matches(selector, labels) && (nodeName === '' || fields.every((field) => fieldHolds(field, nodeName))),
  };
}

/**
 * Nodes that a pod's spec.nodeSelector and required node affinity allow; undefined when it asks for nothing
 * (`nodeaffinity.GetRequiredNodeAffinity`).
 */
export function requiredNodeMatcher(spec: PodSpec | undefined): NodeMatcher | undefined {
  const labelsWanted = spec?.nodeSelector;
  const selector = labelsWanted && Object.keys(labelsWanted).length > 0 ? selectorOfLabels(labelsWanted) : undefined;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const affinity = required ? nodeSelectorMatcher(required) : undefined;
  if (selector === undefined && affinity === undefined) return undefined;
  return {
    matches: (labels, nodeName) =>
      (selector === undefined || matches(selector, labels)) && (affinity === undefined || affinity.matches(labels, nodeName)),
  };
}

const OPERATOR_BY_NAME: Readonly<Record<string, Operator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

function labelRequirements(expressions: readonly NodeSelectorRequirement[]): Selector | undefined {
  const requirements: Requirement[] = [];
  for (const { key, operator, values } of expressions) {
    const known = OPERATOR_BY_NAME[operator];
    if (known === undefined) return undefined;
    const requirement = { key, operator: known, values: values ?? [] };
    if (requirementProblem(requirement) !== undefined) return undefined;
    requirements.push(requirement);
  }
  return requirements;
}

/** Fields are compared with exactly one value; only metadata.name exists. */
function isReadableField({ operator, values }: NodeSelectorRequirement): boolean {
  return (operator === 'In' || operator === 'NotIn') && values?.length === 1;
}

function fieldHolds({ key, operator, values }: NodeSelectorRequirement, nodeName: string): boolean {
  const actual = key === 'metadata.name' ? nodeName : '';
  return (operator === 'In') === (actual === values?.[0]);
}
