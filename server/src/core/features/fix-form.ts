import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import type { Json } from '../base/json.ts';
import { ENVIRONMENT_FIELDS } from '../verdict/core/downward-api.ts';
import type { VerdictError } from '../verdict/verdict.ts';

/** The name, key, path or schedule that was meant, in the characters that are allowed; undefined where that cannot be told. */
export function wellFormed(error: VerdictError, value: string): Json | undefined {
  for (const [form, meant] of FORMS) {
    if (form.test(`${error.path}: ${error.detail}`)) {
      const written = meant(value);
      if (written !== undefined) return written;
    }
  }
  return undefined;
}

/** What the server says of a value, behind its path, and what it was meant to be; the first that knows something counts. */
const FORMS: readonly (readonly [RegExp, (value: string) => Json | undefined])[] = [
  [/(?:[pP]orts?(?:\[\d+\])?(?:\.(?:name|number|containerPort|targetPort|port))?|Port): /, portNumber],
  [/ports\[\d+\]\.(?:name|targetPort)|\.port: /, (value) => plainName(value).replaceAll('.', '-').slice(0, 15).replace(/-+$/, '')],
  [/clusterIPs?(?:\[\d+\])?: /, (value) => (value.toLowerCase() === 'none' ? 'None' : undefined)],
  [
    /RFC 1035 label/,
    (value) =>
      plainName(value)
        .replaceAll('.', '-')
        .replace(/^(?=\d)/, 'a')
        .slice(0, 63)
        .replace(/-+$/, ''),
  ],
  [/RFC 1123 subdomain/, plainName],
  [/RFC 1123 label|must not contain dots/, (value) => plainName(value).replaceAll('.', '-').slice(0, 63).replace(/-+$/, '')],
  [/metadata\.name: must be no more than 52 characters/, (value) => shortened(value, 52)],
  [/(?:Name|name|hostname|subdomain): must be no more than 63 (?:bytes|characters)/, (value) => shortened(value, 63)],
  [/(?:labels|annotations|matchLabels).*: (?:name|prefix) part|data.*: a valid config key/, plainKey],
  [/greater than 100%/, () => '100%'],
  [/percent|integer or percentage/, percentage],
  [/\.schedule: /, schedule],
  [
    /label values?|a valid label/,
    (value) =>
      plainWord(value)
        .slice(0, 63)
        .replace(/[^A-Za-z0-9]+$/, ''),
  ],
  [/field label not supported/, (value) => clearlyMeant(didYouMean(value, ENVIRONMENT_FIELDS))],
  [/environment variable name/, (value) => value.replace(/=/g, '_')],
  [/must be a relative path/, (value) => value.replace(/^\/+/, '')],
  [/must be an absolute path|must start with a '\/'/, (value) => `/${value}`],
  [/'https' is the only allowed URL scheme/, (value) => value.replace(/^(?:http:\/\/)?/, 'https://')],
  [
    /must not contain '\.\.'/,
    (value) =>
      value
        .split('/')
        .filter((part) => part !== '..')
        .join('/'),
  ],
];

/** `8080/tcp`, `"8080"`. */
function portNumber(value: string): number | undefined {
  const [, digits] = /^(\d{1,5})(?:\/(?:tcp|udp|sctp))?$/i.exec(value.trim()) ?? [];
  const port = Number(digits);
  return port > 0 && port < 65_536 ? port : undefined;
}

function plainName(value: string): string {
  return trimmed(value.toLowerCase().replace(/[^a-z0-9.-]+/g, '-'));
}

function plainWord(value: string): string {
  return trimmed(value.replace(/[^A-Za-z0-9_.-]+/g, '-'));
}

/** A key with or without its domain. */
function plainKey(value: string): string {
  const slash = value.indexOf('/');
  const name = plainWord(value.slice(slash + 1)).slice(0, 63);
  const domain = slash < 0 ? '' : plainName(value.slice(0, slash));
  return domain === '' ? name : `${domain}/${name}`;
}

function shortened(value: string, most: number): string {
  return trimmed(plainName(value).slice(0, most));
}

function trimmed(value: string): string {
  return value.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}

/** `25 %`, and `"1"`, which is a number in quotes. */
function percentage(value: string): Json | undefined {
  const [, digits, sign] = /^(\d+)\s*(%?)$/.exec(value.trim()) ?? [];
  return digits === undefined ? undefined : sign === '' ? Number(digits) : `${digits}%`;
}

const PERIODS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Five fields: one for seconds does not exist here, one for the day of the week must be there, and none holds blanks. What is
 * beyond its bounds is the turn of the clock, or stands in its neighbour's place.
 */
function schedule(value: string): string | undefined {
  if (value.startsWith('@')) return clearlyMeant(didYouMean(value, PERIODS));
  const written = value.trim().replace(/\s*([,/-])\s*/g, (_, sign: string) => sign);
  const fields = written.split(/\s+/);
  if (fields.length === 4) return `${fields.join(' ')} *`;
  if (fields.length === 6) return fields.slice(1).join(' ');
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5) return undefined;
  const isSwapped = Number(hour) > 23 && Number(hour) < 60 && Number(minute) < 24;
  const isTurn = hour === '24';
  return [
    ...(isSwapped && !isTurn ? [hour, minute] : [minute === '60' ? '0' : minute, isTurn ? '0' : hour]),
    day,
    named(month, MONTHS),
    named(weekday, DAYS).replace(/\b7\b/g, '0'),
  ].join(' ');
}

/** Names of days and months have three letters. */
function named(field: string, names: readonly string[]): string {
  return field.replace(/[A-Za-z]{4,}/g, (word) => names.find((each) => word.toLowerCase().startsWith(each)) ?? word);
}
