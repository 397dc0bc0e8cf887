/** What the API server would say of a document. */
export const verdict = {
  'verdict.required': 'The required field {field} is missing.',
  'verdict.notSupported': '{field} does not support the value "{value}". Allowed: {allowed}.',
  'verdict.duplicate': '{field} repeats the value "{value}".',
  'verdict.notFound': '{field} names "{value}", which does not exist.',
  'verdict.tooLong': '{field} is too long: at most {limit} bytes.',
  'verdict.tooMany': '{field} has {count} items: at most {limit}.',
  // Decoding.
  'verdict.duplicateKey': 'The key "{key}" is already there in this mapping (line {line}).',
  'verdict.noKind': 'Without {field} nobody can tell what object this is.',
  'verdict.noSuchKind': 'There is no kind {kind} in {apiVersion}.',
  'verdict.notMapping': 'A manifest has to be a mapping of keys and values.',
  'verdict.unknownField': '{type} has no field "{name}".',
  'verdict.wantBase64': '{field} has to be base64 text; it is {value}.',
  'verdict.wantBoolean': '{field} has to be true or false; it is {value}.',
  'verdict.wantInteger': '{field} has to be a whole number from {least} to {most}; it is {value}.',
  'verdict.wantIntOrString': '{field} has to be a whole number or a string; it is {value}.',
  'verdict.wantList': '{field} has to be a list (items that begin with -); it is {value}.',
  'verdict.wantMapping': '{field} has to be a mapping of keys and values; it is {value}.',
  'verdict.wantMicroTime': '{field} has to be a time with six digits of microseconds, like 2026-01-02T15:04:05.000000Z; it is {value}.',
  'verdict.wantNumber': '{field} has to be a number; it is {value}.',
  'verdict.wantQuantity': '{field} is "{value}", which is no quantity; write it like 500m, 1.5, 128Mi or 2Gi.',
  'verdict.wantString': '{field} has to be a string; it is {value}. Quotes make it one.',
  'verdict.wantTime': '{field} has to be a time like 2026-01-02T15:04:05Z (RFC 3339); it is {value}.',
  'verdict.yamlSyntax': 'This is not valid YAML: {reason}.',
  'verdict.notJson': 'This YAML cannot become JSON: {reason}.',
  // Names, metadata, selectors: used by every kind.
  'verdict.between': '{field} has to be between {least} and {most}; it is {value}.',
  'verdict.configKey':
    'The key "{value}" cannot be used: only letters, digits, -, _ and ., at most 253 bytes, not beginning with two dots.',
  'verdict.dns1035Label':
    '{field} cannot be "{value}": it has to begin with a lower-case letter, hold only lower-case letters, digits and -, and be at most 63 characters long.',
  'verdict.dnsLabel':
    '{field} cannot be "{value}": only lower-case letters, digits and -, with a letter or digit at both ends, at most 63 characters.',
  'verdict.dnsSubdomain':
    '{field} cannot be "{value}": only lower-case letters, digits, - and ., with a letter or digit at both ends of each part, at most 253 characters.',
  'verdict.domainPrefixedPath': '{field} cannot be "{value}": write a domain and a path, like example.com/name.',
  'verdict.finalizer': 'The finalizer "{value}" is none of Kubernetes\' own; give it a domain, like example.com/name.',
  'verdict.finalizersConflict': 'The finalizers orphan and foregroundDeletion exclude each other.',
  'verdict.labelValue':
    '"{value}" in {field} is no label value: only letters, digits, -, _ and ., with a letter or digit at both ends, at most 63 bytes.',
  'verdict.nameRequired': 'There is no name: write metadata.name or metadata.generateName.',
  'verdict.namespaceForbidden': 'This kind belongs to the whole cluster and cannot have a namespace.',
  'verdict.notEmpty': '{field} must not be empty.',
  'verdict.notNegative': '{field} has to be 0 or more; it is {value}.',
  'verdict.ownerControllers': 'Only one owner can have controller: true, but both {first} and {second} do.',
  'verdict.ownerEvent': 'An Event cannot be an owner.',
  'verdict.ownerVersion': 'The owner\'s apiVersion "{value}" names no version.',
  'verdict.pathSegment': '{field} cannot be "{value}": it must not contain / or %, nor be . or ...',
  'verdict.portName':
    '"{value}" is no port name: only lower-case letters, digits and single - inside, at least one letter, at most 15 characters.',
  'verdict.positive': '{field} has to be greater than 0; it is {value}.',
  'verdict.qualifiedName':
    '"{value}" in {field} cannot be used: it has the form [domain/]name, where the name holds only letters, digits, -, _ and ., at most 63 bytes.',
  'verdict.selectorOperator': '"{value}" is no operator of a selector; use In, NotIn, Exists or DoesNotExist.',
  'verdict.selectorValuesForbidden': 'With the operator {operator} there must be no values.',
  'verdict.selectorValuesRequired': 'With the operator {operator} there has to be at least one value.',
  'verdict.canonicalAddress': '{field} has to be written "{canonical}", not "{value}".',
  'verdict.cidr': '{field} is "{value}", which is no CIDR block; write it like 10.9.8.0/24 or 2001:db8::/64.',
  'verdict.ip': '{field} is "{value}", which is no IP address; write it like 10.9.8.7 or 2001:db8::ffff.',
  'verdict.ipNonStandard': 'Programs read "{value}" in {field} in different ways; write "{canonical}".',
  'verdict.resourceInteger': '{field} has to be a whole number; it is {value}.',
  'verdict.resourceStandard':
    '"{value}" in {field} is no resource Kubernetes knows; use a standard name like cpu or memory, or one of the form example.com/name.',
  'verdict.warnAddress': 'The address "{value}" is not in its standard form; write "{canonical}".',
  'verdict.warnCidrAmbiguous': 'The CIDR block "{value}" is ambiguous; write "{canonical}" or "{single}".',
} as const satisfies Readonly<Record<string, string>>;
