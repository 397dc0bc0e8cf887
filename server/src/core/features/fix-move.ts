import { formatPath, isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Catalog, ObjectType } from '../kube/catalog.ts';
import { objectTypeOf, typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import { judgeValue } from '../verdict/judge.ts';
import { appendItem, inTurn, moveEntry } from '../yaml/edit.ts';
import { fits } from './fix-fit.ts';

/** How many places are offered. */
const MOST_SUGGESTIONS = 3;
/** How far below a place another one is looked for, and how many are looked at. */
const DEEPEST = 9;
const MOST_PLACES = 400;

/** A field that stands where the API does not have it. */
export interface Misplaced {
  readonly resource: Resource;
  readonly catalog: Catalog;
  readonly at: Path;
  readonly name: string;
  readonly value: Json | undefined;
}

/**
 * The same name one or more levels up or down, where the value fits. Where the server misses it comes first, then what is
 * nearest; it is preferred when no other place is as good.
 */
export function movesOf(misplaced: Misplaced): readonly Fix[] {
  const volume = moveToVolumes(misplaced);
  if (volume.length > 0) return volume;
  const { resource, at } = misplaced;
  const parent = at.slice(0, -1);
  return moves(misplaced, [...askedFor(misplaced), ...above(parent), ...below(resource.value, parent)], true);
}

/** The same among all places of the object: below a sibling, or below what stands beside one of the maps above. */
export function movesAcross(misplaced: Misplaced): readonly Fix[] {
  const parent = misplaced.at.slice(0, -1);
  const everywhere = [[], ...below(misplaced.resource.value, []).map(({ place }) => place)];
  return moves(
    misplaced,
    everywhere.map((place) => ({ place, steps: stepsBetween(parent, place) })),
    false,
  );
}

function moves(misplaced: Misplaced, near: readonly PlaceNear[], isOnOneLine: boolean): readonly Fix[] {
  const { resource, at, name } = misplaced;
  const fitting = near.filter(({ place }) => takes(misplaced, place));
  const open = fitting.filter(({ place }, index) => fitting.findIndex((each) => isSame(each.place, place)) === index);
  const places = withoutPodLevel(misplaced, open);
  const missed = places.filter(({ place }) => asks(misplaced).some((asked) => isSame(asked, [...place, name]) || isSame(asked, place)));
  const ordered = (missed.length > 0 ? missed : places).toSorted((a, b) => a.steps - b.steps);
  const isClear = ordered[0] !== undefined && ordered[1]?.steps !== ordered[0].steps;
  const isSure = isOnOneLine && (missed.length === 1 || places.length === 1);
  return ordered.slice(0, MOST_SUGGESTIONS).flatMap(({ place }, index): readonly Fix[] => {
    const edits = moveEntry(resource.document, [...resource.path, ...at], [...resource.path, ...place]);
    const isFirst = index === 0;
    // Where a map comes into being, more is changed than where the field stands.
    const isThere = Object.keys(valueAt(resource.value, place) ?? {}).length > 0;
    const safe = isSure && isFirst && isThere;
    return edits.length === 0 ? [] : [{ title: titleOf(name, place), safe, preferred: isClear && isFirst, edits }];
  });
}

function titleOf(field: string, place: Path): Message {
  return place.length === 0 ? message('editor.fix.moveToRoot', { field }) : message('editor.fix.move', { field, to: formatPath(place) });
}

/** A map that has room for the field, or the room for such a map. */
function takes({ resource, catalog, at, name, value }: Misplaced, place: Path): boolean {
  const field = ownerAt(resource, catalog, place)?.fields.get(name);
  const there = valueAt(resource.value, place) ?? null;
  const isRoom = there === null ? place.length > 0 : isObject(there) && !Object.hasOwn(there, name);
  return field !== undefined && isRoom && !isSame(place, at.slice(0, -1)) && fits(value, field.type, catalog);
}

/** Resources mostly are those of a container, though the pod may have some of its own. */
function withoutPodLevel({ resource, catalog, name }: Misplaced, places: readonly PlaceNear[]): readonly PlaceNear[] {
  const others = places.filter(({ place }) => name !== 'resources' || ownerAt(resource, catalog, place)?.name !== 'core.v1.PodSpec');
  return others.length === 0 ? places : others;
}

interface PlaceNear {
  readonly place: Path;
  readonly steps: number;
}

/** Places that the server misses, or the maps in which it misses the field. */
function askedFor(misplaced: Misplaced): readonly PlaceNear[] {
  const parent = misplaced.at.slice(0, -1);
  return asks(misplaced).flatMap((asked) =>
    (asked.at(-1) === misplaced.name ? [asked.slice(0, -1), asked] : [asked]).map((place) => ({
      place,
      steps: stepsBetween(parent, place),
    })),
  );
}

/** What the server says of a value does not change. */
const asksByValue = new WeakMap<JsonObject, { readonly catalog: Catalog; readonly asks: readonly Path[] }>();

/** Places at which the server asks for something, or for more than nothing, and the maps on the way to them that are not there. */
function asks({ resource: { value }, catalog }: Misplaced): readonly Path[] {
  const known = asksByValue.get(value);
  if (known?.catalog === catalog) return known.asks;
  const asks = judgeValue(value, catalog).errors.flatMap((error): readonly Path[] => {
    const there = valueAt(value, error.at) ?? {};
    const isEmpty = isObject(there) && Object.keys(there).length === 0;
    if (error.class !== 'required value' && !(error.class === 'invalid value' && isEmpty)) return [];
    const missing = error.at.findIndex((_, index) => (valueAt(value, error.at.slice(0, index + 1)) ?? null) === null);
    return missing < 0 ? [error.at] : error.at.slice(missing).map((_, index) => error.at.slice(0, missing + index + 1));
  });
  asksByValue.set(value, { catalog, asks });
  return asks;
}

function above(parent: Path): readonly PlaceNear[] {
  return parent.map((_, index) => ({ place: parent.slice(0, index), steps: parent.length - index }));
}

/** Maps that are written below, those of lists too: where several could take the field, any may be meant. */
function below(root: Json, from: Path): readonly PlaceNear[] {
  const found: PlaceNear[] = [];
  const visit = (value: Json | undefined, place: Path, steps: number): void => {
    if (steps > DEEPEST || found.length >= MOST_PLACES) return;
    if (isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...place, index], steps);
    } else if (isObject(value)) {
      if (steps > 0) found.push({ place, steps });
      for (const [key, each] of Object.entries(value)) visit(each, [...place, key], isArray(each) ? steps : steps + 1);
    }
  };
  visit(valueAt(root, from), from, 0);
  return found;
}

/** How many maps have to be left and entered to get from one to the other. */
function stepsBetween(from: Path, to: Path): number {
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  const names = (path: Path): number => path.slice(common).filter((step) => typeof step === 'string').length;
  return names(from) + names(to);
}

function isSame(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** What a volume is made of, written at the place where it is mounted: it becomes the volume of that name. */
function moveToVolumes({ resource, catalog, at, name, value }: Misplaced): readonly Fix[] {
  const list = at.lastIndexOf('volumeMounts');
  if (list < 0 || list !== at.length - 3) return [];
  const spec = at.slice(0, list - 2);
  const mount = valueAt(resource.value, at.slice(0, -1));
  const mounted = isObject(mount) ? mount.name : undefined;
  const field = catalog.type('core.v1.Volume')?.fields.get(name);
  if (field === undefined || typeof mounted !== 'string' || !fits(value, field.type, catalog)) return [];
  const from = [...resource.path, ...at];
  const volumes = [...resource.path, ...spec, 'volumes'];
  const others = valueAt(resource.value, [...spec, 'volumes']);
  const edits = inTurn(resource.document, [
    (document) => appendItem(document, volumes, { name: mounted }),
    (document) => moveEntry(document, from, [...volumes, isArray(others) ? others.length : 0]),
  ]);
  const title = message('editor.fix.move', { field: name, to: formatPath([...spec, 'volumes']) });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }];
}

/** The type of the map at a place. */
export function ownerAt({ known }: Resource, catalog: Catalog, place: Path): ObjectType | undefined {
  const type = known && typeAt(catalog, known, place)?.type;
  return type && objectTypeOf(catalog, type);
}
