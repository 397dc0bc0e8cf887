import { isObject, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { deleteEntry, insertEntry } from '../yaml/edit.ts';
import type { Step } from './fix-step.ts';

/** Fields of the beta versions that `apps/v1` does not have. */
const GONE = ['rollbackTo', 'templateGeneration'];

/**
 * A Deployment, DaemonSet, StatefulSet or ReplicaSet of a beta version as `apps/v1` wants it: the selector, which the beta
 * took from the labels of the template, is written out (`pkg/apis/extensions/v1beta1/defaults.go`, as it was until 1.15).
 */
export function rewriteWorkload({ path, value }: Resource): readonly Step[] {
  const spec = [...path, 'spec'];
  const labels = valueAt(value, ['spec', 'template', 'metadata', 'labels']);
  const hasSelector = isObject(valueAt(value, ['spec', 'selector']));
  const gone = GONE.filter((key) => valueAt(value, ['spec', key]) !== undefined);
  return [
    ...gone.map(
      (key): Step =>
        (document) =>
          deleteEntry(document, [...spec, key]),
    ),
    ...(hasSelector || !isObject(labels) || Object.keys(labels).length === 0
      ? []
      : ([(document) => insertEntry(document, spec, 'selector', { matchLabels: labels })] satisfies readonly Step[])),
  ];
}
