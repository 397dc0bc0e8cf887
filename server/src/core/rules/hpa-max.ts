import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

/** A maximum below the minimum is refused by the API server. */
export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'HorizontalPodAutoscaler' || !isObject(value.spec)) return [];
  const { minReplicas = 1, maxReplicas: count } = value.spec;
  if (typeof count !== 'number' || count !== minReplicas) return [];
  const fixes = setting(resource, ['spec'], 'maxReplicas', count + 1);
  return [found(resource, ['spec', 'maxReplicas'], message('rules.hpaMax', { count }), { fixes })];
};
