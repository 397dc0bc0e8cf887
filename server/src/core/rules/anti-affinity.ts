import { isObject, type JsonObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { itemsAt } from './pods.ts';
import { ANTI_AFFINITY, replicatedOf, SPREAD } from './replicated.ts';
import { type Check, found } from './rule.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** Spreading over nodes by constraint does the same. */
export const check: Check = (resource) => {
  const workload = replicatedOf(resource);
  if (workload === undefined) return [];
  const { pod, matchLabels } = workload;
  const isSpread = itemsAt(pod.spec, SPREAD).some((each) => isObject(each) && each.topologyKey === HOSTNAME);
  if (isSpread || valueAt(pod.spec, ANTI_AFFINITY) !== undefined) return [];
  const fixes = matchLabels === undefined ? [] : setting(resource, [...pod.path, 'affinity'], 'podAntiAffinity', preference(matchLabels));
  return [found(resource, [...pod.path, ...ANTI_AFFINITY], message('rules.antiAffinity'), { fixes })];
};

/** Preferred, not required: with few nodes the pods still run. */
function preference(matchLabels: JsonObject): JsonObject {
  const podAffinityTerm = { topologyKey: HOSTNAME, labelSelector: { matchLabels } };
  return { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
}
