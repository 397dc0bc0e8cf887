import type { ErrorClass } from '../verdict/verdict.ts';

/** The rule under which each of the server's error types is shown, switched and explained. */
export const RULE_BY_CLASS: Readonly<Record<ErrorClass, string>> = {
  'required value': 'missing-field',
  'invalid value': 'invalid-value',
  'unsupported value': 'unsupported-value',
  forbidden: 'forbidden-field',
  'duplicate value': 'duplicate-value',
  'too long': 'too-long',
  'too many': 'too-many',
  'not found': 'not-found',
  'internal error': 'server-error',
  'unknown field': 'unknown-field',
  'duplicate field': 'duplicate-key',
  'type error': 'wrong-type',
  'no such kind': 'unknown-kind',
  'yaml syntax': 'yaml-syntax',
};
