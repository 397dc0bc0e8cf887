import { type FieldPath, invalidFor, type Report } from './field.ts';
import { NOT_NEGATIVE } from './names.ts';

/** ValidateNonnegativeField, for a number that may be absent. */
export function requireNotNegative(report: Report, path: FieldPath, value: number | undefined): void {
  if (value !== undefined && value < 0) invalidFor(report, path, value, [NOT_NEGATIVE]);
}
