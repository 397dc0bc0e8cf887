import { didYouMean } from '../base/did-you-mean.ts';
import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { namespacePolicy } from '../verdict/pod-security/namespace-policy.ts';
import { LEVELS } from '../verdict/pod-security/policy.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

/** Where Pod Security admission is on, as it is by default, such a namespace is refused. */
export const check: Check = (resource) => {
  if (resource.kind !== 'Namespace') return [];
  const path = ['metadata', 'labels'];
  return namespacePolicy(valueAt(resource.value, path)).problems.map(({ label, value, detail }) => {
    const [near] = label.endsWith('-version') ? [] : didYouMean(value.toLowerCase(), LEVELS);
    const fixes = near === undefined ? [] : setting(resource, path, label, near.text);
    return found(resource, [...path, label], message('rules.podSecurityLabel', { value, detail }), { fixes });
  });
};
