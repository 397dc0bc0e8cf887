import { isArray, isObject, type Json } from '../base/json.ts';
import type { FieldType } from '../kube/catalog.ts';
import { parseQuantity } from '../kube/quantity.ts';
import { type Message, message } from '../text/text.ts';

/** Why a value cannot be decoded. One that `aborts` comes from the type's own reader and ends decoding at once. */
export type Fault =
  | { readonly fault: 'type'; readonly found: string; readonly goType: string; readonly aborts: boolean; readonly words: Message }
  | { readonly fault: 'text'; readonly detail: string; readonly aborts: boolean; readonly words: Message };

export type ScalarType = Exclude<FieldType['is'], 'object' | 'list' | 'map' | 'any'>;

/** Reads a value that is not null into a scalar type. `undefined` is Go's zero value, as good as absent. */
export function decodeScalar(value: Json, type: ScalarType): Json | undefined | Fault {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : wrongType(value, 'string', message('verdict.wantString'));
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType(value, 'bool', message('verdict.wantBoolean'));
    case 'int32':
      return integer(value, 'int32', false);
    case 'int64':
      return integer(value, 'int64', false);
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' ? value : wrongType(value, 'float64', message('verdict.wantNumber'));
    case 'intOrString':
      return typeof value === 'string' ? value : integer(value, 'int32', true);
    case 'quantity':
      return quantity(value);
    case 'bytes':
      return bytes(value);
    case 'time':
    case 'microTime':
      return time(value, type);
  }
}

/** What Go puts where a list or map holds null. */
export function zeroOf(type: FieldType): Json {
  switch (type.is) {
    case 'string':
    case 'bytes':
      return '';
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'object':
      return {};
    case 'list':
      return [];
    case 'map':
      return {};
    default:
      return null;
  }
}

/** The name Go's decoder has for what it found. */
export function foundName(value: Json): string {
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : 'number';
}

const RANGE = { int32: [-(2n ** 31n), 2n ** 31n - 1n], int64: [-(2n ** 63n), 2n ** 63n - 1n] } as const;

function wrongType(value: Json, goType: string, words: Message, aborts = false): Fault {
  return { fault: 'type', found: foundName(value), goType, aborts, words };
}

function integer(value: Json, type: 'int32' | 'int64', orString: boolean): Json | Fault {
  const [least, most] = RANGE[type];
  const words = orString
    ? message('verdict.wantIntOrString')
    : message('verdict.wantInteger', { least: String(least), most: String(most) });
  if (typeof value !== 'number' && typeof value !== 'bigint') return wrongType(value, type, words, orString);
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (isWhole && value >= least && value <= most) return value;
  return { fault: 'type', found: `number ${value}`, goType: type, aborts: orString, words };
}

function quantity(value: Json): Json | Fault {
  if (value === null) return '0';
  const text = isObject(value) || isArray(value) ? '{}' : String(value).trim();
  const parsed = parseQuantity(text);
  if (typeof parsed !== 'string') return text;
  return { fault: 'text', detail: parsed, aborts: true, words: message('verdict.wantQuantity') };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 text, or a list of byte values, which Go reads as well. */
function bytes(value: Json): Json | Fault {
  const words = message('verdict.wantBase64');
  if (isArray(value))
    return value.every((item) => typeof item === 'number' && item >= 0 && item <= 255) ? '' : wrongType('', 'uint8', words);
  if (typeof value !== 'string') return wrongType(value, '[]uint8', words);
  const text = value.replace(/[\r\n]/g, '');
  if (BASE64.test(text)) return text;
  const wrong = /[^A-Za-z0-9+/]/.exec(text)?.index ?? text.length - (text.length % 4);
  return { fault: 'text', detail: `illegal base64 data at input byte ${wrong}`, aborts: false, words };
}

/** Go's parser takes an hour of one digit and any fraction after the seconds. */
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/;
const RFC3339_MICRO = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)\.\d{6}(?:Z|[+-](\d\d):(\d\d))$/;

function time(value: Json, type: 'time' | 'microTime'): Json | undefined | Fault {
  if (value === null) return undefined;
  const isMicro = type === 'microTime';
  const words = message(isMicro ? 'verdict.wantMicroTime' : 'verdict.wantTime');
  if (typeof value !== 'string') return wrongType(value, 'string', words, true);
  const parts = (isMicro ? RFC3339_MICRO : RFC3339).exec(value);
  if (parts !== null && isOnClock(parts.slice(1).map((part) => Number(part ?? 0)))) return value;
  const layout = isMicro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  return { fault: 'text', detail: `parsing time "${value}" as "${layout}"`, aborts: true, words };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isOnClock([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0]: number[]): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60 && zoneHour <= 24 && zoneMinute <= 60;
}
