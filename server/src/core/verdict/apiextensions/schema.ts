import { isArray, isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import { child, type FieldPath, index, key } from '../field.ts';

/** The schema of a list's items; a list of schemas is not supported and left out. */
export function itemsOf(schema: JSONSchemaProps): JSONSchemaProps | undefined {
  return asSchema(schema.items);
}

export function hasItemList({ items }: JSONSchemaProps): boolean {
  return isArray(items) && items.length > 0;
}

/** The schema of properties that have no name; undefined when there is none, or only a boolean. */
export function additionalOf(schema: JSONSchemaProps): JSONSchemaProps | undefined {
  return asSchema(schema.additionalProperties);
}

function asSchema(value: unknown): JSONSchemaProps | undefined {
  return isObject(value) ? (value as JsonObject as JSONSchemaProps) : undefined;
}

/** JSON `null` is as good as no value (Convert_v1_JSON_To_apiextensions_JSON). */
export function defaultOf(schema: JSONSchemaProps): Json | undefined {
  const value = schema.default as Json | undefined;
  return value === null ? undefined : value;
}

export function properties(schema: JSONSchemaProps): readonly (readonly [string, JSONSchemaProps])[] {
  return Object.entries(schema.properties ?? {});
}

export interface Placed {
  readonly schema: JSONSchemaProps;
  readonly path: FieldPath;
}

/** The schemas that only say more of the same value: not, allOf, anyOf, oneOf. */
export function clausesOf(schema: JSONSchemaProps, path: FieldPath): readonly Placed[] {
  const lists = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((name) =>
    (schema[name] ?? []).map((each, position) => ({ schema: each, path: index(child(path, name), position) })),
  );
  return schema.not === undefined ? lists : [{ schema: schema.not, path: child(path, 'not') }, ...lists];
}

export function propertyPath(path: FieldPath, name: string): FieldPath {
  return key(child(path, 'properties'), name);
}

/** Whether the schema or one below it has the property (SchemaHas). */
export function someSchema(schema: JSONSchemaProps, test: (schema: JSONSchemaProps) => boolean): boolean {
  if (test(schema)) return true;
  const below = [
    itemsOf(schema),
    additionalOf(schema),
    ...properties(schema).map(([, each]) => each),
    ...clausesOf(schema, { text: '', at: [] }).map((clause) => clause.schema),
  ];
  return below.some((each) => each !== undefined && someSchema(each, test));
}
