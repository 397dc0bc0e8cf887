import { type CallEstimate, COST, type Operands, PER_CHARACTER, PER_PATTERN_CHARACTER } from './coster.ts';
import { type Estimate, exactly, LARGEST, product, scale, sum, UNKNOWN } from './estimate.ts';
import type { Overload } from './library.ts';
import type { Type } from './type.ts';

/**
 * What calls of the libraries cost that Kubernetes adds; undefined for other functions.
 *
 * Mirrors EstimateCallCost of staging/src/k8s.io/apiserver/pkg/cel/library/cost.go and, for lists and sets,
 * github.com/google/cel-go/ext/{lists,sets}.go.
 */
export function costOfLibraryCall(operands: Operands, name: string, overload: Overload): CallEstimate | undefined {
  if (name === '_==_') return costOfEquality(operands);
  if (CHEAP.has(name)) return { cost: COST.call };
  if (!Object.hasOwn(ESTIMATES, name)) return undefined;
  return ESTIMATES[name]?.(operands, overload);
}

/** Builders and accessors. */
const CHEAP: ReadonlySet<string> = new Set(
  [
    'serviceAccount path group resource subresource namespace name allowed reason error errored',
    'masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast',
    'format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch',
    'getScheme getHostname getHost getPort getEscapedPath getQuery',
  ].flatMap((names) => names.split(' ')),
);

/** Two checks an expression are what the limit allows. */
const AUTHORIZATION = exactly(350_000);
const LONGEST_FORMAT_PATTERN = 128;
const LONGEST_FORMAT = 64;
/** Bytes of an address. */
const ADDRESS: Estimate = { min: 4, max: 16 };

type EstimateOf = (operands: Operands, overload: Overload) => CallEstimate | undefined;

const traversal: EstimateOf = ({ sizeOf }) => ({ cost: scale(sizeOf(0), PER_CHARACTER) });
const copy: EstimateOf = ({ sizeOf }) => ({ cost: scale(sizeOf(0), PER_CHARACTER), size: sizeOf(0) });
const search: EstimateOf = ({ sizeOf }) => ({ cost: costOfMatch(sizeOf(0), sizeOf(1)), size: { min: 0, max: sizeOf(0).max } });
const selector: EstimateOf = ({ sizeOf }) => ({
  cost: sum(COST.list, scale(sizeOf(1), PER_CHARACTER), scale(scale(sizeOf(1), 0.5), COST.list.max + COST.message.max)),
});

const ESTIMATES: Readonly<Record<string, EstimateOf>> = {
  check: () => ({ cost: AUTHORIZATION }),
  fieldSelector: selector,
  labelSelector: selector,
  isSorted: walkOfElements,
  sum: walkOfElements,
  max: walkOfElements,
  min: walkOfElements,
  indexOf: walkOfElements,
  lastIndexOf: walkOfElements,
  url: copy,
  'jsonpatch.escapeKey': copy,
  lowerAscii: copy,
  upperAscii: copy,
  substring: copy,
  trim: copy,
  replace: costOfReplace,
  split: costOfSplit,
  join: costOfJoin,
  find: search,
  findAll: search,
  cidr: traversal,
  isIP: traversal,
  isCIDR: traversal,
  ip: (operands, { isMember }) => (isMember ? { cost: COST.call } : traversal(operands, NO_OVERLOAD)),
  'ip.isCanonical': ({ sizeOf }) => ({ cost: scale(sizeOf(0), 2 * PER_CHARACTER) }),
  containsIP: (operands, overload) => ({ cost: sum(scale(sum(ADDRESS, ADDRESS), PER_CHARACTER), costOfReading(operands, overload)) }),
  containsCIDR: (operands, overload) => ({
    cost: sum(scale(sum(ADDRESS, ADDRESS), PER_CHARACTER), scale(ADDRESS, PER_CHARACTER), exactly(1), costOfReading(operands, overload)),
  }),
  quantity: traversal,
  isQuantity: traversal,
  semver: traversal,
  isSemver: traversal,
  validate: ({ sizeOf }) => ({ cost: scale(scale(sizeOf(1), PER_CHARACTER), LONGEST_FORMAT_PATTERN * PER_PATTERN_CHARACTER) }),
  slice: costOfSlice,
  flatten: ({ sizeOf, values }) => allocating(values.length === 1 ? 1 : literalOf(values[1]), sizeOf(0)),
  'lists.range': ({ values }) => allocating(1, exactly(literalOf(values[0]))),
  reverse: ({ sizeOf }) => allocating(1, sizeOf(0)),
  distinct: ({ sizeOf }) => allocating(2, product(sizeOf(0), sizeOf(0))),
  sort: ({ sizeOf }, { parameters }) => costOfSort(sizeOf(0), parameters[0]),
  'sets.contains': ({ sizeOf }) => ({ cost: sum(product(sizeOf(0), sizeOf(1)), COST.call) }),
  'sets.intersects': ({ sizeOf }) => ({ cost: sum(product(sizeOf(0), sizeOf(1)), COST.call) }),
  'sets.equivalent': ({ sizeOf }) => ({ cost: sum(scale(product(sizeOf(0), sizeOf(1)), 2), COST.call) }),
};

const NO_OVERLOAD: Overload = { isMember: false, parameters: [], result: { is: 'dyn' } };

/** A text has to be read first. */
function costOfReading({ sizeOf }: Operands, { parameters }: Overload): Estimate {
  return parameters[1]?.is === 'string' ? scale(sizeOf(1), PER_CHARACTER) : exactly(0);
}

function elementType(type: Type | undefined): Type | undefined {
  return type?.is === 'list' || type?.is === 'optional' ? type.of : type?.is === 'map' ? type.key : undefined;
}

function isText(type: Type | undefined): boolean {
  return type?.is === 'string' || type?.is === 'bytes';
}

/** A list's elements, each with its text, or the characters of a text. */
function walkOfElements({ coster, values, sizeOf }: Operands): CallEstimate | undefined {
  const [list] = values;
  if (list === undefined) return undefined;
  const element = elementType(coster.checked.typeOf(list));
  if (element === undefined) return { cost: scale(sizeOf(0), PER_CHARACTER) };
  const text = isText(element) ? scale(sizeOfElement(coster, list), PER_CHARACTER) : exactly(0);
  return { cost: product(sizeOf(0), sum(exactly(1), text)) };
}

function sizeOfElement(coster: Operands['coster'], list: Operands['values'][number]): Estimate {
  const path = coster.pathOf(list);
  return (path.length === 0 ? undefined : coster.sizeAt([...path, '@items'])) ?? UNKNOWN;
}

function costOfReplace({ sizeOf }: Operands): CallEstimate {
  const [text, from, to] = [sizeOf(0), sizeOf(1), sizeOf(2)];
  const most = longestReplaced(text.max, from.min, to.max);
  const least = shortestReplaced(text.min, from.max, to.min);
  const size = { min: Math.min(least, LARGEST), max: Math.min(most, LARGEST) };
  return { cost: scale(text, 2 * PER_CHARACTER), size };
}

/** The shortest parts are replaced by the longest. */
function longestReplaced(text: number, from: number, to: number): number {
  if (from === 0) return (text < LARGEST ? text + 1 : text) * to + text;
  return to <= from ? text : Math.ceil(text / from) * to;
}

function shortestReplaced(text: number, from: number, to: number): number {
  if (from === 0) return (text < LARGEST ? text + 1 : text) * to + text;
  return from <= to ? text : Math.ceil(text / from) * to;
}

function costOfSplit({ values, sizeOf }: Operands): CallEstimate {
  const count = values[2];
  const max = count?.is === 'literal' && count.type === 'int' ? Number(count.text) : sizeOf(0).max;
  return { cost: scale(sizeOf(0), 2 * PER_CHARACTER), size: { min: 0, max: max < 0 ? LARGEST : max } };
}

function costOfJoin({ coster, values, sizeOf }: Operands): CallEstimate {
  const [list] = values;
  const count = sizeOf(0);
  const texts = list === undefined ? UNKNOWN : product(count, sizeOfElement(coster, list));
  const between = { min: Math.max(count.min - 1, 0), max: Math.max(count.max - 1, 0) };
  const size = values.length > 1 ? sum(texts, product(sizeOf(1), between)) : texts;
  return { cost: scale(size, PER_CHARACTER), size };
}

/** A new list in proportion to the size. */
function allocating(factor: number, size: Estimate): CallEstimate {
  return { cost: sum(scale(size, factor), COST.call, COST.list), size };
}

function costOfSlice({ values, sizeOf }: Operands): CallEstimate {
  const [start, end] = [literalOf(values[1], 0), literalOf(values[2], sizeOf(0).max)];
  return allocating(1, exactly(Math.max(end - start, 0)));
}

export function costOfSort(size: Estimate, list: Type | undefined): CallEstimate {
  return allocating(isText(elementType(list)) ? 2 + PER_CHARACTER : 2, product(size, size));
}

/** nodeAsIntValue: the number as written, or the other. */
function literalOf(expression: Operands['values'][number] | undefined, otherwise = LARGEST): number {
  return expression?.is === 'literal' && expression.type === 'int' ? Number(expression.text) : otherwise;
}

const UNIT_EQUALITY = ['IP', 'CIDR', 'Quantity', 'Semver', 'authorization.'].map((name) => `kubernetes.${name}`);

/** Values of Kubernetes' own types. */
function costOfEquality({ coster, values }: Operands): CallEstimate | undefined {
  const [left, right] = values.map((value) => coster.checked.typeOf(value));
  if (left?.is !== 'struct' || right?.is !== 'struct' || left.name !== right.name) return undefined;
  if (UNIT_EQUALITY.some((name) => left.name.startsWith(name))) return { cost: COST.call };
  if (left.name === 'kubernetes.NamedFormat') return { cost: scale({ min: 1, max: LONGEST_FORMAT }, PER_CHARACTER) };
  if (left.name !== 'kubernetes.URL') return undefined;
  const { max } = (values[1] && coster.sizeOf(values[1])) ?? exactly(1);
  return { cost: scale({ min: 1, max }, PER_CHARACTER) };
}

/** A pattern is taken to have a part every four characters. */
export function costOfMatch(text: Estimate, pattern: Estimate): Estimate {
  return product(scale(sum(text, exactly(1)), PER_CHARACTER), scale(pattern, PER_PATTERN_CHARACTER));
}
