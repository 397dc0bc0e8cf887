import { message } from '../text/text.ts';
import { textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const isBinding = resource.kind === 'ClusterRoleBinding' || resource.kind === 'RoleBinding';
  if (!isBinding || textAt(resource.value, 'roleRef', 'name') !== 'cluster-admin') return [];
  return [found(resource, ['roleRef', 'name'], message('rules.rbacClusterAdmin'))];
};
