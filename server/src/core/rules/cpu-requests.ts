import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** A limit is the request too where none is written. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const isSet =
      valueAt(container, ['resources', 'requests', 'cpu']) !== undefined ||
      valueAt(container, ['resources', 'limits', 'cpu']) !== undefined;
    if (isSet || valueAt(pod.spec, ['resources', 'requests', 'cpu']) !== undefined) return [];
    const place = [...path, 'resources', 'requests'];
    return [found(resource, [...place, 'cpu'], message('rules.cpuRequests'), { fixes: setting(resource, place, 'cpu', '100m') })];
  });
