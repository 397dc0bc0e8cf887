import type { Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { itemsAt } from './pods.ts';

/** A resource of the core group that a role grants, e.g. `pods/exec`. */
interface Granted {
  readonly resource: string;
  readonly verbs: readonly unknown[];
  /** Of the resource's name, below the object. */
  readonly path: Path;
}

/** What the rules of a role grant of the core group. `*` has a rule of its own, `rbac-wildcard`. */
export function grantedInCore({ kind, value }: Resource): readonly Granted[] {
  if (kind !== 'Role' && kind !== 'ClusterRole') return [];
  return itemsAt(value, ['rules']).flatMap((rule, index) => {
    const groups = itemsAt(rule, ['apiGroups']);
    if (!groups.includes('') && !groups.includes('*')) return [];
    const verbs = itemsAt(rule, ['verbs']);
    return itemsAt(rule, ['resources']).flatMap((resource, at) =>
      typeof resource === 'string' ? [{ resource, verbs, path: ['rules', index, 'resources', at] }] : [],
    );
  });
}
