import { isArray, isObject, type Json, type JsonObject, type Path } from '../base/json.ts';
import type { CustomError } from './custom-validator.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** Fields that every resource has, whatever its schema says. */
const RESOURCE_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Drops what a structural schema does not know (each is an `unknown field` in strict validation), fills in defaults, and finds
 * items of sets and maps that repeat. The object given is not changed.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting,listtype}.
 */
export function pruneAndDefault(
  object: JsonObject,
  schema: StructuralSchema,
): { readonly pruned: JsonObject; readonly errors: readonly CustomError[] } {
  const errors: CustomError[] = [];
  const pruned = walk(object, schema, [], errors, true);
  return { pruned: isObject(pruned) ? pruned : {}, errors };
}

function walk(value: Json, schema: StructuralSchema, path: Path, errors: CustomError[], isResource: boolean): Json {
  if (isArray(value)) {
    const { items } = schema;
    const walked = items === undefined ? value : value.map((item, index) => walk(item, items, [...path, index], errors, items.embedded));
    findRepeats(walked, schema, path, errors);
    return walked;
  }
  if (!isObject(value)) return value;
  const result: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = walkMember(key, inner, schema, [...path, key], errors, isResource);
    if (kept !== undefined) result[key] = kept;
  }
  for (const [name, property] of schema.properties) {
    if (property.default !== undefined && !Object.hasOwn(result, name))
      result[name] = walk(property.default, property, [...path, name], [], property.embedded);
  }
  return result;
}

function walkMember(
  key: string,
  value: Json,
  schema: StructuralSchema,
  path: Path,
  errors: CustomError[],
  isResource: boolean,
): Json | undefined {
  if (isResource && RESOURCE_FIELDS.has(key)) return value;
  const property = schema.properties.get(key) ?? (typeof schema.additional === 'object' ? schema.additional : undefined);
  if (property !== undefined) {
    // A null that may not be stands for "use the default".
    if (value === null && !property.nullable && property.default !== undefined) return undefined;
    return walk(value, property, path, errors, property.embedded);
  }
  if (schema.additional === true || schema.preservesUnknown || isUntyped(schema)) return value;
  errors.push({ class: 'unknown field', path, detail: '', value });
  return undefined;
}

/** Without a schema there is nothing to prune by. */
function isUntyped(schema: StructuralSchema): boolean {
  return schema.type === undefined && schema.properties.size === 0;
}

function findRepeats(items: readonly Json[], schema: StructuralSchema, path: Path, errors: CustomError[]): void {
  if (schema.listType !== 'set' && schema.listType !== 'map') return;
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const identity = schema.listType === 'set' ? item : isObject(item) ? schema.listKeys.map((key) => item[key] ?? null) : item;
    const text = JSON.stringify(identity);
    if (seen.has(text)) errors.push({ class: 'duplicate value', path: [...path, index], detail: '', value: item });
    seen.add(text);
  });
}
