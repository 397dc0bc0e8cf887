import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

/** A budget that never allows an eviction: no node below it can be drained. */
export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'PodDisruptionBudget' || !isObject(value.spec)) return [];
  const { maxUnavailable, minAvailable } = value.spec;
  if (maxUnavailable === 0 || maxUnavailable === '0%') {
    const fixes = setting(resource, ['spec'], 'maxUnavailable', 1);
    return [found(resource, ['spec', 'maxUnavailable'], message('rules.pdbZero'), { fixes })];
  }
  return minAvailable === '100%' ? [found(resource, ['spec', 'minAvailable'], message('rules.pdbZero'))] : [];
};
