import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    itemsAt(container, ['ports']).flatMap((each, index) => {
      const isSsh = valueAt(each, ['containerPort']) === 22 && (textAt(each, 'protocol') ?? 'TCP') === 'TCP';
      const port = [...path, 'ports', index];
      return isSsh ? [found(resource, [...port, 'containerPort'], message('rules.sshPort'), { fixes: removal(resource, port) })] : [];
    }),
  );
