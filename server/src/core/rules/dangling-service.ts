import { valueAt } from '../base/json.ts';
import type { Check } from './rule.ts';
import { narrowLabels } from './selectors.ts';
import { selectsNothing } from './workspace.ts';

export const check: Check = (resource, setting) => {
  const path = ['spec', 'selector'];
  const selector = resource.kind === 'Service' ? narrowLabels(valueAt(resource.value, path)) : undefined;
  return selector === undefined ? [] : selectsNothing(resource, { selector, path, namespace: resource.namespace }, setting);
};
