import type { ResourceClaim, ResourceRequirements } from '../../generated/api.ts';
import { compare, formatQuantity, milliValue, parseQuantity, type Quantity, quantityOf, signOf, value } from '../../kube/quantity.ts';
import { isExtendedResource, isHugePages, isNativeResource } from '../../kube/resource-name.ts';
import { message } from '../../text/text.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  key,
  notFound,
  notSupported,
  type Report,
  required,
} from '../field.ts';
import { dnsLabel } from '../names.ts';
import { isOvercommitAllowed, isStandardOfContainer, validateResourceName, validateResourceQuantity } from '../resource-names.ts';

/**
 * Requests and limits of a container.
 *
 * Mirrors ValidateContainerResourceRequirements of pkg/apis/core/validation/validation.go.
 */
export function validateContainerResources(
  report: Report,
  path: FieldPath,
  resources: ResourceRequirements | undefined,
  claimNames: ReadonlySet<string>,
): void {
  if (resources !== undefined) validateRequirements(report, path, resources, claimNames, validateContainerResourceName);
}

/** Overhead of a pod (validateOverhead): amounts at `path`, which the server treats as limits, and calls so. */
export function validateOverhead(report: Report, path: FieldPath, amounts: Amounts): void {
  validateAmounts(report, { text: child(path, 'limits').text, at: path.at }, amounts, validateContainerResourceName);
  validateHugePages(report, path, Object.keys(amounts));
}

/** The same of a pod as a whole (validatePodResourceRequirements). */
export function validatePodLevelRequirements(
  report: Report,
  path: FieldPath,
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
): void {
  validateRequirements(report, path, resources, claimNames, validatePodResourceName);
}

type Amounts = Readonly<Record<string, string | number>>;
type CheckName = (report: Report, path: FieldPath, name: string) => void;

const POD_RESOURCES = ['cpu', 'hugepages-', 'memory'];

function validateRequirements(
  report: Report,
  path: FieldPath,
  { limits = {}, requests = {}, claims }: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  checkName: CheckName,
): void {
  validateAmounts(report, child(path, 'limits'), limits, checkName);
  validateAmounts(report, child(path, 'requests'), requests, checkName);
  for (const [name, request] of Object.entries(requests)) validateRequest(report, path, name, request, limits[name]);
  validateHugePages(report, path, [...Object.keys(limits), ...Object.keys(requests)]);
  validateClaims(report, child(path, 'claims'), claims, claimNames);
}

function validateAmounts(report: Report, path: FieldPath, amounts: Amounts, checkName: CheckName): void {
  for (const [name, amount] of Object.entries(amounts)) {
    const place = key(path, name);
    checkName(report, place, name);
    validateResourceQuantity(report, place, name, amount);
    if (isHugePages(name) && !isDivisible(name, quantityOf(amount))) {
      const detail = `${amount} is not positive integer multiple of ${name}`;
      invalid(report, place, String(amount), detail, message('verdict.hugePagesMultiple', { name }));
    }
  }
}

function validateHugePages(report: Report, path: FieldPath, names: readonly string[]): void {
  if (!names.some(isHugePages) || names.includes('cpu') || names.includes('memory')) return;
  forbidden(report, path, 'HugePages require cpu or memory', message('verdict.hugePagesAlone'));
}

/** A request may not lie above its limit, and what cannot be shared has to equal it. */
function validateRequest(
  report: Report,
  path: FieldPath,
  name: string,
  request: string | number,
  limit: string | number | undefined,
): void {
  const requestsPath = { text: child(path, 'requests').text, at: [...path.at, 'requests', name] };
  const canShare = isOvercommitAllowed(name);
  if (limit === undefined) {
    if (canShare) return;
    const at = { text: child(path, 'limits').text, at: [...path.at, 'limits', name] };
    required(report, at, 'Limit must be set for non overcommitable resources', message('verdict.limitRequired', { name }));
    return;
  }
  const [asked, most] = [quantityOf(request), quantityOf(limit)];
  const order = compare(asked, most);
  if (order === 0 || (order < 0 && canShare)) return;
  const values = { name, value: formatQuantity(asked), limit: formatQuantity(most) };
  const detail = `must be ${canShare ? 'less than or equal' : 'equal'} to ${name} limit of ${values.limit}`;
  invalid(report, requestsPath, values.value, detail, message(canShare ? 'verdict.requestAboveLimit' : 'verdict.requestNotLimit', values));
}

export function validateContainerResourceName(report: Report, path: FieldPath, name: string): void {
  validateResourceName(report, path, name);
  if (!name.includes('/')) {
    if (!isStandardOfContainer(name)) {
      invalid(report, path, name, 'must be a standard resource for containers', message('verdict.resourceOfContainer'));
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    invalid(report, path, name, "doesn't follow extended resource name standard", message('verdict.resourceExtended'));
  }
}

function validatePodResourceName(report: Report, path: FieldPath, name: string): void {
  if (!validateResourceName(report, path, name)) return;
  if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) notSupported(report, path, name, POD_RESOURCES);
}

/** IsHugePageResourceValueDivisible of pkg/apis/core/helper/helpers.go. */
function isDivisible(name: string, amount: Quantity): boolean {
  const page = parseQuantity(name.slice('hugepages-'.length));
  if (typeof page === 'string' || signOf(page) <= 0 || milliValue(page) % 1000n !== 0n) return false;
  return value(amount) % value(page) === 0n;
}

/** validateResourceClaimNames: each claim or request once, and among those of the pod. */
function validateClaims(report: Report, path: FieldPath, claims: readonly ResourceClaim[] | undefined, known: ReadonlySet<string>): void {
  const seen = new Set<string>();
  eachItem(path, claims, ({ name = '', request = '' }, place) => {
    if (name === '') return required(report, place);
    if (seen.has(name)) duplicate(report, place, name);
    else {
      if (request !== '') invalidFor(report, child(place, 'request'), request, dnsLabel(request));
      const whole = request === '' ? name : `${name}/${request}`;
      const isRepeated = seen.has(whole) || (request === '' && [...seen].some((each) => each.startsWith(`${name}/`)));
      if (isRepeated) duplicate(report, place, whole);
      seen.add(whole);
    }
    if (!known.has(name)) notFound(report, place, name);
  });
}
