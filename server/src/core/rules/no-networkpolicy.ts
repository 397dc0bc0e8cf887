import { message } from '../text/text.ts';
import { addingDocument } from './fixes.ts';
import { labelsOf, podMetadataOf, podOf } from './pods.ts';
import { type Check, found } from './rule.ts';
import { isSelected } from './workspace.ts';

/** Pods that no policy selects take traffic from everywhere. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const labels = labelsOf(podMetadataOf(resource));
  if (isSelected(setting, 'NetworkPolicy', { labels, namespace: resource.namespace })) return [];
  const { namespace } = resource;
  const metadata = { name: 'default-deny-ingress', ...(namespace === undefined ? {} : { namespace }) };
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
  return [found(resource, pod.path, message('rules.noNetworkpolicy'), { fixes: addingDocument(resource, policy), onKey: true })];
};
