/** One way for each kind of mistake that a fix is promised for, put into a good text at a place that lends itself to it. */
import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../../server/src/core/base/json.ts';
import { applyEdits } from '../../server/src/core/base/range.ts';
import type { Catalog, FieldType } from '../../server/src/core/kube/catalog.ts';
import { typeAt } from '../../server/src/core/kube/field-type.ts';
import { resourcesOf } from '../../server/src/core/kube/resource.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { find } from '../../server/src/core/yaml/locate.ts';
import { lineEndAt, lineStartAt } from '../../server/src/core/yaml/style.ts';
import { placesIn, SPOILINGS } from './spoil.ts';

/** A place of a good text, with what the API knows of it. */
export interface Place {
  readonly document: Document;
  readonly at: Path;
  readonly value: Json | undefined;
  readonly type: FieldType | undefined;
  /** The field's own values, where they are a closed set. */
  readonly values: readonly string[] | undefined;
  /** Name of the object type that has the field. */
  readonly owner: string;
  readonly catalog: Catalog;
}

/** The text with the mistake; undefined where the place does not lend itself to it. */
export type Slip = (place: Place, seed: number) => string | undefined;

/** Every key and every item of the only object of a text. */
export function placesOf(document: Document, catalog: Catalog): readonly Place[] {
  const [resource] = resourcesOf(document, catalog);
  const known = resource?.known;
  if (known === undefined || resource?.path.length !== 0) return [];
  const keys = placesIn(document.value);
  const items = keys.flatMap((at) => {
    const value = valueAt(document.value ?? null, at);
    return isArray(value) ? value.map((_, index): Path => [...at, index]) : [];
  });
  return [...keys, ...items].map((at): Place => {
    const typed = typeAt(catalog, known, at);
    const owner = typed?.owner?.name.split('.').at(-1) ?? '';
    return { document, at, value: valueAt(document.value ?? null, at), type: typed?.type, values: typed?.field?.values, owner, catalog };
  });
}

const spoiling =
  (name: string, holds: (place: Place) => boolean = () => true): Slip =>
  (place, seed) =>
    holds(place) ? SPOILINGS[name]?.(place.document, place.at, seed) : undefined;

const isField = ({ owner, at }: Place): boolean => owner !== '' && typeof at.at(-1) === 'string';
const isBelowSpec = ({ at }: Place): boolean => at[0] === 'spec' && at.length > 1;
const isEnum = ({ values, value }: Place): boolean => (values?.length ?? 0) > 0 && typeof value === 'string';

export const SLIPS: Readonly<Record<string, Slip>> = {
  'key: letters swapped': spoiling('letters swapped', isField),
  'key: a letter left out': spoiling('a letter left out', isField),
  'key: wrong case': spoiling('key in the wrong case', isField),
  'enum: wrong case': spoiling('value in the wrong case', isEnum),
  'enum: a slip': spoiling('value with a slip', isEnum),
  'level: one level up': spoiling('one level up', (place) => isField(place) && isBelowSpec(place)),
  'level: at the root': spoiling('at the root', (place) => isField(place) && isBelowSpec(place)),
  'level: below a sibling': spoiling('beside below', (place) => isField(place) && isBelowSpec(place)),
  'apiVersion: of another group': (place, seed) => {
    if (place.at.join('.') !== 'apiVersion') return undefined;
    const others = ['v1', 'apps/v1', 'batch/v1', 'networking.k8s.io/v1'].filter((each) => each !== place.value);
    return rewritten(place, others[seed % others.length] ?? '');
  },
  'apiVersion: a slip': spoiling('value with a slip', ({ at }) => at.join('.') === 'apiVersion'),
  'kind: wrong case': spoiling('value in the wrong case', ({ at }) => at.join('.') === 'kind'),
  'kind: a slip': spoiling('value with a slip', ({ at }) => at.join('.') === 'kind'),
  'type: a number quoted': spoiling('quotes around a number', isField),
  'type: quotes left out': (place) => {
    const isText =
      place.type?.is === 'string' && typeof place.value === 'string' && /^(?:\d+|true|false|yes|no|on|off)$/i.test(place.value);
    return isText ? rewritten(place, String(place.value)) : undefined;
  },
  'type: an item for its list': ({ document, at, type, value }) =>
    type?.is === 'list' && isArray(value) && value.length === 1 && typeof value[0] === 'string'
      ? rewritten({ document, at }, JSON.stringify(value[0]))
      : undefined,
  'type: a list as a map': ({ document, at, type, value }) =>
    type?.is === 'list' && isArray(value) && value.length === 1 && isObject(value[0]) ? withoutDash(document, at) : undefined,
  'type: a map as a list': ({ document, at, type, value }) =>
    (type?.is === 'map' || type?.is === 'object') && isObject(value) && Object.keys(value).length > 0 && typeof at.at(-1) === 'string'
      ? withDashes(document, at)
      : undefined,
  'text: no space behind the colon': spoiling('no space behind the colon', isField),
  'text: tabs': spoiling('tabs for spaces'),
  'text: a quote that is not closed': ({ document, at }) => {
    const { node } = find(document, at);
    if (node?.is !== 'scalar' || node.style === 'plain' || node.style === 'literal' || node.style === 'folded') return undefined;
    return applyEdits(document.text, [{ range: { start: node.range.end - 1, end: node.range.end }, text: '' }]);
  },
  'labels: of the template': (place) => {
    const isLabel = place.at.slice(0, -1).join('.') === 'spec.template.metadata.labels';
    return isLabel && typeof place.value === 'string' && isSelected(place) ? rewritten(place, `${place.value}x`) : undefined;
  },
  'labels: of the selector': (place) => {
    const isMatched = /^spec\.selector\.matchLabels\.[^.]+$/.test(place.at.join('.'));
    return isMatched && typeof place.value === 'string' ? rewritten(place, `${place.value}x`) : undefined;
  },
  'mount: the volume misspelt': (place, seed) =>
    place.at.at(-3) === 'volumeMounts' && place.at.at(-1) === 'name'
      ? SPOILINGS['value with a slip']?.(place.document, place.at, seed)
      : undefined,
  'volume: its name misspelt': (place, seed) =>
    place.at.at(-3) === 'volumes' && place.at.at(-1) === 'name'
      ? SPOILINGS['value with a slip']?.(place.document, place.at, seed)
      : undefined,
  'twice: a line': spoiling('twice', ({ value }) => value === null || typeof value !== 'object'),
  'twice: an item': ({ document, at, value }) => {
    const { node } = find(document, at);
    if (typeof at.at(-1) !== 'number' || !isObject(value) || node?.is !== 'map' || node.flow) return undefined;
    const { text } = document;
    const [start, end] = [lineStartAt(text, node.range.start), lineEndAt(text, node.range.end - 1)];
    return `${text.slice(0, end)}\n${text.slice(start, end)}${text.slice(end)}`;
  },
  'amount: MB for Mi': withAmount((text) => text.replace(/([MG])i$/, '$1B')),
  'amount: small letters': withAmount((text) => (/[MG]i$/.test(text) ? text.toLowerCase() : text)),
  'amount: a space': withAmount((text) => text.replace(/^(\d+)([A-Za-z]+)$/, '$1 $2')),
  'amount: a request above its limit': (place) => {
    const limits = /^(.*)\.requests\.(cpu|memory)$/.exec(place.at.join('.')) !== null && place.at.includes('containers');
    const limit = limits ? valueAt(place.document.value ?? null, [...place.at.slice(0, -2), 'limits', String(place.at.at(-1))]) : undefined;
    return typeof limit === 'string' && limit === place.value ? rewritten(place, `9${limit}`) : undefined;
  },
  'name: in capitals': (place) =>
    isName(place)
      ? rewritten(
          place,
          `${place.value}`.replace(/^./, (first) => first.toUpperCase()),
        )
      : undefined,
  'name: underscores': (place) =>
    isName(place) && String(place.value).includes('-') ? rewritten(place, String(place.value).replaceAll('-', '_')) : undefined,
  'port: a name with capitals': (place) =>
    /ContainerPort|ServicePort/.test(place.owner) && place.at.at(-1) === 'name' && typeof place.value === 'string'
      ? rewritten(place, place.value.toUpperCase())
      : undefined,
  'port: with its protocol': (place) =>
    isPort(place) && typeof place.value === 'number' ? rewritten(place, `${place.value}/tcp`) : undefined,
  'percentage: a space': (place) =>
    typeof place.value === 'string' && /^\d+%$/.test(place.value) ? rewritten(place, `"${place.value.replace('%', ' %')}"`) : undefined,
  'schedule: seconds': withSchedule((text) => `0 ${text}`),
  'schedule: four fields': withSchedule((text) => text.split(' ').slice(0, 4).join(' ')),
  'schedule: commas with spaces': withSchedule((text) => (text.includes(',') ? text.replace(',', ', ') : text)),
  'left out: a field': spoiling('left out', (place) => isField(place) && place.at.join('.') !== 'metadata'),
};

type Written = Pick<Place, 'document' | 'at'>;

function rewritten({ document, at }: Written, source: string): string | undefined {
  const { node, detour } = find(document, at);
  if (node === undefined || detour !== undefined || (node.is !== 'scalar' && node.is !== 'list')) return undefined;
  const isBlock = node.is === 'list' && !node.flow;
  const { text } = document;
  if (!isBlock) return applyEdits(text, [{ range: node.range, text: source }]);
  const start = text.lastIndexOf(':', node.range.start) + 1;
  return applyEdits(text, [{ range: { start, end: node.range.end }, text: ` ${source}` }]);
}

function withAmount(change: (text: string) => string): Slip {
  return (place) => {
    if (place.type?.is !== 'quantity' || typeof place.value !== 'string') return undefined;
    const text = change(place.value);
    return text === place.value ? undefined : rewritten(place, text);
  };
}

function withSchedule(change: (text: string) => string): Slip {
  return (place) => {
    if (place.at.join('.') !== 'spec.schedule' || typeof place.value !== 'string') return undefined;
    const text = change(place.value);
    return text === place.value ? undefined : rewritten(place, `"${text}"`);
  };
}

function isName({ at, value, owner }: Place): boolean {
  return at.at(-1) === 'name' && typeof value === 'string' && /^(?:ObjectMeta|Container|Volume)$/.test(owner);
}

function isPort({ at }: Place): boolean {
  return ['port', 'containerPort', 'targetPort', 'nodePort', 'hostPort'].includes(String(at.at(-1)));
}

function isSelected({ document, at }: Place): boolean {
  return valueAt(document.value ?? null, ['spec', 'selector', 'matchLabels', String(at.at(-1))]) !== undefined;
}

/** `- name: a` as `name: a`, its lines where they are. */
function withoutDash(document: Document, at: Path): string | undefined {
  const { node, detour } = find(document, at);
  const item = node?.is === 'list' && !node.flow ? node.items[0] : undefined;
  if (item?.value?.is !== 'map' || item.value.flow || detour !== undefined) return undefined;
  return applyEdits(document.text, [{ range: { start: item.range.start, end: item.value.range.start }, text: '  ' }]);
}

/** Every entry of a map with a dash before it. */
function withDashes(document: Document, at: Path): string | undefined {
  const { node, detour } = find(document, at);
  if (node?.is !== 'map' || node.flow || detour !== undefined) return undefined;
  const { text } = document;
  const isPlain = node.entries.every(({ value }) => value?.is === 'scalar');
  if (!isPlain || text.slice(lineStartAt(text, node.range.start), node.range.start).trim() !== '') return undefined;
  return applyEdits(
    text,
    node.entries.map(({ range }) => ({ range: { start: range.start, end: range.start }, text: '- ' })),
  );
}

export function isSameValue(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/** Keys in one order: where a mended key stands among its siblings means nothing. */
function ordered(value: Json | undefined): Json | undefined {
  if (isArray(value)) return value.map((item) => ordered(item) ?? null);
  if (!isObject(value)) return typeof value === 'bigint' ? String(value) : value;
  const sorted: [string, Json][] = Object.keys(value)
    .sort()
    .map((key) => [key, ordered((value as JsonObject)[key]) ?? null]);
  return Object.fromEntries(sorted);
}
