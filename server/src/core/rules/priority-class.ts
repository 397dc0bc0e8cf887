import { message } from '../text/text.ts';
import { podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined || textAt(pod.spec, 'priorityClassName') !== undefined) return [];
  return [found(resource, [...pod.path, 'priorityClassName'], message('rules.priorityClass'))];
};
