import type { Affinity, LabelSelector, PodAffinityTerm, WeightedPodAffinityTerm } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, forbidden, index, invalid, invalidFor, type Report, required } from '../field.ts';
import { dnsLabel, qualifiedName } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector.ts';

/** validateAffinity of pkg/apis/core/validation/validation.go. */
export function validateAffinity(report: Report, path: FieldPath, affinity: Affinity | undefined): void {
  if (affinity === undefined) return;
  const { nodeAffinity } = affinity;
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required !== undefined) validateNodeSelector(report, child(path, 'nodeAffinity', REQUIRED), required);
  eachItem(child(path, 'nodeAffinity', PREFERRED), nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution, (term, place) => {
    validateWeight(report, place, term.weight);
    validateNodeSelectorTerm(report, child(place, 'preference'), term.preference ?? {}, true);
  });
  for (const side of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity[side];
    eachItem(child(path, side, REQUIRED), terms?.requiredDuringSchedulingIgnoredDuringExecution, (term, place) => {
      validateTerm(report, place, term);
    });
    eachItem(child(path, side, PREFERRED), terms?.preferredDuringSchedulingIgnoredDuringExecution, (weighted, place) => {
      validateWeightedTerm(report, place, weighted);
    });
  }
}

/**
 * The keys whose values a pod's own labels give: ValidateMatchLabelKeysAndMismatchLabelKeys. By the time of this check the server
 * has added what they mean to the selector's expressions, so that a second expression with the same key gives them away.
 */
export function validateLabelKeys(
  report: Report,
  path: FieldPath,
  {
    matchLabelKeys = [],
    mismatchLabelKeys = [],
    labelSelector,
  }: Pick<PodAffinityTerm, 'matchLabelKeys' | 'mismatchLabelKeys' | 'labelSelector'>,
): void {
  validateKeys(report, child(path, 'matchLabelKeys'), matchLabelKeys, labelSelector);
  validateKeys(report, child(path, 'mismatchLabelKeys'), mismatchLabelKeys, labelSelector);
  const seen = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key = '' } of labelSelector?.matchExpressions ?? []) {
    const position = matchLabelKeys.lastIndexOf(key);
    if (position >= 0 && seen.has(key)) {
      const place = { text: index(path, position).text, at: [...path.at, 'matchLabelKeys', position] };
      invalid(report, place, key, 'exists in both matchLabelKeys and labelSelector', message('verdict.labelKeyInSelector'));
    }
    seen.add(key);
  }
  for (const [position, key] of matchLabelKeys.entries()) {
    if (!mismatchLabelKeys.includes(key)) continue;
    const place = index(child(path, 'matchLabelKeys'), position);
    invalid(report, place, key, 'exists in both matchLabelKeys and mismatchLabelKeys', message('verdict.labelKeyTwice'));
  }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function validateWeightedTerm(report: Report, path: FieldPath, { weight, podAffinityTerm }: WeightedPodAffinityTerm): void {
  validateWeight(report, path, weight);
  validateTerm(report, child(path, 'podAffinityTerm'), podAffinityTerm ?? { topologyKey: '' });
}

function validateWeight(report: Report, path: FieldPath, weight = 0): void {
  if (weight > 0 && weight <= 100) return;
  invalid(report, child(path, 'weight'), weight, 'must be in the range 1-100', message('verdict.between', { least: 1, most: 100 }));
}

/** validatePodAffinityTerm. The server calls the list of namespaces by the name of one. */
function validateTerm(report: Report, path: FieldPath, term: PodAffinityTerm): void {
  const { topologyKey = '', namespaces } = term;
  validateLabelSelector(report, child(path, 'labelSelector'), term.labelSelector);
  validateLabelSelector(report, child(path, 'namespaceSelector'), term.namespaceSelector);
  eachItem(child(path, 'namespaces'), namespaces, (name, place) => {
    invalidFor(report, { text: child(path, 'namespace').text, at: place.at }, name, dnsLabel(name));
  });
  validateLabelKeys(report, path, term);
  const at = child(path, 'topologyKey');
  if (topologyKey === '') required(report, at, 'can not be empty');
  invalidFor(report, at, topologyKey, qualifiedName(topologyKey));
}

function validateKeys(report: Report, path: FieldPath, keys: readonly string[], selector: LabelSelector | undefined): void {
  if (keys.length === 0) return;
  if (selector === undefined) {
    const detail = 'must not be specified when labelSelector is not set';
    forbidden(report, path, detail, message('verdict.labelKeysNeedSelector'));
    return;
  }
  eachItem(path, keys, (key, place) => invalidFor(report, place, key, qualifiedName(key)));
}
