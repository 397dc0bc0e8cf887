import { valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { itemsAt, textAt } from './pods.ts';
import type { Check, RuleFinding, Setting } from './rule.ts';
import { missingObject } from './workspace.ts';

/** Roles that every cluster has; `system:` begins the names of further ones. */
const BUILT_IN: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

/** What a binding refers to: its role, and service accounts. */
export const check: Check = (resource, setting) => {
  const { kind, namespace, value } = resource;
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return [];
  const accounts = itemsAt(value, ['subjects']).flatMap((subject, index): readonly RuleFinding[] => {
    const name = textAt(subject, 'name');
    if (textAt(subject, 'kind') !== 'ServiceAccount' || name === undefined || name === 'default') return [];
    const of: Resource = { ...resource, namespace: textAt(subject, 'namespace') ?? namespace };
    return missingObject(of, { kind: 'ServiceAccount', name, path: ['subjects', index, 'name'] }, setting);
  });
  return [...missingRole(resource, setting), ...accounts];
};

function missingRole(resource: Resource, setting: Setting): readonly RuleFinding[] {
  const kind = textAt(resource.value, 'roleRef', 'kind');
  const name = textAt(valueAt(resource.value, ['roleRef', 'name']));
  if (name === undefined || (kind !== 'Role' && kind !== 'ClusterRole')) return [];
  if (kind === 'ClusterRole' && (BUILT_IN.has(name) || name.startsWith('system:'))) return [];
  return missingObject(resource, { kind, name, path: ['roleRef', 'name'] }, setting);
}
