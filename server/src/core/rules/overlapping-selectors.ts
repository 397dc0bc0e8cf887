import { valueAt } from '../base/json.ts';
import { isAt } from '../kube/object-index.ts';
import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';
import { narrowLabels, narrowSelector } from './selectors.ts';
import { isTogether, makersOfPods } from './workspace.ts';

const OWNERS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet']);

/** A workload whose selector takes the pods of another: a pod that has no owner yet goes to whichever comes first. */
export const check: Check = (resource, setting) => {
  const { kind, name, namespace, value } = resource;
  const written = valueAt(value, ['spec', 'selector']);
  const selector = kind === 'ReplicationController' ? narrowLabels(written) : narrowSelector(written);
  if (!OWNERS.has(kind) || selector === undefined) return [];
  const other = makersOfPods(setting, selector, namespace).find(
    (each) =>
      OWNERS.has(each.definition.kind) &&
      isTogether(each, resource, setting) &&
      !isAt(each, resource.document, resource.path) &&
      (each.definition.kind !== kind || each.definition.name !== name),
  );
  if (other === undefined) return [];
  const words = message('rules.overlappingSelectors', { kind: other.definition.kind, name: other.definition.name });
  return [found(resource, ['spec', 'selector'], words, { onKey: true })];
};
