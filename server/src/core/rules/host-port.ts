import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    itemsAt(container, ['ports']).flatMap((port, index) => {
      if (!isObject(port) || typeof port.hostPort !== 'number' || port.hostPort === 0) return [];
      const place = [...path, 'ports', index, 'hostPort'];
      return [found(resource, place, message('rules.hostPort', { port: port.hostPort }), { fixes: removal(resource, place) })];
    }),
  );
