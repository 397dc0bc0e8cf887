import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf, isWindows } from './pods.ts';
import { type Check, found } from './rule.ts';

const HIGHEST_OF_NODES = 10_000;

/** A container without an id of its own has that of its pod, and without that the image decides. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) =>
    (['runAsUser', 'runAsGroup'] as const).flatMap((key) => {
      const id = valueAt(container, ['securityContext', key]) ?? valueAt(pod.spec, ['securityContext', key]);
      if (isWindows(pod) || (typeof id === 'number' && id > HIGHEST_OF_NODES)) return [];
      const place = [...path, 'securityContext'];
      const fixes = setting(resource, place, key, HIGHEST_OF_NODES + 1);
      return [found(resource, [...place, key], message('rules.lowUidGid', { key }), { fixes })];
    }),
  );
