import { message } from '../text/text.ts';
import { grantedInCore } from './role-rules.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  grantedInCore(resource)
    .filter((each) => each.resource === 'pods' && (each.verbs.includes('create') || each.verbs.includes('*')))
    .map(({ path }) => found(resource, path, message('rules.rbacCreatePods')));
