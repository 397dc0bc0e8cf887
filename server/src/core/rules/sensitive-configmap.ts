import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';
import { isLiteralSecret, namesSecret } from './secret-words.ts';

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;

export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'ConfigMap' || !isObject(value.data)) return [];
  return Object.entries(value.data).flatMap(([key, text]) => {
    if (typeof text !== 'string' || text === '') return [];
    const isSecret = PRIVATE_KEY.test(text) || (namesSecret(key) && isLiteralSecret(text));
    return isSecret ? [found(resource, ['data', key], message('rules.sensitiveConfigmap', { key }), { onKey: true })] : [];
  });
};
