import { DYN, listOf, mapOf, optionalOf, struct, type Type } from './type.ts';

/** One way to call a function; a member's first parameter stands before the dot. */
export interface Overload {
  readonly isMember: boolean;
  readonly parameters: readonly Type[];
  readonly result: Type;
}

export type Functions = ReadonlyMap<string, readonly Overload[]>;

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const NUMBERS = ['int', 'uint', 'double'];
const FORMATS =
  'dns1123Label dns1123Subdomain dns1035Label qualifiedName dns1123LabelPrefix dns1123SubdomainPrefix dns1035LabelPrefix labelValue uri uuid byte date datetime';

/**
 * The functions that Kubernetes gives to every expression, one signature a line: `name(A, B): R`, members as `.name(A, B): R`.
 *
 * As github.com/google/cel-go common/stdlib, ext/{strings,lists,sets}.go and cel/library.go declare them, and
 * staging/src/k8s.io/apiserver/pkg/cel/{library,environment}.
 */
const SIGNATURES = `
_?_:_(bool, A, A): A
!_(bool): bool
_==_(A, A): bool
_!=_(A, A): bool
_+_(bytes, bytes): bytes
_+_(double, double): double
_+_(duration, duration): duration
_+_(duration, timestamp): timestamp
_+_(timestamp, duration): timestamp
_+_(int, int): int
_+_(list(A), list(A)): list(A)
_+_(string, string): string
_+_(uint, uint): uint
_-_(double, double): double
_-_(duration, duration): duration
_-_(int, int): int
_-_(timestamp, duration): timestamp
_-_(timestamp, timestamp): duration
_-_(uint, uint): uint
${NUMBERS.flatMap((type) => ['_*_', '_/_'].map((name) => `${name}(${type}, ${type}): ${type}`)).join('\n')}
_%_(int, int): int
_%_(uint, uint): uint
-_(double): double
-_(int): int
${['_<_', '_<=_', '_>_', '_>=_'].flatMap(comparisons).join('\n')}
_[_](list(A), int): A
_[_](map(A, B), A): B
_[_](optional(list(A)), int): optional(A)
_[_](optional(map(A, B)), A): optional(B)
_[?_](list(A), int): optional(A)
_[?_](optional(list(A)), int): optional(A)
_[?_](map(A, B), A): optional(B)
_[?_](optional(map(A, B)), A): optional(B)
@in(A, list(A)): bool
@in(A, map(A, B)): bool
${['bytes', 'list(A)', 'map(A, B)', 'string'].flatMap((type) => [`size(${type}): int`, `.size(${type}): int`]).join('\n')}
type(A): type(A)
dyn(A): dyn
${conversions('bool', 'bool string')}
${conversions('bytes', 'bytes string')}
${conversions('double', 'double int string uint')}
${conversions('duration', 'duration int string')}
${conversions('int', 'int double duration string timestamp uint')}
${conversions('string', 'string bool bytes double duration int timestamp uint IP CIDR')}
${conversions('timestamp', 'timestamp int string')}
${conversions('uint', 'uint double int string')}
.contains(string, string): bool
.endsWith(string, string): bool
.startsWith(string, string): bool
matches(string, string): bool
.matches(string, string): bool
${['FullYear', 'Month', 'DayOfYear', 'DayOfMonth', 'Date', 'DayOfWeek'].flatMap(timePart).join('\n')}
${['Hours', 'Minutes', 'Seconds', 'Milliseconds'].flatMap((part) => [...timePart(part), `.get${part}(duration): int`]).join('\n')}
.charAt(string, int): string
.indexOf(string, string): int
.indexOf(string, string, int): int
.lastIndexOf(string, string): int
.lastIndexOf(string, string, int): int
.lowerAscii(string): string
.upperAscii(string): string
.replace(string, string, string): string
.replace(string, string, string, int): string
.split(string, string): list(string)
.split(string, string, int): list(string)
.substring(string, int): string
.substring(string, int, int): string
.trim(string): string
.format(string, list(dyn)): string
.join(list(string)): string
.join(list(string), string): string
strings.quote(string): string
.slice(list(A), int, int): list(A)
.flatten(list(list(A))): list(A)
.flatten(list(dyn), int): list(dyn)
${COMPARABLE.map((type) => `.sort(list(${type})): list(${type})`).join('\n')}
lists.range(int): list(int)
.reverse(list(A)): list(A)
.distinct(list(A)): list(A)
sets.contains(list(A), list(A)): bool
sets.equivalent(list(A), list(A)): bool
sets.intersects(list(A), list(A)): bool
optional.of(A): optional(A)
optional.ofNonZeroValue(A): optional(A)
optional.none(): optional(A)
.value(optional(A)): A
.hasValue(optional(A)): bool
.or(optional(A), optional(A)): optional(A)
.orValue(optional(A), A): A
.first(list(A)): optional(A)
.last(list(A)): optional(A)
optional.unwrap(list(optional(A))): list(A)
.unwrapOpt(list(optional(A))): list(A)
${COMPARABLE.flatMap((type) => [`.isSorted(list(${type})): bool`, `.max(list(${type})): ${type}`, `.min(list(${type})): ${type}`]).join('\n')}
${['int', 'uint', 'double', 'duration'].map((type) => `.sum(list(${type})): ${type}`).join('\n')}
.indexOf(list(A), A): int
.lastIndexOf(list(A), A): int
.find(string, string): string
.findAll(string, string): list(string)
.findAll(string, string, int): list(string)
url(string): URL
isURL(string): bool
${['getScheme', 'getHost', 'getHostname', 'getPort', 'getEscapedPath'].map((name) => `.${name}(URL): string`).join('\n')}
.getQuery(URL): map(string, list(string))
quantity(string): Quantity
isQuantity(string): bool
sign(Quantity): int
.isInteger(Quantity): bool
.asInteger(Quantity): int
.asApproximateFloat(Quantity): double
${['add', 'sub'].flatMap((name) => [`.${name}(Quantity, Quantity): Quantity`, `.${name}(Quantity, int): Quantity`]).join('\n')}
${['Quantity', 'Semver'].flatMap((type) => [`.isGreaterThan(${type}, ${type}): bool`, `.isLessThan(${type}, ${type}): bool`, `.compareTo(${type}, ${type}): int`]).join('\n')}
semver(string): Semver
semver(string, bool): Semver
isSemver(string): bool
isSemver(string, bool): bool
${['major', 'minor', 'patch'].map((name) => `.${name}(Semver): int`).join('\n')}
ip(string): IP
isIP(string): bool
ip.isCanonical(string): bool
.family(IP): int
${['isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast', 'isGlobalUnicast'].map((name) => `.${name}(IP): bool`).join('\n')}
cidr(string): CIDR
isCIDR(string): bool
.containsIP(CIDR, string): bool
.containsIP(CIDR, IP): bool
.containsCIDR(CIDR, string): bool
.containsCIDR(CIDR, CIDR): bool
.ip(CIDR): IP
.prefixLength(CIDR): int
.masked(CIDR): CIDR
format.named(string): optional(NamedFormat)
${FORMATS.split(' ')
  .map((name) => `format.${name}(): NamedFormat`)
  .join('\n')}
.validate(NamedFormat, string): optional(list(string))
.path(authorization.Authorizer, string): authorization.PathCheck
.group(authorization.Authorizer, string): authorization.GroupCheck
.serviceAccount(authorization.Authorizer, string, string): authorization.Authorizer
.resource(authorization.GroupCheck, string): authorization.ResourceCheck
${['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'].map((name) => `.${name}(authorization.ResourceCheck, string): authorization.ResourceCheck`).join('\n')}
.check(authorization.PathCheck, string): authorization.Decision
.check(authorization.ResourceCheck, string): authorization.Decision
.errored(authorization.Decision): bool
.error(authorization.Decision): string
.allowed(authorization.Decision): bool
.reason(authorization.Decision): string
`;

export const FUNCTIONS: Functions = readSignatures(SIGNATURES);

/** What expressions that make patches have besides. */
export const PATCH_FUNCTIONS: Functions = readSignatures('jsonpatch.escapeKey(string): string');

function comparisons(name: string): readonly string[] {
  const mixed = NUMBERS.flatMap((left) => NUMBERS.map((right) => [left, right])).filter(([left, right]) => left !== right);
  const same = ['bool', 'string', 'bytes', 'timestamp', 'duration', ...NUMBERS].map((type) => [type, type]);
  return [...same, ...mixed].map(([left, right]) => `${name}(${left}, ${right}): bool`);
}

function conversions(to: string, from: string): string {
  return from
    .split(' ')
    .map((type) => `${to}(${type}): ${to}`)
    .join('\n');
}

function timePart(part: string): readonly string[] {
  return [`.get${part}(timestamp): int`, `.get${part}(timestamp, string): int`];
}

function readSignatures(text: string): Functions {
  const functions = new Map<string, Overload[]>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, dot, name = '', parameters = '', result = ''] = /^(\.?)(.+?)\((.*)\): (.+)$/.exec(line) ?? [];
    const overload = { isMember: dot === '.', parameters: splitTypes(parameters).map(readType), result: readType(result) };
    functions.set(name, [...(functions.get(name) ?? []), overload]);
  }
  return functions;
}

function splitTypes(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

function readType(text: string): Type {
  const [, name = text, inner] = /^([\w.]+)\((.*)\)$/.exec(text) ?? [];
  const [first = DYN, second = DYN] = inner === undefined ? [] : splitTypes(inner).map(readType);
  if (name === 'list') return listOf(first);
  if (name === 'map') return mapOf(first, second);
  if (name === 'optional') return optionalOf(first);
  if (name === 'type') return { is: 'type', of: first };
  if (name === 'A' || name === 'B') return { is: 'parameter', name };
  // Types of Kubernetes' own begin with a capital, or belong to its authorization.
  return /^[A-Z]|^authorization\./.test(name) ? struct(`kubernetes.${name}`) : ({ is: name } as Type);
}
