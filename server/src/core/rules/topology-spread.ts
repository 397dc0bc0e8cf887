import { message } from '../text/text.ts';
import { adding } from './fixes.ts';
import { itemsAt } from './pods.ts';
import { replicatedOf, SPREAD } from './replicated.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const workload = replicatedOf(resource);
  if (workload === undefined || itemsAt(workload.pod.spec, SPREAD).length > 0) return [];
  const { pod, matchLabels } = workload;
  const constraint = { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' };
  const fixes =
    matchLabels === undefined
      ? []
      : adding(resource, pod.path, 'topologySpreadConstraints', { ...constraint, labelSelector: { matchLabels } });
  return [found(resource, [...pod.path, ...SPREAD], message('rules.topologySpread'), { fixes })];
};
