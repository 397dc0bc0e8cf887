import { valueAt } from '../base/json.ts';
import type { Check } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { selectsNothing } from './workspace.ts';

export const check: Check = (resource, setting) => {
  const path = ['spec', 'podSelector'];
  const selector = resource.kind === 'NetworkPolicy' ? narrowSelector(valueAt(resource.value, path)) : undefined;
  return selector === undefined ? [] : selectsNothing(resource, { selector, path, namespace: resource.namespace }, setting);
};
