import type { Json } from '../base/json.ts';
import { message } from '../text/text.ts';
import { type FieldPath, forbidden, invalidFor, notSupported, type Report, required } from './field.ts';
import { dnsSubdomain, type NameCheck } from './names.ts';

/** A text that has to be there and to pass a check. */
export function requireChecked(report: Report, path: FieldPath, value: string | undefined, check: NameCheck): void {
  if (value === undefined || value === '') required(report, path);
  else invalidFor(report, path, value, check(value));
}

export function requireText(report: Report, path: FieldPath, value: string | undefined, detail = ''): void {
  if (value === undefined || value === '') required(report, path, detail);
}

/** A value of a closed set, when there is one. */
export function checkOneOf(report: Report, path: FieldPath, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) notSupported(report, path, value, allowed);
}

/** A DNS subdomain, when there is a value. */
export function checkSubdomain(report: Report, path: FieldPath, value: string | undefined): void {
  if (value !== undefined) invalidFor(report, path, value, dnsSubdomain(value));
}

/** `detail` is the server's, `condition` says in words of the API when the field may be used, e.g. `type: LoadBalancer`. */
export function onlyWith(report: Report, path: FieldPath, detail: string, condition: string): void {
  forbidden(report, path, detail, message('verdict.onlyWith', { condition }));
}

/** Positions of items whose key was already there. */
export function repeatedPositions<T>(items: readonly T[], keyOf: (item: T) => string): readonly number[] {
  const seen = new Set<string>();
  const repeated: number[] = [];
  items.forEach((item, position) => {
    const name = keyOf(item);
    if (seen.has(name)) repeated.push(position);
    seen.add(name);
  });
  return repeated;
}

/** Whether `validate` finds nothing. */
export function isClean(report: Report, validate: () => void): boolean {
  const before = report.errors.length;
  validate();
  return report.errors.length === before;
}

/** A number that may be absent counts as Go's zero. */
export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}

/** Deep equality of decoded data, absent and undefined alike. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [left as Readonly<Record<string, unknown>>, right as Readonly<Record<string, unknown>>];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}
