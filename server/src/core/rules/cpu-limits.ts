import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** A pod's own limit holds for all its containers together. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const cpu = ['resources', 'limits', 'cpu'];
    if ([container, pod.spec].some((each) => valueAt(each, cpu) !== undefined)) return [];
    const fixes = setting(
      resource,
      [...path, 'resources', 'limits'],
      'cpu',
      startingLimit(valueAt(container, ['resources', 'requests', 'cpu'])),
    );
    return [found(resource, [...path, ...cpu], message('rules.cpuLimits'), { fixes })];
  });

/** A limit below the request would be refused: what is requested is the least that can be written. */
function startingLimit(request: unknown): string | number {
  return typeof request === 'string' || typeof request === 'number' ? request : '100m';
}
