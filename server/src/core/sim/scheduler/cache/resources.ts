import type { Pod } from '../../../generated/api.ts';
import { hasPodLevelRequests, podRequests as requestedQuantities } from '../../../kube/effective-requests.ts';
import { milliValue, type Quantity, value, ZERO } from '../../../kube/quantity.ts';
import { type Resources as Quantities, resourcesOf, type WrittenResources } from '../../../kube/resource-list.ts';

/** Amounts as the scheduler adds and compares them: integers, rounded up (`pkg/scheduler/framework/types.go`, Resource). */
export interface Resources {
  cpuMilli: number;
  memoryBytes: number;
  ephemeralBytes: number;
  /** Only of a node: how many pods it takes. */
  pods: number;
  /** Extended resources, huge pages and the like, by name. */
  scalars: Map<string, number>;
}

export function emptyResources(): Resources {
  return { cpuMilli: 0, memoryBytes: 0, ephemeralBytes: 0, pods: 0, scalars: new Map() };
}

export function readResources(written: WrittenResources | undefined): Resources {
  return written === undefined ? emptyResources() : toResources(resourcesOf(written));
}

export function addResources(total: Resources, more: Readonly<Resources>, sign: 1 | -1): void {
  total.cpuMilli += sign * more.cpuMilli;
  total.memoryBytes += sign * more.memoryBytes;
  total.ephemeralBytes += sign * more.ephemeralBytes;
  for (const [name, amount] of more.scalars) total.scalars.set(name, (total.scalars.get(name) ?? 0) + sign * amount);
}

/** What a pod counts with on a node. */
export function podRequests(pod: Pod): Resources {
  return toResources(requestedQuantities(pod, { withStatus: true }));
}

/**
 * cpu and memory with 100m and 200Mi for containers that request none. With pod-level requests that holds only for a resource that the
 * pod as a whole leaves out (`PodInfo.CalculateResource`).
 */
export function podScoringRequests(pod: Pod, requests: Resources): { cpuMilli: number; memoryBytes: number } {
  const { cpuMilli, memoryBytes } = toResources(requestedQuantities(pod, { withStatus: true, withDefaults: true }));
  if (!hasPodLevelRequests(pod.spec)) return { cpuMilli, memoryBytes };
  const stated = requestedQuantities(pod, { withStatus: true });
  return {
    cpuMilli: stated.has('cpu') ? requests.cpuMilli : cpuMilli,
    memoryBytes: stated.has('memory') ? requests.memoryBytes : memoryBytes,
  };
}

/** One resource of a pod in the unit of scoring: milli for cpu, whole units for all else. */
export function amountOf(quantities: Quantities, resource: string): number {
  const quantity: Quantity = quantities.get(resource) ?? ZERO;
  return Number(resource === 'cpu' ? milliValue(quantity) : value(quantity));
}

/** The amount of one resource, 0 where there is none. */
export function amountIn(resources: Resources, name: string): number {
  switch (name) {
    case 'cpu':
      return resources.cpuMilli;
    case 'memory':
      return resources.memoryBytes;
    case 'ephemeral-storage':
      return resources.ephemeralBytes;
    default:
      return resources.scalars.get(name) ?? 0;
  }
}

/** Resources that are counted by name (`pkg/scheduler/util/utils.go`, IsScalarResourceName). */
export function isScalarResource(name: string): boolean {
  return (
    isExtendedResource(name) || name.startsWith('hugepages-') || name.includes('kubernetes.io/') || name.startsWith('attachable-volumes-')
  );
}

/** `example.com/gpu`: a domain that is not Kubernetes' own (`pkg/apis/core/v1/helper`, IsExtendedResourceName). */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

function toResources(quantities: Quantities): Resources {
  const resources = emptyResources();
  for (const [name, quantity] of quantities) {
    switch (name) {
      case 'cpu':
        resources.cpuMilli = Number(milliValue(quantity));
        break;
      case 'memory':
        resources.memoryBytes = Number(value(quantity));
        break;
      case 'ephemeral-storage':
        resources.ephemeralBytes = Number(value(quantity));
        break;
      case 'pods':
        resources.pods = Number(value(quantity));
        break;
      default:
        if (isScalarResource(name)) resources.scalars.set(name, Number(value(quantity)));
    }
  }
  return resources;
}
