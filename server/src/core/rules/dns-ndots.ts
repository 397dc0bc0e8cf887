import { message } from '../text/text.ts';
import { adding } from './fixes.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Only `ClusterFirst` brings search domains of the cluster; with `Default` the pod resolves as its node does. */
export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined || !(textAt(pod.spec, 'dnsPolicy') ?? 'ClusterFirst').startsWith('ClusterFirst')) return [];
  if (itemsAt(pod.spec, ['dnsConfig', 'options']).some((each) => textAt(each, 'name') === 'ndots')) return [];
  const fixes = adding(resource, [...pod.path, 'dnsConfig'], 'options', { name: 'ndots', value: '2' });
  return [found(resource, [...pod.path, 'dnsConfig', 'options'], message('rules.dnsNdots'), { fixes })];
};
