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
  readonly retirements: readonly Retirement[];
  /** group/version of every API that is not GA, and so not served unless asked for. */
  readonly previews: ReadonlySet<string>;
  /** The groups that Kubernetes itself serves. */
  readonly groups: ReadonlySet<string>;
}

const DIR = path.join(import.meta.dirname, 'overlay');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(DIR, name), 'utf8')) as T;
}

export function readOverlay(): Overlay {
  const lists = read<{ maps: Record<string, string[]>; sets: string[] }>('list-keys.json');
  const values = read<{ all: Record<string, string[]>; until: Record<string, Record<string, string[]>> }>('values.json');
  const groups = read<{ groups: string[]; previews: string[] }>('groups.json');
  const retirements = read<(Omit<Retirement, 'replacement'> & { replacement?: string })[]>('retirements.json');
  return {
    listKeys: lists.maps,
    sets: new Set(lists.sets),
    quantities: new Set(read<string[]>('quantities.json')),
    defaults: read('defaults.json'),
    values: values.all,
    valuesUntil: values.until,
    retirements: retirements.map(({ replacement, ...rest }) => ({ ...rest, ...(replacement && { replacement: splitKind(replacement) }) })),
    previews: new Set(groups.previews),
    groups: new Set(groups.groups),
  };
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

/** Whether the API is served without being switched on. Throws for one that nobody has classified yet. */
export function isServedByDefault(kind: RawKind, { groups, previews }: Overlay): boolean {
  const apiVersion = apiVersionOf(kind);
  if (!groups.has(kind.group))
    throw new Error(`schemas: the group of ${apiVersion} ${kind.kind} is new: classify it in overlay/groups.json`);
  if (/^v\d+$/.test(kind.version)) return true;
  if (!previews.has(apiVersion)) throw new Error(`schemas: ${apiVersion} ${kind.kind} is new: classify it in overlay/groups.json`);
  return false;
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
