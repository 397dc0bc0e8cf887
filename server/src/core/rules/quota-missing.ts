import { isInScopes } from '../kube/quota-scope.ts';
import { missingAmounts } from '../kube/quota-usage.ts';
import { message } from '../text/text.ts';
import { admittedPod, limitRangesFor, quotasFor } from './admission-objects.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Where a quota counts a resource, every container has to say how much of it it wants, or its pod is refused. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  const quotas = pod === undefined ? [] : quotasFor(resource, setting);
  const admitted = quotas.length === 0 ? undefined : admittedPod(resource, limitRangesFor(resource, setting));
  if (pod === undefined || admitted === undefined) return [];
  const counted = { is: 'pod', object: admitted } as const;
  return quotas.flatMap((quota) => {
    const missing = isInScopes(quota, counted) ? missingAmounts(counted, Object.keys(quota.spec?.hard ?? {})) : undefined;
    if (missing === undefined) return [];
    const words = message('rules.quotaMissing', { name: quota.metadata?.name ?? '', missing });
    return [found(resource, [...pod.path, 'containers'], words, { onKey: true })];
  });
};
