import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { itemsAt } from './pods.ts';
import { grantedInCore } from './role-rules.ts';
import { type Check, found } from './rule.ts';

/** Rules for some Secrets by name are what this rule asks for. */
export const check: Check = (resource) =>
  grantedInCore(resource)
    .filter(({ resource: name, verbs, path }) => name === 'secrets' && verbs.length > 0 && !isNarrowed(resource, Number(path[1])))
    .map(({ path }) => found(resource, path, message('rules.rbacSecrets')));

function isNarrowed({ value }: Resource, rule: number): boolean {
  return itemsAt(value, ['rules', rule, 'resourceNames']).length > 0;
}
