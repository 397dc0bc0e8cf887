import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** A pod's own limit holds for all its containers together. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const isSet = valueAt(container, ['resources', 'limits', 'memory']) !== undefined;
    if (isSet || valueAt(pod.spec, ['resources', 'limits', 'memory']) !== undefined) return [];
    const place = [...path, 'resources', 'limits'];
    return [found(resource, [...place, 'memory'], message('rules.memoryLimits'), { fixes: setting(resource, place, 'memory', '512Mi') })];
  });
