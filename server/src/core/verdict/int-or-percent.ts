import { message } from '../text/text.ts';
import { type FieldPath, invalid, invalidFor, type Report } from './field.ts';
import { NOT_NEGATIVE } from './names.ts';

export type IntOrString = number | string;

/** A count that is not negative, or a percentage: ValidatePositiveIntOrPercent of pkg/apis/apps/validation/validation.go. */
export function validateCountOrPercent(report: Report, path: FieldPath, value: IntOrString): void {
  if (typeof value === 'number') {
    if (value < 0) invalidFor(report, path, value, [NOT_NEGATIVE]);
  } else if (!PERCENT.test(value)) {
    const detail =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
    invalid(report, path, value, detail, message('verdict.countOrPercent'));
  }
}

/** IsNotMoreThan100Percent. */
export function validateNoMoreThanAll(report: Report, path: FieldPath, value: IntOrString): void {
  const percent = percentOf(value);
  if (percent !== undefined && percent > 100) {
    invalid(report, path, value, 'must not be greater than 100%', message('verdict.percentAbove'));
  }
}

/** The number in a count or percentage, zero for other text (getIntOrPercentValue). */
export function amountOf(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return percentOf(value) ?? (/^[+-]?\d+$/.test(value) ? Number(value) : 0);
}

const PERCENT = /^[0-9]+%$/;

function percentOf(value: IntOrString): number | undefined {
  return typeof value === 'string' && PERCENT.test(value) ? Number(value.slice(0, -1)) : undefined;
}
