import type { ObjectFieldSelector, ResourceFieldSelector } from '../../generated/api.ts';
import { formatQuantity, quantityOf, signOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import { child, type FieldPath, invalid, invalidFor, notSupported, type Report, required } from '../field.ts';
import { qualifiedName } from '../names.ts';

/** Fields of a pod that an environment variable may take its value from. */
export const ENVIRONMENT_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields of a pod that may become a file. */
export const VOLUME_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/**
 * A reference to a field of the pod itself.
 *
 * Mirrors validateObjectFieldSelector (pkg/apis/core/validation/validation.go) and ConvertDownwardAPIFieldLabel (pkg/apis/core/pods/helpers.go).
 */
export function validateFieldRef(report: Report, path: FieldPath, selector: ObjectFieldSelector, allowed: readonly string[]): void {
  const { apiVersion = 'v1', fieldPath = '' } = selector;
  if (fieldPath === '') {
    required(report, child(path, 'fieldPath'));
    return;
  }
  const subscripted = SUBSCRIPTED.exec(fieldPath);
  const problem = conversionProblem(apiVersion, fieldPath, subscripted?.[1]);
  if (problem !== undefined) {
    const words = message('verdict.fieldPath', { allowed: allowed.join(', ') });
    invalid(report, child(path, 'fieldPath'), fieldPath, `error converting fieldPath: ${problem}`, words);
    return;
  }
  if (subscripted !== null) {
    const subscript = subscripted[2] ?? '';
    const isAnnotation = subscripted[1] === 'metadata.annotations';
    invalidFor(report, path, subscript, qualifiedName(isAnnotation ? subscript.toLowerCase() : subscript));
    return;
  }
  const converted = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!allowed.includes(converted)) notSupported(report, child(path, 'fieldPath'), converted, allowed);
}

/** A reference to a request or limit of a container (validateContainerResourceFieldSelector). */
export function validateResourceFieldRef(report: Report, path: FieldPath, selector: ResourceFieldSelector, needsContainer: boolean): void {
  const { containerName = '', resource = '', divisor = '0' } = selector;
  if (needsContainer && containerName === '') required(report, child(path, 'containerName'));
  else if (resource === '') required(report, child(path, 'resource'));
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) notSupported(report, child(path, 'resource'), resource, RESOURCES);
  validateDivisor(report, child(path, 'divisor'), resource, divisor);
}

const SUBSCRIPTED = /^(.+?)\['(.*)'\]$/s;
const CONVERTIBLE = new Set([
  ...ENVIRONMENT_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
]);
const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = /^(limits|requests)\.hugepages-/;
const CPU_DIVISORS = ['1m', '1'];
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function conversionProblem(apiVersion: string, fieldPath: string, subscripted: string | undefined): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (subscripted === undefined) return CONVERTIBLE.has(fieldPath) ? undefined : `field label not supported: ${fieldPath}`;
  const isMap = subscripted === 'metadata.annotations' || subscripted === 'metadata.labels';
  return isMap ? undefined : `field label does not support subscript: ${fieldPath}`;
}

function validateDivisor(report: Report, path: FieldPath, resource: string, divisor: string | number): void {
  const quantity = quantityOf(divisor);
  if (signOf(quantity) === 0 || !(RESOURCES.includes(resource) || HUGE_PAGES.test(resource))) return;
  const isCpu = resource.endsWith('.cpu');
  const allowed = isCpu ? CPU_DIVISORS : BYTE_DIVISORS;
  if (allowed.includes(formatQuantity(quantity))) return;
  const kind = isCpu
    ? 'cpu'
    : resource.endsWith('.memory')
      ? 'memory'
      : HUGE_PAGES.test(resource)
        ? 'hugepages'
        : 'local ephemeral storage';
  const listed = isCpu ? '1m and 1' : allowed.join(', ');
  const words = message('verdict.divisor', { value: String(divisor), resource, allowed: allowed.join(', ') });
  invalid(report, path, resource, `only divisor's values ${listed} are supported with the ${kind} resource`, words);
}
