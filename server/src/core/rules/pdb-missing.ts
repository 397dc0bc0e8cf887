import { isObject, valueAt } from '../base/json.ts';
import { matches } from '../kube/label-selector.ts';
import { message } from '../text/text.ts';
import { addingDocument } from './fixes.ts';
import { labelsOf, podMetadataOf } from './pods.ts';
import { replicatedOf } from './replicated.ts';
import { type Check, found } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { isNear, objectsOfKind, readObject } from './workspace.ts';

export const check: Check = (resource, setting) => {
  const replicated = replicatedOf(resource);
  if (replicated === undefined) return [];
  const labels = labelsOf(podMetadataOf(resource));
  const isCovered = objectsOfKind(setting, 'PodDisruptionBudget').some((budget) => {
    if (!isNear(budget.definition.namespace, resource.namespace)) return false;
    const written = valueAt(readObject(setting, budget), ['spec', 'selector']);
    const selector = narrowSelector(written);
    return selector === undefined ? isObject(written) : matches(selector, labels);
  });
  if (isCovered) return [];
  const { name = 'app', namespace } = resource;
  const { matchLabels } = replicated;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: matchLabels ?? {} } },
  };
  const fixes = matchLabels === undefined ? [] : addingDocument(resource, budget);
  return [found(resource, ['metadata', 'name'], message('rules.pdbMissing', { name }), { fixes })];
};
