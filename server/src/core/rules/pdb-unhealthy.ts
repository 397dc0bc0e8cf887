import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

const FIELD = 'unhealthyPodEvictionPolicy';

export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'PodDisruptionBudget' || !isObject(value.spec) || value.spec[FIELD] === 'AlwaysAllow') return [];
  return [found(resource, ['spec', FIELD], message('rules.pdbUnhealthy'), { fixes: setting(resource, ['spec'], FIELD, 'AlwaysAllow') })];
};
