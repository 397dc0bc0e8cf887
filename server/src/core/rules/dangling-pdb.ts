import { valueAt } from '../base/json.ts';
import type { Check } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { selectsNothing } from './workspace.ts';

export const check: Check = (resource, setting) => {
  const path = ['spec', 'selector'];
  const selector = resource.kind === 'PodDisruptionBudget' ? narrowSelector(valueAt(resource.value, path)) : undefined;
  return selector === undefined ? [] : selectsNothing(resource, { selector, path, namespace: resource.namespace }, setting);
};
