import type { KubernetesVersion } from './catalog.ts';
import { parseDuration } from './go-duration.ts';
import { isRequestUri } from './go-url.ts';
import { parseCidr, parseIp } from './ip.ts';

/** Whether a text has a format that a CustomResourceDefinition may ask for. */
export type StringFormat = (text: string) => boolean;

/**
 * The check of a format by its name in a schema; undefined for a format that this version of the server does not know and so ignores.
 *
 * Mirrors supportedVersionedFormats of staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go and
 * k8s.io/kube-openapi/pkg/validation/strfmt. Email and URI follow Go's parsers in what people write.
 */
export function stringFormat(name: string, version: KubernetesVersion): StringFormat | undefined {
  const bare = name.replaceAll('-', '');
  const since = SINCE[bare];
  if (since !== undefined && version < since) return undefined;
  return Object.hasOwn(FORMATS, bare) ? FORMATS[bare] : undefined;
}

const SINCE: Readonly<Record<string, KubernetesVersion>> = { k8sshortname: '1.34', k8slongname: '1.34' };

const UUID = (third: string, fourth: string): StringFormat => {
  const pattern = new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}-?${fourth}-?[0-9a-f]{12}$`, 'i');
  return (text) => pattern.test(text);
};

const matches =
  (pattern: RegExp): StringFormat =>
  (text) =>
    pattern.test(text);

const COLOR = '\\s*(?:0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*';

const FORMATS: Readonly<Record<string, StringFormat>> = {
  bsonobjectid: matches(/^[0-9a-fA-F]{24}$/),
  uri: isRequestUri,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => text.includes('.') && parseIp(text) !== undefined,
  ipv6: (text) => text.includes(':') && isStrictIp(text),
  cidr: (text) => parseCidr(text) !== undefined,
  mac: isMac,
  uuid: UUID('[0-9a-f]{4}', '[0-9a-f]{4}'),
  uuid3: UUID('3[0-9a-f]{3}', '[0-9a-f]{4}'),
  uuid4: UUID('4[0-9a-f]{3}', '[89ab][0-9a-f]{3}'),
  uuid5: UUID('5[0-9a-f]{3}', '[89ab][0-9a-f]{3}'),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: matches(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: matches(new RegExp(`^rgb\\(${[COLOR, COLOR, COLOR].join(',')}\\)$`)),
  byte: matches(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  password: () => true,
  date: isDate,
  datetime: isDateTime,
  duration: isDuration,
  k8sshortname: (text) => text.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text),
  k8slongname: (text) => text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text),
};

function isStrictIp(text: string): boolean {
  const address = parseIp(text);
  return address !== undefined && !address.lenient;
}

/** Bytes one by one or in pairs, or all together; 6, 8 or 20 of them (net.ParseMAC). */
function isMac(text: string): boolean {
  const isWritten = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)$|^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$|^(?:[0-9a-f]{2})+$/i.test(text);
  return isWritten && [12, 16, 40].includes(text.replaceAll(/[^0-9a-f]/gi, '').length);
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === '') return false;
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = month === '02' && isLeap ? 29 : (DAYS_OF_MONTH[Number(month) - 1] ?? 0);
  return Number(day) >= 1 && Number(day) <= days;
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  const [, hour = '', minute = '', second = ''] = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/.exec(time) ?? [];
  return isDate(date) && hour !== '' && hour <= '23' && minute <= '59' && second <= '59';
}

const UNITS = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
]; // prettier-ignore

/** Go's own durations, and those of Scala: `3 days`, `22 ns`; any part of the text that reads so will do. */
function isDuration(text: string): boolean {
  if (typeof parseDuration(text) === 'number') return true;
  return [...text.matchAll(/\d+[\t\n\f\r ]*([A-Za-zµ]+)/g)].some(([, written = '']) => {
    const unit = written.toLowerCase();
    return UNITS.some((variants) => variants.includes(unit) || unit.startsWith(variants.at(-1) ?? unit));
  });
}

const HOSTNAME =
  /^(?:[a-zA-Z0-9\p{S}\p{L}](?:-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?|(?:[a-zA-Z0-9\p{S}\p{L}](?:[a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.)+[a-zA-Z\p{L}]{2,63})$/u;

function isHostname(text: string): boolean {
  if (text.length > 255 || !HOSTNAME.test(text)) return false;
  return text.split('.').every((label) => utf8Length(label) <= 63);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** net/mail.ParseAddress: `me@example.net` or `Me <me@example.net>`. */
function isEmail(text: string): boolean {
  const bare = text.replace(/\([^()]*\)\s*$/, '').trim();
  const address = /^(?:"(?:[^"\\]|\\.)*"|[^<>@,;:\\"[\]()]*)[\t ]*<([^<>]+)>$/.exec(bare)?.[1] ?? bare;
  const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]+";
  return new RegExp(`^(?:"(?:[^"\\\\]|\\\\.)*"|${atom}(?:\\.${atom})*)@(?:${atom}(?:\\.${atom})*|\\[[^\\]]+\\])$`, 'u').test(address);
}

function isIsbn10(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '');
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, position) => total + (position + 1) * (digit === 'X' ? 10 : Number(digit)), 0);
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '');
  if (!/^[0-9]{13}$/.test(digits)) return false;
  return [...digits].reduce((total, digit, position) => total + (position % 2 === 0 ? 1 : 3) * Number(digit), 0) % 10 === 0;
}

const CARD =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/; // prettier-ignore

/** Luhn's sum over the digits. */
function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/[^0-9]+/g, '');
  if (!CARD.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const doubled = position % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled >= 10 ? (doubled % 10) + 1 : doubled);
  }, 0);
  return sum % 10 === 0;
}
