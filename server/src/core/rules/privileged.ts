import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    if (valueAt(container, ['securityContext', 'privileged']) !== true) return [];
    const fixes = setting(resource, [...path, 'securityContext'], 'privileged', false);
    return [found(resource, [...path, 'securityContext', 'privileged'], message('rules.privileged'), { fixes })];
  });
