import { isObject, valueAt } from '../base/json.ts';
import { matches } from '../kube/label-selector.ts';
import { message } from '../text/text.ts';
import { addingDocument } from './fixes.ts';
import { labelsOf, podMetadataOf, podOf } from './pods.ts';
import { type Check, found } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { isNear, objectsOfKind, readObject } from './workspace.ts';

/** Pods that no policy selects take traffic from everywhere. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const labels = labelsOf(podMetadataOf(resource));
  const isSelected = objectsOfKind(setting, 'NetworkPolicy').some((policy) => {
    if (!isNear(policy.definition.namespace, resource.namespace)) return false;
    const written = valueAt(readObject(setting, policy), ['spec', 'podSelector']);
    const selector = narrowSelector(written);
    return selector === undefined ? isObject(written) : matches(selector, labels);
  });
  if (isSelected) return [];
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
