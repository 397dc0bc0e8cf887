import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const DANGEROUS: ReadonlySet<unknown> = new Set(['ALL', 'SYS_ADMIN', 'NET_ADMIN', 'CAP_SYS_ADMIN', 'CAP_NET_ADMIN']);

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path }) => {
    const place = [...path, 'securityContext', 'capabilities', 'add'];
    return itemsAt(resource.value, place).flatMap((capability, index) => {
      if (!DANGEROUS.has(capability)) return [];
      const item = [...place, index];
      const words = message('rules.dangerousCaps', { capability: String(capability) });
      return [found(resource, item, words, { fixes: removal(resource, item) })];
    });
  });
