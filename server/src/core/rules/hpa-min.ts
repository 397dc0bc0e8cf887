import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

const ENOUGH = 3;

/** Raising it above the maximum would be refused: there is no fix then. */
export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'HorizontalPodAutoscaler' || !isObject(value.spec)) return [];
  const { minReplicas: count = 1, maxReplicas } = value.spec;
  if (typeof count !== 'number' || count >= ENOUGH) return [];
  const fits = typeof maxReplicas === 'number' && maxReplicas >= ENOUGH;
  const fixes = fits ? setting(resource, ['spec'], 'minReplicas', ENOUGH) : [];
  return [found(resource, ['spec', 'minReplicas'], message('rules.hpaMin', { count }), { fixes })];
};
