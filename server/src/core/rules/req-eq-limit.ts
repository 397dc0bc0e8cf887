import { type Json, valueAt } from '../base/json.ts';
import { compare, quantityOf } from '../kube/quantity.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

const NAMES = ['cpu', 'memory', 'ephemeral-storage'];

/** Only pods whose requests are their limits are of the class Guaranteed. A request that is not written is taken from the limit. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    NAMES.flatMap((name) => {
      const [request, limit] = ['requests', 'limits'].map((part) => amountOf(valueAt(container, ['resources', part, name])));
      if (request === undefined || limit === undefined || compare(quantityOf(request), quantityOf(limit)) === 0) return [];
      const place = [...path, 'resources', 'requests'];
      const words = message('rules.reqEqLimit', { name, request: String(request), limit: String(limit) });
      return [found(resource, [...place, name], words, { fixes: setting(resource, place, name, limit) })];
    }),
  );

function amountOf(value: Json | undefined): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
