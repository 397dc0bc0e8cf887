import { message } from '../text/text.ts';
import { textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const place = ['metadata', 'labels', 'owner'];
  return textAt(resource.value, ...place) === undefined ? [found(resource, place, message('rules.ownerLabel'))] : [];
};
