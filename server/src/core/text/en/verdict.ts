/** What the API server would say of a document. */
export const verdict = {
  'verdict.required': 'The required field {field} is missing.',
  'verdict.notSupported': '{field} does not support the value "{value}". Allowed: {allowed}.',
  'verdict.duplicate': '{field} repeats the value "{value}".',
  'verdict.notFound': '{field} names "{value}", which does not exist.',
  'verdict.tooLong': '{field} is too long: at most {limit} bytes.',
  'verdict.tooMany': '{field} has {count} items: at most {limit}.',
} as const satisfies Readonly<Record<string, string>>;
