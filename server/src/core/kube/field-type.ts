import type { Path } from '../base/json.ts';
import type { Catalog, Field, FieldType, Kind, ObjectType } from './catalog.ts';

/** What the API says about the place a path leads to. */
export interface TypedPlace {
  readonly type: FieldType;
  /** The field itself; undefined at the root, for list items and for values of maps. */
  readonly field: Field | undefined;
  /** The type that has the field. */
  readonly owner: ObjectType | undefined;
}

/** Follows `path` through the types of a kind; undefined where the API knows no such place. */
export function typeAt(catalog: Catalog, kind: Kind, path: Path): TypedPlace | undefined {
  let place: TypedPlace | undefined = { type: { is: 'object', type: kind.type }, field: undefined, owner: undefined };
  for (const step of path) {
    if (place === undefined) return undefined;
    place = stepInto(catalog, place.type, step);
  }
  return place;
}

function stepInto(catalog: Catalog, type: FieldType, step: string | number): TypedPlace | undefined {
  switch (type.is) {
    case 'list':
      return typeof step === 'number' ? { type: type.of, field: undefined, owner: undefined } : undefined;
    case 'map':
      return { type: type.of, field: undefined, owner: undefined };
    case 'object': {
      const owner = catalog.type(type.type);
      const field = owner?.fields.get(String(step));
      return field && { type: field.type, field, owner };
    }
    default:
      return undefined;
  }
}

/** The object type at a place: the fields that may be written there. */
export function objectTypeOf(catalog: Catalog, type: FieldType): ObjectType | undefined {
  return type.is === 'object' ? catalog.type(type.type) : undefined;
}

/** A type in the words of the API: `[]Container`, `map[string]string`, `IntOrString`. */
export function formatType(type: FieldType): string {
  switch (type.is) {
    case 'object':
      return type.type.slice(type.type.lastIndexOf('.') + 1);
    case 'list':
      return `[]${formatType(type.of)}`;
    case 'map':
      return `map[string]${formatType(type.of)}`;
    case 'quantity':
      return 'Quantity';
    case 'intOrString':
      return 'IntOrString';
    case 'time':
      return 'Time';
    case 'microTime':
      return 'MicroTime';
    case 'string':
    case 'boolean':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bytes':
    case 'any':
      return type.is;
  }
}
