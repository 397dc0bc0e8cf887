import type { Path } from '../base/json.ts';
import { nextTime, parseCron } from '../kube/cron.ts';
import type { TypedPlace } from '../kube/field-type.ts';
import { approximate, parseQuantity } from '../kube/quantity.ts';
import { fieldKey, REFERENCE_BY_FIELD } from '../kube/references.ts';
import type { Resource } from '../kube/resource.ts';
import { definitionsOfKind } from '../kube/snapshot.ts';
import { type Language, message, say } from '../text/text.ts';
import type { Place } from '../yaml/locate.ts';
import { decodeBase64, decodeUtf8 } from '../yaml/resolve.ts';
import { cronInWords } from './cron-words.ts';
import type { HoverRequest } from './hover.ts';

/** What a value means: a quantity in plain numbers, a schedule in words, a secret decoded, a name and what it names. */
export function explainValue(request: HoverRequest, resource: Resource, path: Path, typed: TypedPlace, place: Place): string | undefined {
  const { node } = place;
  if (node?.is !== 'scalar' || node.value === null) return undefined;
  const text = String(node.value);
  const { language } = request;
  if (typed.type.is === 'quantity') return explainQuantity(text, path, language);
  if (typed.type.is === 'bytes' && resource.kind === 'Secret') return explainBase64(text, language);
  if (resource.kind === 'CronJob' && path.at(-1) === 'schedule') return explainCron(text, request);
  return explainReference(request, resource, typed, text);
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
  const decoded = decodeUtf8(decodeBase64(digits)).slice(0, MOST_DECODED);
  const fence = '`'.repeat(Math.max(3, ...[...decoded.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${say(language, message('editor.hover.base64'))}\n\n${fence}text\n${decoded}\n${fence}`;
}

const NEXT_RUNS = 3;

function explainCron(text: string, { language, nowMs }: HoverRequest): string | undefined {
  const schedule = parseCron(text);
  const words = cronInWords(text, language);
  if ('error' in schedule || words === undefined) return undefined;
  const times: string[] = [];
  for (let at: number | undefined = nowMs; times.length < NEXT_RUNS; ) {
    at = nextTime(schedule, at);
    if (at === undefined) break;
    times.push(`\`${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z\``);
  }
  return `**${words}**\n\n${say(language, message('editor.hover.cron', { times: times.join(', ') }))}`;
}

function explainReference(request: HoverRequest, resource: Resource, { owner, field }: TypedPlace, name: string): string | undefined {
  if (owner === undefined || field === undefined) return undefined;
  const kind = REFERENCE_BY_FIELD[fieldKey(owner.name, field.name)];
  if (kind === undefined) return undefined;
  const { snapshot, uri, language } = request;
  const found = definitionsOfKind(snapshot, kind, resource.namespace, uri).find(({ definition }) => definition.name === name);
  if (found === undefined) return undefined;
  const { definition } = found;
  const file = decodeURIComponent(found.uri.slice(found.uri.lastIndexOf('/') + 1));
  const lines = [say(language, message('editor.hover.defines', { kind, name, file }))];
  if (definition.keys.length > 0) lines.push(say(language, message('editor.hover.keys', { keys: definition.keys.join(', ') })));
  if (definition.ports.length > 0) {
    const ports = definition.ports.map((port) => (port.name === undefined ? String(port.port) : `${port.name} ${port.port}`)).join(', ');
    lines.push(say(language, message('editor.hover.ports', { ports })));
  }
  return lines.join('  \n');
}
