import { message } from '../text/text.ts';
import { itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  if (resource.kind !== 'Role' && resource.kind !== 'ClusterRole') return [];
  return itemsAt(resource.value, ['rules']).flatMap((rule, index) =>
    (['apiGroups', 'resources', 'verbs'] as const).flatMap((key) => {
      const at = itemsAt(rule, [key]).indexOf('*');
      return at < 0 ? [] : [found(resource, ['rules', index, key, at], message('rules.rbacWildcard', { key }))];
    }),
  );
};
