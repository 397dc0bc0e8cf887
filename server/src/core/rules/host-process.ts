import { type Path, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

const FIELD: Path = ['securityContext', 'windowsOptions', 'hostProcess'];

export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const parts = [{ path: pod.path, value: pod.spec }, ...containersOf(resource).map(({ path, container }) => ({ path, value: container }))];
  return parts.flatMap(({ path, value }) => {
    const place = [...path, ...FIELD];
    return valueAt(value, FIELD) === true
      ? [found(resource, place, message('rules.hostProcess'), { fixes: removal(resource, place) })]
      : [];
  });
};
