import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

/** A budget without a number protects nothing: every eviction is refused until somebody gives it one. */
export const check: Check = (resource) => {
  const { kind, value } = resource;
  const spec = isObject(value.spec) ? value.spec : {};
  if (kind !== 'PodDisruptionBudget' || isSet(spec.minAvailable) || isSet(spec.maxUnavailable)) return [];
  const fixes = setting(resource, ['spec'], 'maxUnavailable', 1);
  return [found(resource, ['spec'], message('rules.pdbPolicy'), { fixes, onKey: true })];
};

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
