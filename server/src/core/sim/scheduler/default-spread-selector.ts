import type { Requirement } from '../../kube/label-requirement.ts';
import { matches, type Selector, selectorOfLabels, validSelectorOf } from '../../kube/label-selector.ts';
import type { Cluster } from '../cluster.ts';
import { controllerOf } from '../object.ts';
import type { PodInfo } from './cache/pod-info.ts';

/**
 * What default spreading counts as the pod's own kind: the selectors of all Services that select it, together with that of its
 * ReplicationController, ReplicaSet or StatefulSet. Empty when there is none of these
 * (`pkg/scheduler/framework/plugins/helper/spread.go`, DefaultSelector).
 */
export function defaultSpreadSelector(pod: PodInfo, objects: Cluster): Selector {
  const labels: Record<string, string> = {};
  for (const { spec } of objects.listIn('Service', pod.namespace)) {
    if (spec?.selector && selects(spec.selector, pod)) Object.assign(labels, spec.selector);
  }
  const owner = controllerOf(pod.pod);
  const name = owner?.name ?? '';
  switch (owner === undefined ? '' : `${owner.apiVersion} ${owner.kind}`) {
    case 'v1 ReplicationController':
      Object.assign(labels, objects.get('ReplicationController', pod.namespace, name)?.spec?.selector);
      return selectorOfLabels(labels);
    case 'apps/v1 ReplicaSet':
      return [...selectorOfLabels(labels), ...requirements(objects.get('ReplicaSet', pod.namespace, name)?.spec?.selector)];
    case 'apps/v1 StatefulSet':
      return [...selectorOfLabels(labels), ...requirements(objects.get('StatefulSet', pod.namespace, name)?.spec?.selector)];
    default:
      return selectorOfLabels(labels);
  }
}

function selects(selector: Readonly<Record<string, string>>, pod: PodInfo): boolean {
  return matches(selectorOfLabels(selector), pod.labels);
}

function requirements(written: Parameters<typeof validSelectorOf>[0]): readonly Requirement[] {
  return validSelectorOf(written) ?? [];
}
