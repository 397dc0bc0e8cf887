/** Places of the API and the manifests that reach them: generated over a catalog, so that no field is left out. */
import type { Json } from '../../server/src/core/base/json.ts';
import type { Prng } from '../../server/src/core/base/prng.ts';
import type { Catalog, FieldType, Kind } from '../../server/src/core/kube/catalog.ts';
import { renderBlock } from '../../server/src/core/yaml/render.ts';

/** A structured type and one way to it. */
export interface TypePlace {
  readonly kind: Kind;
  readonly type: string;
  /** Fields, 0 for items of lists, 'key' for entries of maps. */
  readonly path: readonly (string | number)[];
}

/** Every type of a version once, by the shortest way. */
export function placesOf(catalog: Catalog): readonly TypePlace[] {
  const found = new Map<string, TypePlace>();
  const waiting: TypePlace[] = catalog.kinds.map((kind) => ({ kind, type: kind.type, path: [] }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.has(next.type)) continue;
    found.set(next.type, next);
    for (const [name, field] of catalog.type(next.type)?.fields ?? []) {
      const inner = innermost(field.type, [...next.path, name]);
      if (inner.type.is === 'object' && !found.has(inner.type.type))
        waiting.push({ kind: next.kind, type: inner.type.type, path: inner.path });
    }
  }
  return [...found.values()];
}

/** A way of at least `depth` steps from a kind into its fields, as far as there are any. */
export function randomPlace(catalog: Catalog, prng: Prng, depth: number): TypePlace {
  const pick = <Item>(items: readonly Item[]): Item => items[prng.below(items.length)] as Item;
  const kind = pick(catalog.kinds);
  let place: TypePlace = { kind, type: kind.type, path: [] };
  while (place.path.length < depth) {
    const ways = [...(catalog.type(place.type)?.fields.values() ?? [])].flatMap((field) => {
      const inner = innermost(field.type, [...place.path, field.name]);
      return inner.type.is === 'object' ? [{ kind, type: inner.type.type, path: inner.path }] : [];
    });
    if (ways.length === 0) break;
    place = pick(ways);
  }
  return place;
}

/** What lists and maps hold in the end, and the way to one of it. */
export function innermost(
  type: FieldType,
  path: readonly (string | number)[],
): { readonly type: FieldType; readonly path: TypePlace['path'] } {
  if (type.is === 'list') return innermost(type.of, [...path, 0]);
  if (type.is === 'map') return innermost(type.of, [...path, 'key']);
  return { type, path };
}

/** How a generated manifest is written. */
export interface Writing {
  /** Spaces before the dashes of a list under its key. */
  readonly listStep: 0 | 2;
  readonly step: 2 | 4;
}

/** A manifest that has `inside` at `path`. */
export function manifestWith({ kind, path }: Pick<TypePlace, 'kind' | 'path'>, inside: Json, { step, listStep }: Writing): string {
  let value = inside;
  for (const part of [...path].reverse()) value = typeof part === 'number' ? [value] : { [part]: value };
  const head = { apiVersion: kind.apiVersion, kind: kind.kind };
  const whole = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...head, ...value } : head;
  return `${renderBlock(whole, { step, listStep, lineBreak: '\n', json: false }).lines.join('\n')}\n`;
}
