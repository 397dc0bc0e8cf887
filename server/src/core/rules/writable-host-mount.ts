import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf, itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) =>
    itemsAt(container, ['volumeMounts']).flatMap((mount, index) => {
      const volume = itemsAt(pod.spec, ['volumes']).find((each) => textAt(each, 'name') === textAt(mount, 'name'));
      const host = textAt(volume, 'hostPath', 'path');
      if (host === undefined || valueAt(mount, ['readOnly']) === true) return [];
      const place = [...path, 'volumeMounts', index];
      const fixes = setting(resource, place, 'readOnly', true);
      return [found(resource, [...place, 'readOnly'], message('rules.writableHostMount', { path: host }), { fixes })];
    }),
  );
