import { compareGo, quoteGo } from '../base/go-text.ts';
import type { LabelSelector } from '../generated/api.ts';
import {
  formatRequirement,
  holds,
  type Labels,
  type Operator,
  type Requirement,
  requirementProblem,
  type SelectorError,
} from './label-requirement.ts';
import { parseRequirements } from './selector-text.ts';

/** Requirements that must all hold, sorted by key; none at all selects everything. */
export type Selector = readonly Requirement[];

/**
 * The selector of an API object; undefined (which selects nothing) for an absent one, everything for an empty one.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector.
 */
export function selectorOf(written: LabelSelector | null | undefined): Selector | undefined | SelectorError {
  if (written === undefined || written === null) return undefined;
  const known = selectorByObject.get(written);
  if (known !== undefined) return known;
  const selector = convert(written);
  selectorByObject.set(written, selector);
  return selector;
}

/** The selector of an object that passed validation; one with an error selects nothing. */
export function validSelectorOf(written: LabelSelector | null | undefined): Selector | undefined {
  const selector = selectorOf(written);
  return isSelectorError(selector) ? undefined : selector;
}

/** All labels equal: the selector of Services, ReplicationControllers and nodeSelector. */
export function selectorOfLabels(labels: Labels): Selector {
  return sorted(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
}

/**
 * Reads selector text (`app in (a,b),!old`) as kubectl and the API server do.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/labels/selector.go Parse.
 */
export function parseSelector(text: string): Selector | SelectorError {
  const requirements = parseRequirements(text);
  return 'error' in requirements ? requirements : sorted(requirements);
}

export function isSelectorError(selector: Selector | undefined | SelectorError): selector is SelectorError {
  return selector !== undefined && 'error' in selector;
}

export function matches(selector: Selector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  for (const requirement of selector) if (!holds(requirement, labels ?? NO_LABELS)) return false;
  return true;
}

/** The canonical text, which parses to the same selector. */
export function formatSelector(selector: Selector | undefined): string {
  return (selector ?? []).map(formatRequirement).join(',');
}

const NO_LABELS: Labels = {};
const selectorByObject = new WeakMap<LabelSelector, Selector | SelectorError>();

const OPERATOR_BY_NAME: Readonly<Record<string, Operator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

function convert(written: LabelSelector): Selector | SelectorError {
  const requirements: Requirement[] = [];
  const equal = Object.entries(written.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: '=', values: [value] }));
  for (const requirement of equal) {
    const problem = requirementProblem(requirement);
    if (problem !== undefined) return { error: problem };
    requirements.push(requirement);
  }
  // Objects not yet validated may lack what has to be there.
  for (const { key = '', operator: name = '', values = [] } of written.matchExpressions ?? []) {
    const operator = OPERATOR_BY_NAME[name];
    if (operator === undefined) return { error: `${quoteGo(name)} is not a valid label selector operator` };
    const requirement: Requirement = { key, operator, values };
    const problem = requirementProblem(requirement);
    if (problem !== undefined) return { error: problem };
    requirements.push(requirement);
  }
  return sorted(requirements);
}

function sorted(requirements: readonly Requirement[]): Selector {
  return [...requirements].sort((a, b) => compareGo(a.key, b.key));
}
