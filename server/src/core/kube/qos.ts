import type { Pod } from '../generated/api.ts';
import { compare, type Quantity, signOf } from './quantity.ts';
import { addResources, type Resources, resourcesOf, type WrittenResources } from './resource-list.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/**
 * The quality-of-service class from cpu and memory alone; zero amounts count as not written.
 *
 * Mirrors pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS.
 */
export function qosClassOf(pod: Pod): QosClass {
  const owners = pod.spec?.resources ? [pod.spec] : [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const requests = new Map<string, Quantity>();
  const limits = new Map<string, Quantity>();
  let isEveryOneLimited = true;
  for (const { resources } of owners) {
    addResources(requests, counted(resources?.requests));
    const own = counted(resources?.limits);
    addResources(limits, own);
    if (own.size < COUNTED.size) isEveryOneLimited = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const isGuaranteed = isEveryOneLimited && requests.size === limits.size && isEqual(requests, limits);
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

const COUNTED: ReadonlySet<string> = new Set(['cpu', 'memory']);

function counted(written: WrittenResources | undefined): Resources {
  return new Map([...resourcesOf(written)].filter(([name, amount]) => COUNTED.has(name) && signOf(amount) > 0));
}

function isEqual(requests: Resources, limits: Resources): boolean {
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    if (limit === undefined || compare(limit, request) !== 0) return false;
  }
  return true;
}
