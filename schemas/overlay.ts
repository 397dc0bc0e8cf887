/** Facts that no package carries, laid over what was read: schemas/overlay/*.json, each with its own room here. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FieldType, Retirement } from '../server/src/core/kube/catalog.ts';
import type { RawField, RawKind } from './raw.ts';

export interface Overlay {
  /** `core.v1.Container.env` → the keys that make an item of a list unique. */
  readonly listKeys: Readonly<Record<string, readonly string[]>>;
  readonly sets: ReadonlySet<string>;
  readonly quantities: ReadonlySet<string>;
  readonly defaults: Readonly<Record<string, string>>;
  /** Closed sets of values; `valuesUntil` holds the ones that were smaller before a version. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly valuesUntil: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Values worth offering where any other may be written too. */
  readonly openValues: Readonly<Record<string, readonly string[]>>;
  readonly retirements: readonly Retirement[];
  /** `apps/v1/Deployment` → whether it is served without being switched on. */
  readonly servedByKind: ReadonlyMap<string, boolean>;
  /** Fields that the API wants nobody to use, and fields whose text speaks of deprecation without meaning the field. */
  readonly deprecated: ReadonlySet<string>;
  readonly deprecationMentions: ReadonlySet<string>;
  /** Fields whose object has no fields, which packages take for any value: the name of that object's type. */
  readonly emptyObjects: Readonly<Record<string, string>>;
}

const DIR = path.join(import.meta.dirname, 'overlay');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(DIR, name), 'utf8')) as T;
}

export function readOverlay(): Overlay {
  const lists = read<{ maps: Record<string, string[]>; sets: string[] }>('list-keys.json');
  const values = read<Record<'all' | 'open', Record<string, string[]>> & { until: Record<string, Record<string, string[]>> }>(
    'values.json',
  );
  const kinds = read<Record<'served' | 'previews', Record<string, string[]>>>('kinds.json');
  const deprecated = read<Record<'fields' | 'onlyMentioned', string[]>>('deprecated.json');
  const retirements = read<(Omit<Retirement, 'replacement'> & { replacement?: string })[]>('retirements.json');
  return {
    listKeys: lists.maps,
    sets: new Set(lists.sets),
    quantities: new Set(read<string[]>('quantities.json')),
    defaults: read('defaults.json'),
    values: values.all,
    valuesUntil: values.until,
    retirements: retirements.map(({ replacement, ...rest }) => ({ ...rest, ...(replacement && { replacement: splitKind(replacement) }) })),
    openValues: values.open,
    servedByKind: new Map([...kindIds(kinds.served, true), ...kindIds(kinds.previews, false)]),
    deprecated: new Set(deprecated.fields),
    deprecationMentions: new Set(deprecated.onlyMentioned),
    emptyObjects: read('empty-objects.json'),
  };
}

function kindIds(kinds: Readonly<Record<string, readonly string[]>>, served: boolean): readonly (readonly [string, boolean])[] {
  return Object.entries(kinds).flatMap(([apiVersion, names]) => names.map((name) => [`${apiVersion}/${name}`, served] as const));
}

function splitKind(text: string): { readonly apiVersion: string; readonly kind: string } {
  const at = text.lastIndexOf('/');
  return { apiVersion: text.slice(0, at), kind: text.slice(at + 1) };
}

export function apiVersionOf(kind: { readonly group: string; readonly version: string }): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Compares minor versions such as 1.9 and 1.36. */
export function isAtLeast(version: string, least: string): boolean {
  return Number(version.split('.')[1]) >= Number(least.split('.')[1]);
}

/** Packages keep kinds of APIs that are long gone: only those still there in `version` stay. */
export function isStillThere(kind: RawKind, version: string, { retirements }: Overlay): boolean {
  const retired = retirements.find((each) => each.apiVersion === apiVersionOf(kind) && each.kind === kind.kind);
  return retired?.removedIn === undefined || !isAtLeast(version, retired.removedIn);
}

/** Whether the API is served without being switched on. Throws for a kind that nobody has classified yet. */
export function isServedByDefault(kind: RawKind, { servedByKind }: Overlay): boolean {
  const id = `${apiVersionOf(kind)}/${kind.kind}`;
  const served = servedByKind.get(id);
  if (served === undefined) throw new Error(`schemas: ${id} is new: classify it in overlay/kinds.json`);
  return served;
}

/** Whether a version's own text says that the field is on its way out. Throws where nobody has read that text yet. */
export function isDeprecated(id: string, text: string, { deprecated, deprecationMentions }: Overlay): boolean {
  if (!/deprecat/i.test(text) || deprecationMentions.has(id)) return false;
  if (!deprecated.has(id)) throw new Error(`schemas: the text of ${id} speaks of deprecation: classify it in overlay/deprecated.json`);
  return true;
}

/** A field's type with what the packages lack: quantities are strings there. */
export function typeOf(field: RawField, id: string, { quantities }: Overlay): FieldType {
  return quantities.has(id) ? asQuantity(field.type) : field.type;
}

function asQuantity(type: FieldType): FieldType {
  if (type.is === 'list' || type.is === 'map') return { ...type, of: asQuantity(type.of) };
  return type.is === 'object' ? type : { is: 'quantity' };
}

export function valuesOf(id: string, version: string, { values, valuesUntil }: Overlay): readonly string[] | undefined {
  for (const [until, older] of Object.entries(valuesUntil)) {
    if (!isAtLeast(version, until) && older[id] !== undefined) return older[id];
  }
  return values[id];
}
