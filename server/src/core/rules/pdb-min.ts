import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { coveredBy, mustStay } from './budgets.ts';
import { setting as setTo } from './fixes.ts';
import { type Check, found } from './rule.ts';

/** Where an autoscaler decides on the number, `pdb-vs-hpa` looks at it; that nothing may ever go is told by `pdb-zero`. */
export const check: Check = (resource, setting) => {
  const path = ['spec', 'minAvailable'];
  const minAvailable = valueAt(resource.value, path);
  const covered = minAvailable === undefined || minAvailable === '100%' ? undefined : coveredBy(resource, setting);
  if (covered === undefined || covered.leastScaled !== undefined || covered.replicas === 0) return [];
  const { replicas, object } = covered;
  const least = mustStay(minAvailable, replicas);
  if (least === undefined || least < replicas) return [];
  const fixes = replicas > 1 ? setTo(resource, ['spec'], 'minAvailable', replicas - 1) : [];
  return [found(resource, path, message('rules.pdbMin', { least, replicas, name: object.definition.name }), { fixes })];
};
