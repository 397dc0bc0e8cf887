import type { Container, Pod, PodSpec } from '../generated/api.ts';
import { add, integerQuantity, milliQuantity, type Quantity, signOf, ZERO } from './quantity.ts';
import { addResources, type Resources, raiseResources, resourcesOf, type WrittenResources } from './resource-list.ts';

export interface RequestOptions {
  /** Counts what the node has granted (status.resources, allocatedResources) where that is more than the spec. */
  readonly withStatus?: boolean;
  /** Leaves out spec.resources of the pod. */
  readonly withoutPodLevel?: boolean;
  /** A container without a request of its own counts 100m cpu and 200Mi memory, as scoring does. */
  readonly withDefaults?: boolean;
}

/**
 * What a pod asks of its node: the larger of its running containers and of each step of its start, sidecars in both,
 * replaced by what the pod itself requests, plus overhead. Give it a pod that has its API defaults.
 *
 * Mirrors staging/src/k8s.io/component-helpers/resource/helpers.go PodRequests.
 */
export function podRequests(pod: Pod, options: RequestOptions = {}): Resources {
  const requests = containersRequests(pod, options);
  if (options.withoutPodLevel !== true) {
    const granted = options.withStatus === true ? podLevelInForce(pod) : undefined;
    for (const [name, amount] of resourcesOf(pod.spec?.resources?.requests)) {
      if (isPodLevelResource(name)) requests.set(name, granted?.get(name) ?? amount);
    }
  }
  addResources(requests, resourcesOf(pod.spec?.overhead));
  return requests;
}

/**
 * What a pod requests of one resource, as the kubelet and autoscaler count it: the pod's own amount alone where it has any,
 * overhead only on top of something (pkg/api/v1/resource/helpers.go GetResourceRequestQuantity).
 */
export function resourceRequest(pod: Pod, name: string): Quantity {
  const own = resourcesOf(pod.spec?.resources?.requests).get(name);
  const ofContainers = hasPodLevelResources(pod.spec) ? undefined : containersRequests(pod).get(name);
  const request = (isPodLevelResource(name) ? own : undefined) ?? ofContainers ?? ZERO;
  const overhead = resourcesOf(pod.spec?.overhead).get(name);
  return overhead === undefined || signOf(request) === 0 ? request : add(request, overhead);
}

/** The limits of a pod in the same way; overhead is added only where there is a limit (PodLimits). */
export function podLimits(pod: Pod): Resources {
  const limits = containersLimits(pod);
  for (const [name, amount] of resourcesOf(pod.spec?.resources?.limits)) {
    if (isPodLevelResource(name)) limits.set(name, amount);
  }
  for (const [name, amount] of resourcesOf(pod.spec?.overhead)) {
    const limit = limits.get(name);
    if (limit !== undefined && signOf(limit) !== 0) limits.set(name, add(limit, amount));
  }
  return limits;
}

/** The requests of the containers together, before pod-level requests and overhead (AggregateContainerRequests). */
export function containersRequests(pod: Pod, options: RequestOptions = {}): Map<string, Quantity> {
  return aggregate(pod.spec, (container) => {
    const inForce = options.withStatus === true ? requestsInForce(pod, container) : resourcesOf(container.resources?.requests);
    return options.withDefaults === true ? withScoringDefaults(inForce) : inForce;
  });
}

/** The limits of the containers together (AggregateContainerLimits). */
export function containersLimits(pod: Pod): Map<string, Quantity> {
  return aggregate(pod.spec, (container) => resourcesOf(container.resources?.limits));
}

/** An init container that stays: started in order, then running beside the app containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** The resources a pod itself may request: cpu, memory, hugepages. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

export function hasPodLevelRequests(spec: PodSpec | undefined): boolean {
  return Object.keys(spec?.resources?.requests ?? {}).some(isPodLevelResource);
}

export function hasPodLevelResources(spec: PodSpec | undefined): boolean {
  return hasPodLevelRequests(spec) || Object.keys(spec?.resources?.limits ?? {}).some(isPodLevelResource);
}

/** What scoring counts for a container that requests none (pkg/scheduler/util/pod_resources.go). */
const SCORING_DEFAULTS: Resources = new Map([
  ['cpu', milliQuantity(100, 'DecimalSI')],
  ['memory', integerQuantity(200 * 1024 * 1024, 'DecimalSI')],
]);

function aggregate(spec: PodSpec | undefined, amountsOf: (container: Container) => Resources): Map<string, Quantity> {
  const running = new Map<string, Quantity>();
  for (const container of spec?.containers ?? []) addResources(running, amountsOf(container));
  const sidecars = new Map<string, Quantity>();
  const starting = new Map<string, Quantity>();
  for (const container of spec?.initContainers ?? []) {
    const amounts = amountsOf(container);
    if (isSidecar(container)) {
      addResources(running, amounts);
      addResources(sidecars, amounts);
      raiseResources(starting, sidecars);
    } else {
      const step = new Map(amounts);
      addResources(step, sidecars);
      raiseResources(starting, step);
    }
  }
  raiseResources(running, starting);
  return running;
}

function withScoringDefaults(requests: Resources): Resources {
  const missing = [...SCORING_DEFAULTS].filter(([name]) => !requests.has(name));
  return missing.length === 0 ? requests : new Map([...requests, ...missing]);
}

/** Ordinary init containers are never resized: only their spec counts. */
function requestsInForce(pod: Pod, container: Container): Resources {
  const isInit = pod.spec?.initContainers?.includes(container) ?? false;
  if (isInit && !isSidecar(container)) return resourcesOf(container.resources?.requests);
  const statuses = isInit ? pod.status?.initContainerStatuses : pod.status?.containerStatuses;
  const status = statuses?.find(({ name }) => name === container.name);
  if (status?.resources === undefined) return resourcesOf(container.resources?.requests);
  return mostOf(pod, container.resources?.requests, status.resources.requests, status.allocatedResources);
}

function podLevelInForce(pod: Pod): Resources | undefined {
  if (pod.status?.resources === undefined) return undefined;
  return mostOf(pod, pod.spec?.resources?.requests, pod.status.resources.requests, pod.status.allocatedResources);
}

/** A resize that can never happen leaves what is in force now. */
function mostOf(
  pod: Pod,
  spec: WrittenResources | undefined,
  actuated: WrittenResources | undefined,
  allocated: WrittenResources | undefined,
): Resources {
  const most = new Map(isResizeInfeasible(pod) ? [] : resourcesOf(spec));
  raiseResources(most, resourcesOf(actuated));
  raiseResources(most, resourcesOf(allocated));
  return most;
}

function isResizeInfeasible(pod: Pod): boolean {
  return pod.status?.conditions?.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}
