import { type Json, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** A container is fine when it, or its pod where it says nothing itself, forbids root or names another user. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const own = (key: string): Json | undefined =>
      valueAt(container, ['securityContext', key]) ?? valueAt(pod.spec, ['securityContext', key]);
    const user = own('runAsUser');
    if (own('runAsNonRoot') === true || (typeof user === 'number' && user > 0)) return [];
    const fixes = user === 0 ? [] : setting(resource, [...path, 'securityContext'], 'runAsNonRoot', true);
    return [found(resource, [...path, 'securityContext', 'runAsNonRoot'], message('rules.runAsNonRoot'), { fixes })];
  });
