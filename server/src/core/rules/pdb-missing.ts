import { message } from '../text/text.ts';
import { addingDocument } from './fixes.ts';
import { labelsOf, podMetadataOf } from './pods.ts';
import { replicatedOf } from './replicated.ts';
import { type Check, found } from './rule.ts';
import { isSelected } from './workspace.ts';

export const check: Check = (resource, setting) => {
  const replicated = replicatedOf(resource);
  if (replicated === undefined) return [];
  const labels = labelsOf(podMetadataOf(resource));
  if (isSelected(setting, 'PodDisruptionBudget', { labels, namespace: resource.namespace })) return [];
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
