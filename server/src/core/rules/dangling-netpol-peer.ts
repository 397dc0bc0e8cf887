import { type Path, valueAt } from '../base/json.ts';
import { itemsAt } from './pods.ts';
import type { Check } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { selectsNothing } from './workspace.ts';

/** A peer with a namespaceSelector means pods of other namespaces, wherever they are written. */
export const check: Check = (resource, setting) => {
  if (resource.kind !== 'NetworkPolicy') return [];
  const lists = (['ingress', 'egress'] as const).flatMap((way) =>
    itemsAt(resource.value, ['spec', way]).map((_, index): Path => ['spec', way, index, way === 'ingress' ? 'from' : 'to']),
  );
  return lists.flatMap((list) =>
    itemsAt(resource.value, list).flatMap((peer, index) => {
      const path = [...list, index, 'podSelector'];
      const selector = narrowSelector(valueAt(peer, ['podSelector']));
      const isElsewhere = valueAt(peer, ['namespaceSelector']) !== undefined;
      return selector === undefined || isElsewhere
        ? []
        : selectsNothing(resource, { selector, path, namespace: resource.namespace }, setting);
    }),
  );
};
