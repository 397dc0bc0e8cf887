import type { CapacityRequestPolicy, CapacityRequestPolicyRange, DeviceCapacity } from '../../generated/api.ts';
import { add, compare, formatQuantity, type Quantity, quantityOf, value as wholeOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import { child, type FieldPath, forbidden, index, invalid, type Report, required } from '../field.ts';
import { eachOnce } from './lists.ts';

const MOST_VALUES = 10;

/** validateMultiAllocatableDeviceCapacity and validateSingleAllocatableDeviceCapacity (pkg/apis/resource/validation/validation.go). */
export function validateCapacity(report: Report, path: FieldPath, capacity: Partial<DeviceCapacity> | undefined, isShared: boolean): void {
  const { value, requestPolicy } = capacity ?? {};
  if (requestPolicy === undefined) return;
  const place = child(path, 'requestPolicy');
  if (isShared) validatePolicy(report, place, requestPolicy, quantityOf(value));
  else
    forbidden(
      report,
      place,
      'allowMultipleAllocations must be true',
      message('verdict.onlyWith', { condition: 'allowMultipleAllocations: true' }),
    );
}

function validatePolicy(report: Report, path: FieldPath, policy: CapacityRequestPolicy, most: Quantity): void {
  const { default: standard, validValues = [], validRange } = policy;
  if (validValues.length > 0 && validRange !== undefined) {
    const detail = 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time';
    forbidden(report, path, detail, message('verdict.exactlyOne', { names: 'validValues, validRange' }));
    return;
  }
  const way = validValues.length > 0 ? 'validValues' : validRange === undefined ? undefined : 'validRange';
  if (way === undefined) return;
  if (standard === undefined) required(report, child(path, 'default'), `required when ${way} is defined`);
  else if (validRange === undefined) validateValues(report, child(path, way), validValues.map(quantityOf), quantityOf(standard), most);
  else validateRange(report, child(path, way), validRange, quantityOf(standard), most);
}

/** What does not fit: the value, and in which way. */
function misfit(report: Report, path: FieldPath, quantity: Quantity, detail: string): void {
  const value = formatQuantity(quantity);
  invalid(report, path, value, detail, message('verdict.device.policy', { value }));
}

function validateValues(report: Report, path: FieldPath, values: readonly Quantity[], standard: Quantity, most: Quantity): void {
  values.forEach((each, position) => {
    const before = values[position - 1];
    if (before !== undefined && compare(before, each) > 0)
      misfit(report, index(path, position), each, 'values must be sorted in ascending order');
  });
  eachOnce(
    report,
    path,
    values,
    MOST_VALUES,
    (each) => String(wholeOf(each)),
    (each, at) => {
      if (compare(each, most) > 0) misfit(report, at, each, `option is larger than capacity value: ${formatQuantity(most)}`);
    },
  );
  const hasStandard = values.length <= MOST_VALUES && values.some((each) => compare(each, standard) === 0);
  if (!hasStandard) misfit(report, path, standard, 'default value is not valid according to the requestPolicy');
}

function validateRange(
  report: Report,
  path: FieldPath,
  range: Partial<CapacityRequestPolicyRange>,
  standard: Quantity,
  most: Quantity,
): void {
  if (range.min === undefined) {
    required(report, child(path, 'min'), 'required when validRange is defined');
    return;
  }
  const min = quantityOf(range.min);
  const refuse = (field: string, quantity: Quantity, isWrong: boolean, detail: string): void => {
    if (isWrong) misfit(report, child(path, field), quantity, detail);
  };
  refuse('min', min, compare(min, most) > 0, `min is larger than capacity value: ${formatQuantity(most)}`);
  refuse('min', standard, compare(standard, min) < 0, `default is less than min: ${formatQuantity(min)}`);
  const max = range.max === undefined ? undefined : quantityOf(range.max);
  if (max !== undefined) {
    refuse('max', min, compare(min, max) > 0, `min is larger than max: ${formatQuantity(max)}`);
    refuse('max', max, compare(max, most) > 0, `max is larger than capacity value: ${formatQuantity(most)}`);
    refuse('max', standard, compare(standard, max) > 0, `default is more than max: ${formatQuantity(max)}`);
  }
  if (range.step === undefined) return;
  const step = quantityOf(range.step);
  const next = add(min, step);
  refuse('step', step, compare(next, most) > 0, `one step ${formatQuantity(next)} is larger than capacity value: ${formatQuantity(most)}`);
  for (const each of [standard, ...(max === undefined ? [] : [max])]) {
    const detail = `value is not a multiple of a given step (${formatQuantity(step)}) from (${formatQuantity(min)})`;
    // A step of nothing ends the server's own code.
    refuse('step', each, wholeOf(step) !== 0n && (wholeOf(each) - wholeOf(min)) % wholeOf(step) !== 0n, detail);
  }
}
