import type { Container, Pod, ResourceRequirements } from '../generated/api.ts';
import { containersLimits, containersRequests, isPodLevelResource } from './effective-requests.ts';
import { formatQuantity, quantityOf, roundUpToMilli } from './quantity.ts';
import type { WrittenResources } from './resource-list.ts';

/**
 * The pod as the API server completes its resources: amounts rounded up to thousandths, requests taken from limits,
 * and where the pod itself has limits, its requests from its containers.
 *
 * Mirrors SetDefaults_ResourceList and SetDefaults_Pod of pkg/apis/core/v1/defaults.go.
 */
export function withResourceDefaults(pod: Pod): Pod {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const completed: Pod = {
    ...pod,
    spec: {
      ...spec,
      containers: (spec.containers ?? []).map(completeContainer), // a manifest may lack what the API demands
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(completeContainer) }),
      ...(spec.overhead === undefined ? {} : { overhead: rounded(spec.overhead) }),
      ...(spec.resources === undefined ? {} : { resources: roundRequirements(spec.resources) }),
    },
  };
  return completePodLevel(completed);
}

/** Every amount of a list rounded up to thousandths, as decoding does (SetDefaults_ResourceList). */
export function rounded(written: WrittenResources): Record<string, string> {
  const entries = Object.entries(written).map(([name, amount]) => [name, formatQuantity(roundUpToMilli(quantityOf(amount)))]);
  return Object.fromEntries(entries);
}

function completeContainer(container: Container): Container {
  if (container.resources === undefined) return container;
  const resources = roundRequirements(container.resources);
  const requests = resources.limits === undefined ? resources.requests : { ...resources.limits, ...resources.requests };
  return { ...container, resources: { ...resources, ...(requests === undefined ? {} : { requests }) } };
}

function roundRequirements(resources: ResourceRequirements): ResourceRequirements {
  return {
    ...resources,
    ...(resources.limits === undefined ? {} : { limits: rounded(resources.limits) }),
    ...(resources.requests === undefined ? {} : { requests: rounded(resources.requests) }),
  };
}

/** Only a pod that already writes some of its own resources gets the rest of them. */
function completePodLevel(pod: Pod): Pod {
  const own = pod.spec?.resources;
  if (pod.spec === undefined || own === undefined) return pod;
  const limits = completePodLimits(pod, own);
  const resources = { ...own, ...(limits === undefined ? {} : { limits }) };
  if (limits === undefined || Object.keys(limits).length === 0) return { ...pod, spec: { ...pod.spec, resources } };
  const requests: Record<string, string | number> = { ...own.requests };
  for (const [name, amount] of containersRequests(pod)) {
    if (isPodLevelResource(name) && isOvercommittable(name)) requests[name] ??= formatQuantity(amount);
  }
  for (const [name, amount] of Object.entries(limits)) if (isPodLevelResource(name)) requests[name] ??= amount;
  return { ...pod, spec: { ...pod.spec, resources: { ...resources, ...(Object.keys(requests).length === 0 ? {} : { requests }) } } };
}

/** Huge pages that only the containers limit become a limit of the pod. */
function completePodLimits(pod: Pod, own: ResourceRequirements): WrittenResources | undefined {
  if (Object.keys(own.limits ?? {}).length === 0 && Object.keys(own.requests ?? {}).length === 0) return own.limits;
  const limits: Record<string, string | number> = { ...own.limits };
  for (const [name, amount] of containersLimits(pod)) {
    if (name.startsWith('hugepages-') && own.requests?.[name] === undefined) limits[name] ??= formatQuantity(amount);
  }
  return Object.keys(limits).length === 0 ? own.limits : limits;
}

/** Huge pages cannot be promised twice, other native resources can. */
function isOvercommittable(name: string): boolean {
  return !name.startsWith('hugepages-');
}
