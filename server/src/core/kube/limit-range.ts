import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod, ResourceRequirements } from '../generated/api.ts';
import { containersLimits, containersRequests } from './effective-requests.ts';
import { rounded } from './pod-resource-defaults.ts';
import { formatQuantity, milliValue, type Quantity, quantityOf, value, ZERO } from './quantity.ts';
import { type Resources, resourcesOf, type WrittenResources } from './resource-list.ts';

/**
 * The items of a LimitRange as the API server completes them: default from max, defaultRequest from default, then from min.
 *
 * Mirrors pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem.
 */
export function limitsInForce(limitRange: LimitRange): readonly LimitRangeItem[] {
  return (limitRange.spec?.limits ?? []).map((written) => {
    const item = roundItem(written);
    if (item.type !== 'Container') return item;
    const limit = { ...item.max, ...item.default };
    return { ...item, default: limit, defaultRequest: { ...item.min, ...limit, ...item.defaultRequest } };
  });
}

/**
 * The pod with what a LimitRange adds to its containers, and the annotation that says so. The pod has its API defaults.
 *
 * Mirrors plugin/pkg/admission/limitranger/admission.go PodMutateLimitFunc.
 */
export function applyLimitDefaults(limitRange: LimitRange, pod: Pod): Pod {
  if (pod.spec === undefined) return pod;
  const items = limitsInForce(limitRange).filter(({ type }) => type === 'Container');
  const added: Additions = {
    limits: Object.assign({}, ...items.map((item) => item.default)),
    requests: Object.assign({}, ...items.map((item) => item.defaultRequest)),
    notes: [],
  };
  const containers = (pod.spec.containers ?? []).map((container) => complete(container, 'container', added));
  const initContainers = pod.spec.initContainers?.map((container) => complete(container, 'init container', added));
  const spec = { ...pod.spec, containers, ...(initContainers === undefined ? {} : { initContainers }) };
  if (added.notes.length === 0) return { ...pod, spec };
  const annotations = { ...pod.metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${added.notes.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

/** What of a pod breaks a LimitRange, in the server's words (PodValidateLimitFunc). */
export function podLimitProblems(limitRange: LimitRange, pod: Pod): readonly string[] {
  const problems: string[] = [];
  for (const item of limitsInForce(limitRange)) {
    if (item.type === 'Container') {
      for (const { resources } of [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]) {
        checkItem(item, resourcesOf(resources?.requests), resourcesOf(resources?.limits), problems);
      }
    } else if (item.type === 'Pod') {
      checkItem(
        item,
        withPodLevel(containersRequests(pod), pod.spec?.resources?.requests),
        withPodLevel(containersLimits(pod), pod.spec?.resources?.limits),
        problems,
      );
    }
  }
  return problems;
}

/** What of a claim breaks a LimitRange, in the server's words (PersistentVolumeClaimValidateLimitFunc). */
export function claimLimitProblems(limitRange: LimitRange, claim: PersistentVolumeClaim): readonly string[] {
  const requests = resourcesOf(claim.spec?.resources?.requests);
  const problems: string[] = [];
  for (const { type, min, max } of limitsInForce(limitRange)) {
    if (type !== 'PersistentVolumeClaim') continue;
    for (const bound of boundsOf(type, min, requests, NOTHING)) note(problems, tooLittle(bound));
    for (const bound of boundsOf(type, max, requests, NOTHING)) note(problems, tooLargeRequest(bound));
  }
  return problems;
}

const ANNOTATION = 'kubernetes.io/limit-ranger';
const NOTHING: Resources = new Map();
/** Above this an amount in thousandths would not fit into an int64; then whole units are compared. */
const LARGEST_FOR_MILLI = (2n ** 63n - 1n) / 1000n;

function roundItem(item: LimitRangeItem): LimitRangeItem {
  const { min, max, default: limit, defaultRequest, maxLimitRequestRatio } = item;
  return {
    ...item,
    ...(min === undefined ? {} : { min: rounded(min) }),
    ...(max === undefined ? {} : { max: rounded(max) }),
    ...(limit === undefined ? {} : { default: rounded(limit) }),
    ...(defaultRequest === undefined ? {} : { defaultRequest: rounded(defaultRequest) }),
    ...(maxLimitRequestRatio === undefined ? {} : { maxLimitRequestRatio: rounded(maxLimitRequestRatio) }),
  };
}

interface Additions {
  readonly limits: WrittenResources;
  readonly requests: WrittenResources;
  readonly notes: string[];
}

function complete(container: Container, what: string, { limits, requests, notes }: Additions): Container {
  const resources: ResourceRequirements = container.resources ?? {};
  const missing = (added: WrittenResources, own: WrittenResources | undefined): string =>
    Object.keys(added)
      .filter((name) => own?.[name] === undefined)
      .sort()
      .join(', ');
  const newRequests = missing(requests, resources.requests);
  const newLimits = missing(limits, resources.limits);
  if (newRequests !== '') notes.push(`${newRequests} request for ${what} ${container.name}`);
  if (newLimits !== '') notes.push(`${newLimits} limit for ${what} ${container.name}`);
  return {
    ...container,
    resources: { ...resources, limits: { ...limits, ...resources.limits }, requests: { ...requests, ...resources.requests } },
  };
}

/** LimitRanger counts pod-level cpu and memory only, and no overhead. */
function withPodLevel(ofContainers: Map<string, Quantity>, ofPod: WrittenResources | undefined): Resources {
  for (const [name, amount] of resourcesOf(ofPod)) if (name === 'cpu' || name === 'memory') ofContainers.set(name, amount);
  return ofContainers;
}

/** One resource under one bound. */
interface Bound {
  readonly type: string;
  readonly name: string;
  readonly enforced: Quantity;
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
}

function boundsOf(type: string, enforced: WrittenResources | undefined, requests: Resources, limits: Resources): readonly Bound[] {
  return Object.entries(enforced ?? {}).map(([name, amount]) => ({
    type,
    name,
    enforced: quantityOf(amount),
    request: requests.get(name),
    limit: limits.get(name),
  }));
}

function checkItem(item: LimitRangeItem, requests: Resources, limits: Resources, problems: string[]): void {
  for (const bound of boundsOf(item.type, item.min, requests, limits)) note(problems, tooLittle(bound));
  for (const bound of boundsOf(item.type, item.max, requests, limits)) note(problems, tooMuch(bound));
  for (const bound of boundsOf(item.type, item.maxLimitRequestRatio, requests, limits)) note(problems, tooFarApart(bound));
}

function note(problems: string[], problem: string | undefined): void {
  if (problem !== undefined) problems.push(problem);
}

/** Request, limit and bound as integers of one unit: thousandths where all three fit, else whole. */
function amounts({ request = ZERO, limit = ZERO, enforced }: Bound): readonly [request: bigint, limit: bigint, enforced: bigint] {
  const whole = [value(request), value(limit), value(enforced)] as const;
  if (whole.some((each) => each > LARGEST_FOR_MILLI)) return whole;
  return [milliValue(request), milliValue(limit), milliValue(enforced)];
}

function tooLittle(bound: Bound): string | undefined {
  const { type, name, request, limit, enforced } = bound;
  const [requested, limited, least] = amounts(bound);
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (requested < least) return `${rule}, but request is ${formatQuantity(request)}`;
  return limit !== undefined && limited < least ? `${rule}, but limit is ${formatQuantity(limit)}` : undefined;
}

function tooMuch(bound: Bound): string | undefined {
  const { type, name, request, limit, enforced } = bound;
  const [requested, limited, most] = amounts(bound);
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (limited > most) return `${rule}, but limit is ${formatQuantity(limit)}`;
  return request !== undefined && requested > most ? `${rule}, but request is ${formatQuantity(request)}` : undefined;
}

function tooLargeRequest(bound: Bound): string | undefined {
  const { type, name, request, enforced } = bound;
  const [requested, , most] = amounts(bound);
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  return requested > most ? `${rule}, but request is ${formatQuantity(request)}` : undefined;
}

function tooFarApart(bound: Bound): string | undefined {
  const { type, name, request, limit, enforced } = bound;
  const [requested, limited] = amounts(bound);
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(enforced)}`;
  if (request === undefined || requested === 0n) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || limited === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = Number(limited) / Number(requested);
  const isMilli = value(enforced) <= LARGEST_FOR_MILLI;
  const isTooFar = isMilli ? ratio * 1000 > Number(milliValue(enforced)) : ratio > Number(value(enforced));
  return isTooFar ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
