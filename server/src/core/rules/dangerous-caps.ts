import { message } from '../text/text.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const DANGEROUS: ReadonlySet<unknown> = new Set(['ALL', 'SYS_ADMIN', 'NET_ADMIN', 'CAP_SYS_ADMIN', 'CAP_NET_ADMIN']);

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    const place = ['securityContext', 'capabilities', 'add'];
    return itemsAt(container, place).flatMap((capability, index) =>
      DANGEROUS.has(capability)
        ? [found(resource, [...path, ...place, index], message('rules.dangerousCaps', { capability: String(capability) }))]
        : [],
    );
  });
