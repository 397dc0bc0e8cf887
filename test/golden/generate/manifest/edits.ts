import type { Dice } from '../dice.ts';
import type { Corpus } from './corpus.ts';
import { isMapping, type Mapping, type Site, type Sites, sitesOf } from './sites.ts';
import { valueFor, valueOfType } from './values.ts';

/** Something done to a manifest. It changes the manifest and tells what it did, or does nothing where it does not apply. */
type Edit = (manifest: Mapping, sites: Sites, corpus: Corpus, dice: Dice) => Done | undefined;

export interface Done {
  readonly operator: string;
  readonly path: string;
}

/** Does one random thing to a manifest of a known kind. */
export function edit(manifest: Mapping, corpus: Corpus, dice: Dice): Done {
  for (;;) {
    const chosen = dice.weighted(EDITS);
    const done = chosen(manifest, sitesOf(manifest, corpus.catalog), corpus, dice);
    if (done !== undefined) return done;
  }
}

const EDITS: readonly (readonly [number, Edit])[] = [
  [30, setValue],
  [30, insertField],
  [8, deleteField],
  [10, exchange],
  [6, repeatItem],
  [5, wrongType],
  [4, renameKey],
  [3, moveKey],
  [2, metadata],
  [2, kindOrVersion],
];

function put(site: Site, value: unknown): void {
  (site.owner as Record<string | number, unknown>)[site.key] = value;
}

function valueAt(site: Site): unknown {
  return (site.owner as Record<string | number, unknown>)[site.key];
}

/** Another value of the same type. */
function setValue(_: Mapping, { values }: Sites, corpus: Corpus, dice: Dice): Done | undefined {
  const scalars = values.filter((site) => site.type !== undefined && typeof valueAt(site) !== 'object' && !isIdentity(site));
  if (scalars.length === 0) return undefined;
  const site = dice.pick(scalars);
  const { type, field } = site;
  if (type === undefined) return undefined;
  put(
    site,
    field !== undefined && field.type === type ? valueFor(field, undefined, corpus, dice) : valueOfType(type, field, corpus, dice, 0),
  );
  return { operator: 'set-value', path: site.path };
}

function isIdentity({ path }: Site): boolean {
  return path === 'apiVersion' || path === 'kind';
}

/** A field that was not there. */
function insertField(_: Mapping, { structures }: Sites, corpus: Corpus, dice: Dice): Done | undefined {
  const inner = structures.filter(({ path }) => path !== '' && path !== 'metadata');
  if (inner.length === 0) return undefined;
  const { value, type, path } = dice.pick(inner);
  const absent = [...(corpus.catalog.type(type)?.fields.values() ?? [])].filter(({ name }) => !Object.hasOwn(value, name));
  if (absent.length === 0) return undefined;
  const field = dice.pick(absent);
  value[field.name] = valueFor(field, type, corpus, dice);
  return { operator: 'insert-field', path: `${path}.${field.name}` };
}

function deleteField(_: Mapping, { values }: Sites, __: Corpus, dice: Dice): Done | undefined {
  if (values.length === 0) return undefined;
  const site = dice.pick(values);
  if (Array.isArray(site.owner)) site.owner.splice(Number(site.key), 1);
  else delete site.owner[site.key];
  return { operator: 'delete-key', path: site.path };
}

/** The whole value of a field as it is somewhere else. */
function exchange(_: Mapping, { structures }: Sites, corpus: Corpus, dice: Dice): Done | undefined {
  if (structures.length === 0) return undefined;
  const { value, type, path } = dice.pick(structures);
  const fields = Object.keys(value).filter(
    (field) => field !== 'apiVersion' && field !== 'kind' && corpus.valuesOf(type, field).length > 1,
  );
  if (fields.length === 0) return undefined;
  const field = dice.pick(fields);
  value[field] = structuredClone(dice.pick(corpus.valuesOf(type, field)));
  return { operator: 'exchange', path: `${path}.${field}` };
}

/** An item of a list twice, or one more as it is somewhere else. */
function repeatItem(_: Mapping, { values }: Sites, corpus: Corpus, dice: Dice): Done | undefined {
  const lists = values.filter((site) => Array.isArray(valueAt(site)));
  if (lists.length === 0) return undefined;
  const site = dice.pick(lists);
  const list = valueAt(site) as unknown[];
  const elsewhere = corpus
    .valuesOf(undefined, String(site.key))
    .filter((each): each is unknown[] => Array.isArray(each) && each.length > 0);
  if (elsewhere.length > 0 && dice.chance(0.6)) list.push(structuredClone(dice.pick(dice.pick(elsewhere))));
  else if (list.length > 0) list.splice(dice.int(0, list.length), 0, structuredClone(dice.pick(list)));
  else return undefined;
  return { operator: 'repeat-item', path: site.path };
}

const OTHER_TYPES: readonly unknown[] = [null, '', 'x', '5', 5, 0, 1.5, true, false, [], {}, ['x'], { x: 1 }, [{}], 99999999999, -1];

function wrongType(_: Mapping, { values }: Sites, __: Corpus, dice: Dice): Done | undefined {
  if (values.length === 0) return undefined;
  const site = dice.pick(values);
  put(site, structuredClone(dice.pick(OTHER_TYPES)));
  return { operator: 'wrong-type', path: site.path };
}

function renameKey(_: Mapping, { values }: Sites, __: Corpus, dice: Dice): Done | undefined {
  const keyed = values.filter(({ owner, key }) => isMapping(owner) && String(key) !== '');
  if (keyed.length === 0) return undefined;
  const { owner, key, path } = dice.pick(keyed);
  const [operator, name] = dice.pick(misspellings(String(key), dice));
  replaceKey(owner as Mapping, String(key), name);
  return { operator, path };
}

function misspellings(key: string, dice: Dice): readonly (readonly [string, string])[] {
  const at = dice.int(0, Math.max(0, key.length - 2));
  return [
    ['key-typo', key.slice(0, at) + key.slice(at + 1) || 'x'],
    ['key-typo', `${key.slice(0, at)}${key[at + 1] ?? ''}${key[at] ?? ''}${key.slice(at + 2)}`],
    ['key-case', key[0] === key[0]?.toUpperCase() ? key.toLowerCase() : key[0]?.toUpperCase() + key.slice(1)],
    ['key-snake', key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)],
    ['unknown-key', `${key}X`],
  ];
}

/** Keeps the order of the keys. */
function replaceKey(owner: Mapping, key: string, name: string): void {
  const entries = Object.entries(owner).map(([each, value]) => [each === key ? name : each, value] as const);
  for (const each of Object.keys(owner)) delete owner[each];
  Object.assign(owner, Object.fromEntries(entries));
}

/** A field in the wrong place: one level up, or into a neighbour. */
function moveKey(_: Mapping, { values, structures }: Sites, __: Corpus, dice: Dice): Done | undefined {
  const keyed = values.filter((site) => isMapping(site.owner) && !isIdentity(site));
  if (keyed.length === 0 || structures.length < 2) return undefined;
  const site = dice.pick(keyed);
  const value = valueAt(site);
  const targets = structures.filter((structure) => structure.value !== site.owner && !contains(value, structure.value));
  if (targets.length === 0) return undefined;
  delete (site.owner as Mapping)[site.key];
  dice.pick(targets).value[site.key] = value;
  return { operator: 'move-key', path: site.path };
}

function contains(value: unknown, part: unknown): boolean {
  if (value === part) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => contains(each, part));
}

function metadata(manifest: Mapping, _: Sites, corpus: Corpus, dice: Dice): Done | undefined {
  const owner = isMapping(manifest.metadata) ? manifest.metadata : undefined;
  const fields = [...(corpus.catalog.type('meta.v1.ObjectMeta')?.fields.values() ?? [])];
  if (owner === undefined || fields.length === 0) return undefined;
  const field = dice.pick(fields);
  owner[field.name] = valueFor(field, 'meta.v1.ObjectMeta', corpus, dice);
  return { operator: 'metadata', path: `metadata.${field.name}` };
}

function kindOrVersion(manifest: Mapping, _: Sites, corpus: Corpus, dice: Dice): Done {
  const other = dice.pick(corpus.catalog.kinds);
  if (dice.chance(0.5))
    manifest.apiVersion = dice.pick([other.apiVersion, 'v1', 'v2', 'apps/v1beta1', 'extensions/v1beta1', 'a/b/c', '', 1, null]);
  else manifest.kind = dice.pick([other.kind, String(manifest.kind).toLowerCase(), `${manifest.kind}s`, '', 'List', 7, null]);
  return { operator: 'kind-or-version', path: 'kind' };
}
