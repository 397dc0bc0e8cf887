import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const FIRST_OF_ALL_USERS = 1024;

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    itemsAt(container, ['ports']).flatMap((each, index) => {
      const port = valueAt(each, ['containerPort']);
      if (typeof port !== 'number' || port >= FIRST_OF_ALL_USERS) return [];
      return [found(resource, [...path, 'ports', index, 'containerPort'], message('rules.privilegedPorts', { port }))];
    }),
  );
