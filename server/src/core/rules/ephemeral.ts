import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

const FIELD = 'ephemeral-storage';

/** A limit without a request is the request too. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    if (valueAt(container, ['resources', 'limits', FIELD]) !== undefined) return [];
    const request = valueAt(container, ['resources', 'requests', FIELD]);
    const place = [...path, 'resources', 'limits'];
    const fixes = setting(resource, place, FIELD, request ?? '1Gi');
    return [found(resource, [...place, FIELD], message('rules.ephemeral', { part: `limits.${FIELD}` }), { fixes })];
  });
