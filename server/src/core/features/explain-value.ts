import { type Path, valueAt } from '../base/json.ts';
import { nextTime, parseCron } from '../kube/cron.ts';
import type { TypedPlace } from '../kube/field-type.ts';
import { approximate, parseQuantity } from '../kube/quantity.ts';
import type { Resource } from '../kube/resource.ts';
import { type TimeZone, timeZoneNamed } from '../kube/time-zone.ts';
import { type Language, message, say } from '../text/text.ts';
import type { Place } from '../yaml/locate.ts';
import { decodeBase64, decodeUtf8 } from '../yaml/resolve.ts';
import { cronInWords } from './cron-words.ts';
import { explainImage } from './explain-image.ts';
import { explainReference } from './explain-reference.ts';
import type { HoverRequest } from './hover.ts';
import { fenced } from './summary.ts';

/** What a value means: a quantity in plain numbers, a schedule in words, a secret decoded, a name and what it names. */
export function explainValue(request: HoverRequest, resource: Resource, path: Path, typed: TypedPlace, place: Place): string | undefined {
  const { node } = place;
  if (node?.is !== 'scalar' || node.value === null) return undefined;
  const text = String(node.value);
  const { language } = request;
  if (typed.type.is === 'quantity') return explainQuantity(text, path, language);
  if (typed.type.is === 'bytes' && resource.kind === 'Secret') return explainBase64(text, language);
  if (resource.kind === 'CronJob' && path.at(-1) === 'schedule') return explainCron(text, resource, request);
  if (typed.field?.name === 'image' && typeof node.value === 'string') return explainImage(text, resource, path, language);
  return explainReference(request, resource, path, typed);
}

function explainQuantity(text: string, path: Path, language: Language): string | undefined {
  const quantity = parseQuantity(text);
  if (typeof quantity === 'string') return undefined;
  const amount = approximate(quantity);
  const resource = String(path.at(-1));
  if (resource.endsWith('cpu')) return `\`${text}\` = ${say(language, message('editor.hover.cpu', { amount: trimmed(amount) }))}`;
  if (!/[KMGTPE]i?$|m$/.test(text)) return undefined;
  const binary = inBinary(amount);
  const bytes = say(language, message('editor.hover.bytes', { amount: grouped(amount) }));
  return `\`${text}\` = ${bytes}${binary === '' || binary === text ? '' : ` ≈ ${binary}`}`;
}

function trimmed(amount: number): string {
  return String(Number(amount.toPrecision(6)));
}

function grouped(amount: number): string {
  return trimmedInteger(amount).replaceAll(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

function trimmedInteger(amount: number): string {
  return Number.isInteger(amount) ? amount.toFixed(0) : trimmed(amount);
}

const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

function inBinary(bytes: number): string {
  const power = Math.min(BINARY_SUFFIXES.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return power === 0 ? '' : `${trimmed(bytes / 2 ** (10 * power))}${BINARY_SUFFIXES[power]}`;
}

/** How much of a secret is shown. */
const MOST_DECODED = 2000;

function explainBase64(text: string, language: Language): string | undefined {
  const digits = text.replaceAll(/\s/g, '');
  if (digits === '' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(digits)) return undefined;
  const bytes = decodeBase64(digits);
  const decoded = decodeUtf8(bytes);
  if (UNPRINTABLE.test(decoded)) return say(language, message('editor.hover.binary', { amount: grouped(bytes.length) }));
  const shown = decoded.length > MOST_DECODED ? `${decoded.slice(0, MOST_DECODED)}…` : decoded;
  return `${say(language, message('editor.hover.base64'))}\n\n${fenced(shown.split('\n'), 'text')}`;
}

/** Control characters, and what stands for bytes that are no UTF-8. */
const UNPRINTABLE = /(?![\t\n\r])\p{Cc}|\uFFFD/u;

const NEXT_RUNS = 3;

function explainCron(text: string, { value }: Resource, { language, nowMs }: HoverRequest): string | undefined {
  const timeZone = valueAt(value, ['spec', 'timeZone']);
  const zone = typeof timeZone === 'string' ? timeZoneNamed(timeZone) : undefined;
  const schedule = parseCron(zone === undefined || /^(?:CRON_)?TZ=/.test(text) ? text : `TZ=${zone.name} ${text}`);
  const words = cronInWords(text, language);
  if ('error' in schedule || words === undefined) return undefined;
  const times: string[] = [];
  for (let at: number | undefined = nowMs; times.length < NEXT_RUNS; ) {
    at = nextTime(schedule, at);
    if (at === undefined) break;
    times.push(`\`${wallClock(at, zone)}\``);
  }
  return `**${words}**\n\n${say(language, message('editor.hover.cron', { times: times.join(', ') }))}`;
}

/** `2026-01-05 09:30 Asia/Seoul`. */
function wallClock(atMs: number, zone: TimeZone | undefined): string {
  const shown = new Date(atMs + (zone?.offsetMs(atMs) ?? 0)).toISOString().slice(0, 16).replace('T', ' ');
  return zone === undefined ? `${shown} UTC` : `${shown} ${zone.name}`;
}
