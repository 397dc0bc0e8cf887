import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf, isWindows } from './pods.ts';
import { type Check, found } from './rule.ts';

/** A container without a profile of its own has that of its pod. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const profile = ['securityContext', 'seccompProfile'];
    if (isWindows(pod) || [container, pod.spec].some((each) => valueAt(each, profile) !== undefined)) return [];
    const fixes = setting(resource, [...path, 'securityContext'], 'seccompProfile', { type: 'RuntimeDefault' });
    return [found(resource, [...path, ...profile], message('rules.seccomp'), { fixes })];
  });
