/**
 * Quantities: amounts of cpu, memory, storage, with the arithmetic of the API server to the last digit.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/api/resource (quantity.go, amount.go, math.go, scale_int.go, suffix.go).
 */
export interface Quantity {
  readonly unscaled: bigint;
  /** The amount is `unscaled` times ten to this power. */
  readonly scale: number;
  /** Upstream keeps such an amount in an arbitrary-precision decimal; shows only where an int64 would overflow. */
  readonly wide: boolean;
  readonly format: QuantityFormat;
  /** As written, where the API server keeps that text. */
  readonly text?: string;
}

export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** The server's own text for a string that is no quantity. */
export type QuantityError =
  | "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  | 'unable to parse numeric part of quantity'
  | "unable to parse quantity's suffix";

export const ZERO: Quantity = { unscaled: 0n, scale: 0, wide: false, format: 'DecimalSI', text: '0' };

/** Parses as the API server does; a string result is the error. Texts seen before cost one look-up. */
export function parseQuantity(text: string): Quantity | QuantityError {
  const known = parsedByText.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (parsedByText.size >= MOST_REMEMBERED) parsedByText.clear();
  parsedByText.set(text, parsed);
  return parsed;
}

/** The quantity in a field that has passed validation: text or a bare number. Absent or unreadable counts as zero. */
export function quantityOf(field: string | number | bigint | undefined): Quantity {
  if (field === undefined) return ZERO;
  const parsed = parseQuantity(String(field));
  return typeof parsed === 'string' ? ZERO : parsed;
}

export function integerQuantity(value: bigint | number, format: QuantityFormat): Quantity {
  return { unscaled: BigInt(value), scale: 0, wide: false, format };
}

export function milliQuantity(milli: bigint | number, format: QuantityFormat): Quantity {
  return { unscaled: BigInt(milli), scale: MILLI, wide: false, format };
}

/** The amount in whole units, rounded up; an int64, overflowing as upstream does. */
export function value(quantity: Quantity): bigint {
  return scaledValue(quantity, 0);
}

/** The amount in thousandths, rounded up; an int64, overflowing as upstream does. */
export function milliValue(quantity: Quantity): bigint {
  return scaledValue(quantity, MILLI);
}

/** Within double precision. */
export function approximate({ unscaled, scale }: Quantity): number {
  return scale === 0 ? Number(unscaled) : Number(unscaled) * Number(`1e${scale}`);
}

export function signOf({ unscaled }: Quantity): -1 | 0 | 1 {
  return unscaled > 0n ? 1 : unscaled < 0n ? -1 : 0;
}

export function compare(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.scale === b.scale || a.unscaled === 0n || b.unscaled === 0n) return order(a.unscaled, b.unscaled);
  const [left, right] = aligned(a, b);
  return order(left, right);
}

/** a + b in the format of a, or of b where a is zero. */
export function add(a: Quantity, b: Quantity): Quantity {
  const format = a.unscaled === 0n ? b.format : a.format;
  if (!a.wide && !b.wide) {
    if (b.unscaled === 0n) return { unscaled: a.unscaled, scale: a.scale, wide: false, format };
    if (a.unscaled === 0n) return { unscaled: b.unscaled, scale: b.scale, wide: false, format };
  }
  const [left, right] = aligned(a, b);
  const unscaled = left + right;
  const fits = [left, right, unscaled].every((each) => BigInt.asIntN(64, each) === each);
  return { unscaled, scale: Math.min(a.scale, b.scale), wide: a.wide || b.wide || !fits, format };
}

/** a - b in the format of a, or of b where a is zero. */
export function subtract(a: Quantity, b: Quantity): Quantity {
  return add(a, { ...b, unscaled: -b.unscaled });
}

export function larger(a: Quantity, b: Quantity): Quantity {
  return compare(a, b) >= 0 ? a : b;
}

/** Rounded up to thousandths: nothing below is kept in an API object (SetDefaults_ResourceList). */
export function roundUpToMilli(quantity: Quantity): Quantity {
  return roundUp(quantity, MILLI);
}

/** Rounded away from zero to a power of ten; what is exact already keeps its text. */
export function roundUp(quantity: Quantity, toScale: number): Quantity {
  const { unscaled, scale, wide, format } = quantity;
  if (scale >= toScale) return wide ? { unscaled, scale, wide, format } : quantity;
  const magnitude = rescaledUp(unscaled < 0n ? -unscaled : unscaled, scale, toScale);
  return { unscaled: unscaled < 0n ? -magnitude : magnitude, scale: toScale, wide, format };
}

/** The canonical text, as the API server would send it back. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  const whole = quantity.format === 'BinarySI' ? wholeBinary(quantity) : undefined;
  if (whole !== undefined) {
    const [rest, times] = withoutFactors(whole, 1024n);
    return `${rest}${BINARY_SUFFIXES[times] ?? ''}`;
  }
  const [digits, times] = withoutFactors(quantity.unscaled, 10n);
  const exponent = quantity.scale + times;
  const excess = ((exponent % 3) + 3) % 3;
  const number = digits * 10n ** BigInt(excess);
  return `${number}${suffixOf(exponent - excess, quantity.format)}`;
}

const MOST_REMEMBERED = 8192;
const parsedByText = new Map<string, Quantity | QuantityError>();

const NANO = -9;
const MILLI = -3;
const LARGEST_INT64 = 2n ** 63n - 1n;
const SMALLEST_INT64 = -(2n ** 63n);
/** Amounts further apart than this many digits are not aligned: the smaller one no longer matters. */
const LONGEST_ALIGNMENT_DIGITS = 4096;
/** Most digits that fit into an int64 whatever they are. */
const INT64_DIGITS = 18;

const EXPONENT_BY_SUFFIX: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const SUFFIX_BY_EXPONENT = new Map(Object.entries(EXPONENT_BY_SUFFIX).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMBER_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = "unable to parse quantity's suffix";
/** Sign, leading zeroes, digits, digits after the point, suffix: what upstream's hand-written scanner takes. */
const SHAPE = /^([+-]?)(0*)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;

/** A suffix with its meaning: a power of ten, or of two for BinarySI. */
interface Suffix {
  readonly format: QuantityFormat;
  readonly exponent: number;
}

/** The written number: sign, and the digits before and after the point without leading zeroes. */
interface Digits {
  readonly negative: boolean;
  readonly before: string;
  readonly after: string;
}

function parse(text: string): Quantity | QuantityError {
  if (text === '') return FORMAT_WRONG;
  if (text === '0') return ZERO;
  const match = SHAPE.exec(text);
  if (match === null) return FORMAT_WRONG;
  const [, sign = '', zeroes = '', before = '', after = '', suffixText = ''] = match;
  const suffix = suffixNamed(suffixText);
  if (suffix === undefined) return SUFFIX_WRONG;
  const digits = { negative: sign === '-', before: before === '' ? '0' : before, after };
  const short = parseShort(digits, suffix, text);
  if (short !== undefined) return short;
  return zeroes + before + after === '' ? NUMBER_WRONG : parseLong(digits, suffix);
}

function suffixNamed(text: string): Suffix | undefined {
  const decimal = EXPONENT_BY_SUFFIX[text];
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const power = BINARY_SUFFIXES.indexOf(text);
  if (power > 0) return { format: 'BinarySI', exponent: power * 10 };
  if (!/^[eE][-+]?\d+$/.test(text)) return undefined;
  const exponent = BigInt(text.slice(text[1] === '+' ? 2 : 1));
  if (BigInt.asIntN(64, exponent) !== exponent) return undefined;
  return { format: 'DecimalExponent', exponent: Number(BigInt.asIntN(32, exponent)) };
}

/** The way of nearly every quantity: few digits, kept as an int64. Undefined where there are too many. */
function parseShort({ negative, before, after }: Digits, { format, exponent }: Suffix, text: string): Quantity | undefined {
  const binary = format === 'BinarySI';
  if (binary && after !== '') return undefined;
  const room = binary ? 14 - before.length - Math.trunc((exponent * 3) / 10) : INT64_DIGITS - before.length - after.length;
  const scale = (binary ? 0 : exponent) - after.length;
  if (room < 0 || scale < NANO) return undefined;
  const written = before + after;
  const magnitude = BigInt(written) * (binary ? 2n ** BigInt(exponent) : 1n);
  if (magnitude > LARGEST_INT64) return undefined;
  const isKept = binary ? BigInt(written) % 8n !== 0n : scale % 3 === 0 && !written.endsWith('000') && !written.startsWith('0');
  return { unscaled: negative ? -magnitude : magnitude, scale, wide: false, format, ...(isKept ? { text } : {}) };
}

/** Arbitrary precision: rounded up to nanos, and for binary suffixes cut at the largest int64. */
function parseLong({ negative, before, after }: Digits, { format, exponent }: Suffix): Quantity {
  const binary = format === 'BinarySI';
  const written = BigInt(before + after) * (binary ? 2n ** BigInt(exponent) : 1n);
  let unscaled = written;
  let scale = (binary ? 0 : exponent) - after.length;
  if (written !== 0n && Math.abs(scale) < LONGEST_ALIGNMENT_DIGITS) {
    unscaled = rescaledUp(written, scale, NANO);
    scale = NANO;
  } else if (written !== 0n && scale < NANO) {
    unscaled = 1n;
    scale = NANO;
  }
  if (!binary) return { unscaled: negative ? -unscaled : unscaled, scale, wide: true, format };
  const unit = 10n ** BigInt(-scale);
  if (unscaled > LARGEST_INT64 * unit) {
    unscaled = LARGEST_INT64;
    scale = 0;
  }
  const isFraction = unscaled > 0n && scale < 0 && unscaled < unit;
  return { unscaled: negative ? -unscaled : unscaled, scale, wide: true, format: isFraction ? 'DecimalSI' : format };
}

/** A positive amount moved to another power of ten, rounded up. */
function rescaledUp(unscaled: bigint, from: number, to: number): bigint {
  if (from >= to) return unscaled * 10n ** BigInt(from - to);
  const divisor = 10n ** BigInt(to - from);
  return (unscaled + divisor - 1n) / divisor;
}

function scaledValue(quantity: Quantity, scale: number): bigint {
  return quantity.wide ? wideValue(quantity, scale) : shortValue(quantity, scale);
}

/** int64 arithmetic: some powers of ten wrap around on overflow, the others give 0. */
function shortValue({ unscaled, scale }: Quantity, wanted: number): bigint {
  if (scale < wanted) {
    const magnitude = rescaledUp(unscaled < 0n ? -unscaled : unscaled, scale, wanted);
    return unscaled < 0n ? -magnitude : magnitude;
  }
  const distance = scale - wanted;
  if (distance === 0 || unscaled === 0n) return unscaled;
  if (distance > INT64_DIGITS) return 0n;
  const exact = unscaled * 10n ** BigInt(distance);
  const wrapped = BigInt.asIntN(64, exact);
  if (wrapped === exact) return exact;
  const isWrapping = [1, 2, 3, 6, 9].includes(distance) && unscaled !== SMALLEST_INT64;
  return isWrapping ? wrapped : 0n;
}

function wideValue({ unscaled, scale }: Quantity, wanted: number): bigint {
  const distance = wanted - scale;
  if (distance === 0) return BigInt.asIntN(64, unscaled);
  if (distance < 0) {
    // A power of ten beyond int64 becomes the smallest int64 on amd64.
    const power = -distance > INT64_DIGITS ? SMALLEST_INT64 : 10n ** BigInt(-distance);
    return BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * power);
  }
  const divisor = 10n ** BigInt(distance);
  const isShort = unscaled < LARGEST_INT64 && distance <= INT64_DIGITS;
  const dividend = isShort ? BigInt.asIntN(64, unscaled) : unscaled;
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return BigInt.asIntN(64, quotient);
  // Upstream adds one to a quotient that is truncated below int64 and floored above it.
  return BigInt.asIntN(64, isShort || rest > 0n ? quotient + 1n : quotient);
}

function order(a: bigint, b: bigint): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Both unscaled amounts at the smaller of the two scales. */
function aligned(a: Quantity, b: Quantity): readonly [bigint, bigint] {
  const distance = BigInt(Math.min(Math.abs(a.scale - b.scale), LONGEST_ALIGNMENT_DIGITS));
  if (a.scale >= b.scale) return [a.unscaled * 10n ** distance, b.unscaled];
  return [a.unscaled, b.unscaled * 10n ** distance];
}

/** The amount as an integer where BinarySI can write it; undefined where it falls back to DecimalSI. */
function wholeBinary(quantity: Quantity): bigint | undefined {
  if (compare(quantity, integerQuantity(-1024, 'DecimalSI')) > 0 && compare(quantity, integerQuantity(1024, 'DecimalSI')) < 0)
    return undefined;
  if (quantity.scale >= 0) return quantity.unscaled * 10n ** BigInt(quantity.scale);
  const unit = 10n ** BigInt(-quantity.scale);
  return quantity.unscaled % unit === 0n ? quantity.unscaled / unit : undefined;
}

function withoutFactors(amount: bigint, factor: bigint): readonly [rest: bigint, times: number] {
  let rest = amount;
  let times = 0;
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return [rest, times];
}

/** Beyond exa and below nano upstream has no suffix and writes none. */
function suffixOf(exponent: number, format: QuantityFormat): string {
  if (format !== 'DecimalExponent') return SUFFIX_BY_EXPONENT.get(exponent) ?? '';
  return exponent === 0 ? '' : `e${exponent}`;
}
