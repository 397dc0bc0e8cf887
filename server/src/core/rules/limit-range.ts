import { claimLimitProblems, podLimitProblems } from '../kube/limit-range.ts';
import { message } from '../text/text.ts';
import { admittedPod, asClaim, limitRangesFor } from './admission-objects.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** What the LimitRanges of the namespace refuse, in the server's own words. */
export const check: Check = (resource, setting) => {
  const pod = podOf(resource);
  const isClaim = resource.kind === 'PersistentVolumeClaim';
  if (pod === undefined && !isClaim) return [];
  const limitRanges = limitRangesFor(resource, setting);
  const admitted = admittedPod(resource, limitRanges);
  return limitRanges.flatMap((limitRange) => {
    const problems = admitted === undefined ? claimLimitProblems(limitRange, asClaim(resource)) : podLimitProblems(limitRange, admitted);
    const words = message('rules.limitRange', { name: limitRange.metadata?.name ?? '', problems: [...new Set(problems)].join(', ') });
    const path = pod === undefined ? ['spec', 'resources', 'requests', 'storage'] : [...pod.path, 'containers'];
    return problems.length === 0 ? [] : [found(resource, path, words, { onKey: true })];
  });
};
