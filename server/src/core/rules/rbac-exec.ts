import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { grantedInCore } from './role-rules.ts';
import { type Check, found } from './rule.ts';

const INSIDE_PODS: ReadonlySet<string> = new Set(['pods/exec', 'pods/attach', 'pods/*', '*/exec', '*/attach']);

export const check: Check = (resource) =>
  grantedInCore(resource)
    .filter((each) => INSIDE_PODS.has(each.resource) && each.verbs.length > 0)
    .map((each) =>
      found(resource, each.path, message('rules.rbacExec', { resource: each.resource }), { fixes: removal(resource, each.path) }),
    );
