import { message } from '../../text/text.ts';
import { type FieldPath, invalid, type Report } from '../field.ts';

/**
 * Paths inside a volume. Mirrors validateLocalDescendingPath, validatePathNoBacksteps and ValidateLocalNonReservedPath of
 * pkg/apis/core/validation/validation.go.
 */
export function validateNoBacksteps(report: Report, path: FieldPath, value: string): void {
  if (hasBacksteps(value)) invalid(report, path, value, "must not contain '..'", message('verdict.pathBacksteps'));
}

export function hasBacksteps(value: string): boolean {
  return value.split('/').includes('..');
}

/** Relative, and never upwards. */
export function validateDescending(report: Report, path: FieldPath, value: string): void {
  if (value.startsWith('/')) invalid(report, path, value, 'must be a relative path', message('verdict.pathRelative'));
  validateNoBacksteps(report, path, value);
}

/** Descending, and clear of the names the kubelet keeps for itself. */
export function validateNonReserved(report: Report, path: FieldPath, value: string): void {
  validateDescending(report, path, value);
  if (value.startsWith('..') && !value.startsWith('../')) {
    invalid(report, path, value, "must not start with '..'", message('verdict.pathReserved'));
  }
}
