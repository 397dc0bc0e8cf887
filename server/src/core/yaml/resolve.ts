import type { Json } from '../base/json.ts';
import type { ScalarType } from './document.ts';

/** What a scalar is: a value, or what the server says of one that its tag does not fit. */
export type Resolved = { readonly value: Json; readonly type: ScalarType } | { readonly refused: string };

const TAG_PREFIX = 'tag:yaml.org,2002:';

/**
 * The value of a scalar as the API server reads it: YAML 1.1 booleans, Go's integers, no base-60 numbers, dates as strings.
 * `tag` is the
 * full tag, '' when there is none; `plain` says that the scalar has no quotes.
 *
 * Mirrors go.yaml.in/yaml/v2 (resolve.go, decode.go).
 */
export function resolveScalar(text: string, tag: string, plain: boolean): Resolved {
  if (tag === '') return plain ? resolvePlain(text) : { value: text, type: 'string' };
  if (!tag.startsWith(TAG_PREFIX)) return { value: text, type: 'string' };
  const wanted = tag.slice(TAG_PREFIX.length);
  if (wanted === 'str') return { value: text, type: 'string' };
  if (wanted === 'binary') return decodeBinary(text);
  if (!['bool', 'int', 'float', 'null', 'timestamp'].includes(wanted)) return { value: text, type: 'string' };
  if (wanted === 'timestamp' && isTimestamp(text)) return { value: text, type: 'string' };
  const found = resolvePlain(text);
  if (found.type === wanted) return found;
  if (found.type === 'int' && wanted === 'float') return { value: Number(found.value), type: 'float' };
  const foundTag = found.type === 'string' ? 'str' : found.type;
  return { refused: `cannot decode !!${foundTag} \`${text}\` as a !!${wanted}` };
}

type Value = { readonly value: Json; readonly type: ScalarType };

const TRUE: Value = { value: true, type: 'bool' };
const FALSE: Value = { value: false, type: 'bool' };
const NULL: Value = { value: null, type: 'null' };

const WORDS: ReadonlyMap<string, Value> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, Value] => [word, TRUE]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, Value] => [word, FALSE]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Value] => [word, NULL]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Value] => [word, { value: Number.NaN, type: 'float' }]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Value] => [word, { value: Infinity, type: 'float' }]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Value] => [word, { value: -Infinity, type: 'float' }]),
]);
const LONGEST_WORD = 5;

function resolvePlain(text: string): Value {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  const isSignOrDigit = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (isSignOrDigit) return resolveNumber(text) ?? { value: text, type: 'string' };
  if (first === 46 && DOTTED.test(text)) return finite(text.replaceAll('_', '')) ?? { value: text, type: 'string' };
  return { value: text, type: 'string' };
}

const DOTTED = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function resolveNumber(text: string): Value | undefined {
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseInteger(digits);
  if (integer !== undefined) return { value: integer, type: 'int' };
  return FLOAT.test(digits) ? finite(digits) : undefined;
}

/** Go refuses a number too large for a float64, and the scalar stays a string. */
function finite(text: string): Value | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { value, type: 'float' } : undefined;
}

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([-+]?[01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const MOST_NEGATIVE = -(2n ** 63n);
const MOST_POSITIVE = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

/** A Go integer literal that fits 64 bits: decimal, 0x, 0b, 0o, or octal by a leading zero. */
function parseInteger(text: string): number | bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', hex, binary, octal, decimal] = match;
  // Go's second look at `0b` takes a sign behind the prefix, but then none before it.
  if (binary !== undefined && /^[-+]/.test(binary)) return sign === '' && text.startsWith('0b') ? fitting(binarySigned(binary)) : undefined;
  const literal = decimal ?? (hex !== undefined ? `0x${hex}` : binary !== undefined ? `0b${binary}` : `0o${octal}`);
  if (literal.length <= 15 && decimal !== undefined) return sign === '-' ? 0 - Number(literal) : Number(literal);
  const magnitude = BigInt(literal);
  if (sign === '') return fitting(magnitude);
  const value = sign === '-' ? -magnitude : magnitude;
  // An unsigned reading does not take a sign.
  return value < MOST_NEGATIVE || value > MOST_POSITIVE ? undefined : fitting(value);
}

function binarySigned(text: string): bigint {
  const magnitude = BigInt(`0b${text.slice(1)}`);
  return text.startsWith('-') ? -magnitude : magnitude;
}

function fitting(value: bigint): number | bigint | undefined {
  if (value < MOST_NEGATIVE || value > MOST_UNSIGNED) return undefined;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decodeBinary(text: string): Resolved {
  const digits = text.replaceAll(/[\r\n]/g, '');
  if (!BASE64.test(digits)) return { refused: '!!binary value contains invalid base64 data' };
  return { value: decodeUtf8(decodeBase64(digits)), type: 'string' };
}

/** The bytes of valid base64 text. */
export function decodeBase64(digits: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let width = 0;
  for (const digit of digits) {
    if (digit === '=') break;
    bits = ((bits << 6) | BASE64_DIGITS.indexOf(digit)) & 0xffff;
    width += 6;
    if (width >= 8) {
      width -= 8;
      bytes.push((bits >> width) & 0xff);
    }
  }
  return bytes;
}

/** Text from UTF-8; every byte that is none becomes U+FFFD, as Go's JSON writes it. */
export function decodeUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length =
      lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    let value = length === 1 ? lead : lead & (0xff >> (length + 1));
    let valid = length > 0;
    for (let index = 1; valid && index < length; index++) {
      const next = bytes[at + index] ?? 0;
      valid = next >> 6 === 2;
      value = (value << 6) | (next & 0x3f);
    }
    const overlong = (length === 3 && value < 0x800) || (length === 4 && (value < 0x10000 || value > 0x10ffff));
    if (!valid || overlong || (value >= 0xd800 && value <= 0xdfff)) {
      text += '\ufffd';
      at++;
    } else {
      text += String.fromCodePoint(value);
      at += length;
    }
  }
  return text;
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d{2}):(\d{2}))| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const part = (index: number): number => Number(match[index] ?? 0);
  const leap = part(1) % 4 === 0 && (part(1) % 100 !== 0 || part(1) % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][part(2) - 1];
  if (days === undefined || part(3) < 1 || part(3) > days) return false;
  const [hour, minute, second] = [part(4) + part(9), part(5) + part(10), part(6) + part(11)];
  return hour < 24 && minute < 60 && second < 60 && part(7) <= 24 && part(8) < 60;
}

/** How a number that serves as a key is written in JSON. */
export function keyText(value: Json, type: ScalarType): string {
  if (type !== 'float' || typeof value !== 'number') return String(value);
  return formatFloat32(value);
}

/** Mirrors Go's strconv.FormatFloat(value, 'g', -1, 32), which sigs.k8s.io/yaml uses for keys. */
function formatFloat32(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let precision = 1;
  while (precision < 9 && Math.fround(Number(single.toPrecision(precision))) !== single) precision++;
  const [mantissa = '', power = ''] = single.toExponential(precision - 1).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    const padded = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${padded}`;
  }
  return Number(single.toPrecision(precision)).toString();
}
