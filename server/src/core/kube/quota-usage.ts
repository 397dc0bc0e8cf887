import type { PersistentVolumeClaim, Pod, Service } from '../generated/api.ts';
import { hasPodLevelResources, podLimits, podRequests } from './effective-requests.ts';
import { integerQuantity, larger, type Quantity, quantityOf, roundUp } from './quantity.ts';
import { addResources, type Resources, resourcesOf } from './resource-list.ts';
import { isExtendedResource, isHugePages, isNativeResource } from './resource-name.ts';

/** An object that a quota may count. */
export type Counted =
  | { readonly is: 'pod'; readonly object: Pod }
  | { readonly is: 'service'; readonly object: Service }
  | { readonly is: 'claim'; readonly object: PersistentVolumeClaim }
  /** Any other kind counts by number; `resource` is its plural with its group, e.g. `deployments.apps`. */
  | { readonly is: 'other'; readonly resource: string; readonly object: { readonly metadata?: { readonly name?: string } } };

/** The plural under which the API knows the object. */
export function resourceOf(counted: Counted): string {
  switch (counted.is) {
    case 'pod':
      return 'pods';
    case 'service':
      return 'services';
    case 'claim':
      return 'persistentvolumeclaims';
    case 'other':
      return counted.resource;
  }
}

/**
 * What an object takes from the quotas of its namespace. `nowMs` decides whether a terminating pod still counts.
 *
 * Mirrors pkg/quota/v1/evaluator/core (pods.go, services.go, persistent_volume_claims.go) and the generic object count.
 */
export function quotaUsage(counted: Counted, nowMs: number): Resources {
  const resource = resourceOf(counted);
  const usage = new Map<string, Quantity>([[`count/${resource}`, ONE]]);
  if (counted.is === 'pod') addPod(usage, counted.object, nowMs);
  else if (counted.is === 'service') addService(usage, counted.object);
  else if (counted.is === 'claim') addClaim(usage, counted.object);
  else if (ALIASED.has(resource)) usage.set(resource, ONE);
  return usage;
}

/** Those of a quota's resource names that this kind of object is counted under. */
export function countedNames(counted: Counted, names: readonly string[]): readonly string[] {
  const resource = resourceOf(counted);
  const isCounted = (name: string): boolean => {
    switch (counted.is) {
      case 'pod':
        return POD_RESOURCES.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-') || isExtendedRequest(name);
      case 'service':
        return SERVICE_RESOURCES.has(name);
      case 'claim':
        return CLAIM_RESOURCES.some((each) => name === each || name.endsWith(`${OF_CLASS}${each}`));
      case 'other':
        return ALIASED.has(resource) && name === resource;
    }
  };
  return names.filter((name) => name === `count/${resource}` || isCounted(name));
}

/** Requests and limits that each container must state because a quota counts them; undefined where all are stated. */
export function missingAmounts(counted: Counted, names: readonly string[]): string | undefined {
  if (counted.is !== 'pod' || hasPodLevelResources(counted.object.spec)) return undefined;
  const { spec } = counted.object;
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const missing = names
    .filter((name) => MUST_BE_STATED.has(name))
    .sort()
    .map((name) => {
      const without = containers.filter(
        ({ resources }) => !computeUsage(resourcesOf(resources?.requests), resourcesOf(resources?.limits)).has(name),
      );
      return { name, containers: [...new Set(without.map((container) => container.name))].sort() };
    })
    .filter((each) => each.containers.length > 0)
    .map((each) => `${each.name} for: ${each.containers.join(',')}`);
  return missing.length === 0 ? undefined : `must specify ${missing.join('; ')}`;
}

/** The class of a claim; the old annotation wins. '' where there is none. */
export function storageClassOf(claim: PersistentVolumeClaim): string {
  return claim.metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim.spec?.storageClassName ?? '';
}

const ONE = integerQuantity(1, 'DecimalSI');
const OF_CLASS = '.storageclass.storage.k8s.io/';
const DEVICE_CLASS = 'deviceclass.resource.kubernetes.io/';
/** Kinds that were counted under their bare name before `count/` existed. */
const ALIASED: ReadonlySet<string> = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);
const CLAIM_RESOURCES = ['persistentvolumeclaims', 'requests.storage'];
const SERVICE_RESOURCES: ReadonlySet<string> = new Set(['services', 'services.nodeports', 'services.loadbalancers']);
const MUST_BE_STATED: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const POD_RESOURCES: ReadonlySet<string> = new Set([
  'pods',
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
]);

function isExtendedRequest(name: string): boolean {
  return name.startsWith('requests.') && (!isNativeResource(name) || name.startsWith(`requests.${DEVICE_CLASS}`));
}

function addPod(usage: Map<string, Quantity>, pod: Pod, nowMs: number): void {
  if (!isPodInForce(pod, nowMs)) return;
  addResources(usage, computeUsage(podRequests(pod, { withStatus: true }), podLimits(pod)));
}

/** A finished pod, or one that should be gone by now, holds nothing but its place among the objects. */
function isPodInForce({ metadata, status }: Pod, nowMs: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function computeUsage(requests: Resources, limits: Resources): Resources {
  const usage = new Map<string, Quantity>([['pods', ONE]]);
  for (const name of COMPUTE) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (request !== undefined) usage.set(name, request).set(`requests.${name}`, request);
    if (limit !== undefined) usage.set(`limits.${name}`, limit);
  }
  for (const [name, request] of requests) {
    if (isHugePages(name)) usage.set(name, request).set(`requests.${name}`, request);
    if (isExtendedResource(name) || name.startsWith(DEVICE_CLASS)) usage.set(`requests.${name}`, request);
  }
  return usage;
}

function addService(usage: Map<string, Quantity>, { spec }: Service): void {
  const ports = spec?.ports ?? [];
  const isBalanced = spec?.type === 'LoadBalancer';
  const isAllocating = spec?.type === 'NodePort' || (isBalanced && spec.allocateLoadBalancerNodePorts !== false);
  const written = isBalanced ? ports.filter(({ nodePort }) => (nodePort ?? 0) !== 0).length : 0;
  usage.set('services', ONE);
  usage.set('services.loadbalancers', integerQuantity(isBalanced ? 1 : 0, 'DecimalSI'));
  usage.set('services.nodeports', integerQuantity(isAllocating ? ports.length : written, 'DecimalSI'));
}

function addClaim(usage: Map<string, Quantity>, claim: PersistentVolumeClaim): void {
  const className = storageClassOf(claim);
  const storage = claimStorage(claim);
  const amounts: readonly (readonly [string, Quantity | undefined])[] = [
    ['persistentvolumeclaims', ONE],
    ['requests.storage', storage],
  ];
  for (const [name, amount] of amounts) {
    if (amount === undefined) continue;
    usage.set(name, amount);
    if (className !== '') usage.set(`${className}${OF_CLASS}${name}`, amount);
  }
}

/** What is asked for, or what has been granted while a volume grows; in whole bytes. */
function claimStorage({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const request = spec?.resources?.requests?.storage;
  if (request === undefined) return undefined;
  const asked = roundUp(quantityOf(request), 0);
  const allocated = status?.allocatedResources?.storage;
  return allocated === undefined ? asked : larger(asked, roundUp(quantityOf(allocated), 0));
}
