import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import { type CustomError, item, member, type Place, WHOLE } from './custom-error.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** Fields that every resource has, whatever its schema says. */
const RESOURCE_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * An object as the server keeps it: without what its schema does not know (each an `unknown field` in strict validation), without
 * nulls that mean nothing, with defaults. The object given is not changed.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{pruning/algorithm.go,defaulting/prunenulls.go,defaulting/algorithm.go}.
 */
export function pruneAndDefault(
  object: JsonObject,
  schema: StructuralSchema,
): { readonly object: JsonObject; readonly unknownFields: readonly CustomError[] } {
  const unknownFields: CustomError[] = [];
  const pruned = prune(object, { ...schema, embedded: true }, WHOLE, unknownFields);
  const filled = fill(dropNulls(pruned, schema), schema);
  return { object: isObject(filled) ? filled : {}, unknownFields };
}

/** Without a schema everything goes. `keeps`: fields that are not known may stay. */
function prune(
  value: Json,
  schema: StructuralSchema | undefined,
  place: Place,
  unknown: CustomError[],
  keeps = schema?.preservesUnknown === true,
): Json {
  if (keeps && schema === undefined) return value;
  if (isArray(value)) {
    return value.map((each, position) => {
      const inner = item(place, position);
      return keeps ? prune(each, schema?.items, inner, unknown, true) : prune(each, schema?.items, inner, unknown);
    });
  }
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const at = member(place, key);
    if (schema?.embedded === true && RESOURCE_FIELDS.has(key)) kept[key] = inner;
    else if (schema !== undefined && (schema.properties.has(key) || schema.additional !== undefined)) {
      kept[key] = prune(inner, schemaOf(schema, key), at, unknown);
    } else if (keeps) kept[key] = inner;
    else unknown.push({ class: 'unknown field', ...at, detail: '', value: inner });
  }
  return kept;
}

/** The schema of a member; undefined where none is given. */
function schemaOf({ properties, additional }: StructuralSchema, key: string): StructuralSchema | undefined {
  return properties.get(key) ?? (additional === true ? undefined : additional);
}

/** A null that may not be, and that no default replaces, counts as not written. Items of lists stay. */
function dropNulls(value: Json, schema: StructuralSchema | undefined): Json {
  if (schema === undefined) return value;
  if (isArray(value)) return value.map((each) => dropNulls(each, schema.items));
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const own = schemaOf(schema, key);
    const isNothing = inner === null && own !== undefined && !own.nullable && own.default === undefined;
    if (!isNothing) kept[key] = dropNulls(inner, own);
  }
  return kept;
}

/** Defaults stand in for what is missing, and for nulls that may not be. */
function fill(value: Json, schema: StructuralSchema | undefined): Json {
  if (schema === undefined) return value;
  if (isArray(value)) return value.map((each) => fill(standIn(each, schema.items), schema.items));
  if (!isObject(value)) return value;
  const filled: Record<string, Json> = { ...value };
  for (const [name, property] of schema.properties) {
    if (property.default !== undefined && !Object.hasOwn(filled, name)) filled[name] = defaultOf(property) ?? null;
  }
  for (const [key, inner] of Object.entries(filled)) {
    const own = schemaOf(schema, key);
    filled[key] = fill(standIn(inner, own), own);
  }
  return filled;
}

function standIn(value: Json, schema: StructuralSchema | undefined): Json {
  return value === null && schema?.nullable === false ? (defaultOf(schema) ?? null) : value;
}

/** Defaults are pruned themselves. */
function defaultOf(schema: StructuralSchema): Json | undefined {
  return schema.default === undefined ? undefined : prune(schema.default, schema, WHOLE, []);
}
