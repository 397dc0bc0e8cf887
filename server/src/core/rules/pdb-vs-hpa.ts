import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { coveredBy, mustStay } from './budgets.ts';
import { setting as setTo } from './fixes.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource, setting) => {
  const path = ['spec', 'minAvailable'];
  const minAvailable = valueAt(resource.value, path);
  const covered = minAvailable === undefined || minAvailable === '100%' ? undefined : coveredBy(resource, setting);
  if (covered?.leastScaled === undefined || covered.leastScaled === 0) return [];
  const { leastScaled, object } = covered;
  const least = mustStay(minAvailable, leastScaled);
  if (least === undefined || least < leastScaled) return [];
  const fixes = leastScaled > 1 ? setTo(resource, ['spec'], 'minAvailable', leastScaled - 1) : [];
  return [found(resource, path, message('rules.pdbVsHpa', { least, replicas: leastScaled, name: object.definition.name }), { fixes })];
};
