import { milliValue, quantityOf, signOf } from '../kube/quantity.ts';
import { isExtendedResource, isHugePages, isNativeResource } from '../kube/resource-name.ts';
import { message } from '../text/text.ts';
import { type FieldPath, invalid, invalidFor, type Report } from './field.ts';
import { NOT_NEGATIVE, qualifiedName } from './names.ts';

/**
 * Names of resources and what they may hold: pkg/apis/core/helper/helpers.go and pkg/apis/core/validation/validation.go.
 * Here, whether a limit may lie above its request.
 */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

/** The resources a container may ask for, extended ones aside. */
export function isStandardOfContainer(name: string): boolean {
  return CONTAINER_RESOURCES.has(name) || isHugePages(name);
}

/** The resources a quota may count, extended ones and `count/` aside. */
export function isStandardOfQuota(name: string): boolean {
  return QUOTA_RESOURCES.has(name) || isHugePagesOfQuota(name);
}

/** validateResourceName: fully qualified, or one that Kubernetes knows. Says whether it is. */
export function validateResourceName(report: Report, path: FieldPath, name: string): boolean {
  const problems = qualifiedName(name);
  invalidFor(report, path, name, problems);
  if (problems.length > 0) return false;
  if (name.includes('/') || name === 'storage' || isStandardOfQuota(name)) return true;
  invalid(report, path, name, 'must be a standard resource type or fully qualified', message('verdict.resourceStandard'));
  return false;
}

/** ValidateResourceQuantityValue: not negative, and whole for resources that are counted. */
export function validateResourceQuantity(report: Report, path: FieldPath, name: string, written: string | number): void {
  const quantity = quantityOf(written);
  if (signOf(quantity) < 0) invalidFor(report, path, String(written), [NOT_NEGATIVE]);
  if ((COUNTED_RESOURCES.has(name) || isExtendedResource(name)) && milliValue(quantity) % 1000n !== 0n) {
    invalid(report, path, String(written), 'must be an integer', message('verdict.resourceInteger'));
  }
}

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);
const COUNTED_RESOURCES = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const QUOTA_RESOURCES = new Set([
  ...CONTAINER_RESOURCES,
  ...COUNTED_RESOURCES,
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]);

function isHugePagesOfQuota(name: string): boolean {
  return isHugePages(name) || name.startsWith('requests.hugepages-');
}
