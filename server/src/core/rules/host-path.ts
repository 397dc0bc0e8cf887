import { message } from '../text/text.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const pod = podOf(resource);
  return itemsAt(pod?.spec, ['volumes']).flatMap((volume, index) => {
    const host = textAt(volume, 'hostPath', 'path');
    if (pod === undefined || !(host !== undefined && !/docker\.sock$/.test(host))) return [];
    return [found(resource, [...pod.path, 'volumes', index, 'hostPath', 'path'], message('rules.hostPath', { path: host }))];
  });
};
