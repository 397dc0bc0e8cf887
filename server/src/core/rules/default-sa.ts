import { message } from '../text/text.ts';
import { podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Without its token, an account does no harm. */
export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined || pod.spec.automountServiceAccountToken === false) return [];
  const account = textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';
  return account === 'default' ? [found(resource, [...pod.path, 'serviceAccountName'], message('rules.defaultSa'))] : [];
};
