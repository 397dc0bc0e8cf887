import { isObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';

/** `email`, and the same behind a prefix (`example.com/email`). */
export const check: Check = (resource) => {
  const annotations = valueAt(resource.value, ['metadata', 'annotations']);
  const isThere = Object.entries(isObject(annotations) ? annotations : {}).some(
    ([key, value]) => /(?:^|[/-])e-?mail$/.test(key) && /^\S+@\S+$/.test(String(value)),
  );
  return isThere ? [] : [found(resource, ['metadata', 'annotations', 'email'], message('rules.ownerAnnotation'))];
};
