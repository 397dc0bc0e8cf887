import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { adding } from './fixes.ts';
import { itemsAt, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** The Secret of the certificate has to be made yet: the fix names where it will be looked for. */
export const check: Check = (resource) => {
  const { kind, name, value } = resource;
  if (kind !== 'Ingress' || !isObject(value.spec) || itemsAt(value.spec, ['tls']).length > 0) return [];
  const hosts = itemsAt(value.spec, ['rules']).flatMap((each) => textAt(each, 'host') ?? []);
  const tls = { ...(hosts.length === 0 ? {} : { hosts: [...new Set(hosts)] }), secretName: `${name ?? 'ingress'}-tls` };
  return [found(resource, ['spec', 'tls'], message('rules.ingressTls'), { fixes: adding(resource, ['spec'], 'tls', tls) })];
};
