import type { JSONSchemaProps } from '../../generated/api.ts';
import type { DataPath } from '../cel/coster.ts';
import type { Estimate } from '../cel/estimate.ts';
import { byteLength } from '../names.ts';
import { additionalOf, defaultOf, itemsOf, properties } from './schema.ts';
import { escapeName } from './schema-types.ts';

/** How large values of a schema can be. */
export interface SchemaSize {
  /** Bytes of the smallest value in JSON. */
  readonly least: number;
  /** Characters, items or entries of the largest; 0 for what has none. */
  readonly most: number;
  readonly element?: SchemaSize;
  readonly key?: SchemaSize;
  readonly fields?: ReadonlyMap<string, SchemaSize>;
}

/** The largest request, in bytes: nothing in it is larger. */
export const LARGEST_REQUEST = 3 * 1024 * 1024;

const TEXT: SchemaSize = { least: 2, most: LARGEST_REQUEST - 2 };
const KEY: SchemaSize = { least: 2, most: 0 };

/**
 * Undefined for a schema that expressions cannot look at, as in typeOfSchema.
 *
 * Mirrors SchemaDeclType of staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go.
 */
export function sizeOfSchema(
  schema: JSONSchemaProps,
  isObject = schema['x-kubernetes-embedded-resource'] === true,
): SchemaSize | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return { least: 1, most: longestText(schema) ?? TEXT.most };
  switch (isObject ? 'object' : schema.type) {
    case 'array':
      return sizeOfList(schema);
    case 'object':
      return additionalOf(schema) === undefined ? sizeOfObject(schema, isObject) : sizeOfMap(schema);
    case 'string':
      return sizeOfText(schema);
    case 'boolean':
      return { least: 4, most: 0 };
    case 'number':
    case 'integer':
      return { least: 1, most: 0 };
    default:
      return undefined;
  }
}

/** The size of a part of a value; the variable's name, which comes first, counts for nothing. */
export function sizeWithin(whole: SchemaSize, path: DataPath): Estimate | undefined {
  let size: SchemaSize | undefined = whole;
  for (const name of path.slice(1)) {
    if (name === '@items' || name === '@values') size = size?.element;
    else size = name === '@keys' ? size?.key : size?.fields?.get(name);
  }
  return size && { min: 0, max: size.most };
}

/** A character may take four bytes. */
function longestText({ maxLength }: JSONSchemaProps): number | undefined {
  return maxLength === undefined ? undefined : Math.max(maxLength, 0) * 4;
}

function sizeOfText(schema: JSONSchemaProps): SchemaSize {
  const { maxLength, enum: allowed = [] } = schema;
  switch (schema.format) {
    case 'byte':
      return { least: 2, most: maxLength === undefined ? TEXT.most : Math.max(maxLength, 0) };
    case 'duration':
      return { least: 3, most: 32 };
    case 'date':
      return { least: 12, most: 12 };
    case 'date-time':
      return { least: 21, most: 32 };
    default: {
      const longest = allowed.map((each) => (typeof each === 'string' ? byteLength(each) : 0));
      return { least: 2, most: longestText(schema) ?? (longest.length > 0 ? Math.max(...longest) : TEXT.most) };
    }
  }
}

function sizeOfList(schema: JSONSchemaProps): SchemaSize | undefined {
  const items = itemsOf(schema);
  const element = items && sizeOfSchema(items);
  if (element === undefined) return undefined;
  const most = schema.maxItems === undefined ? Math.floor((LARGEST_REQUEST - 2) / (element.least + 1)) : Math.max(schema.maxItems, 0);
  return { least: 2, most, element };
}

function sizeOfMap(schema: JSONSchemaProps): SchemaSize | undefined {
  const values = additionalOf(schema);
  const element = values && sizeOfSchema(values);
  if (element === undefined) return undefined;
  const { maxProperties } = schema;
  const most = maxProperties === undefined ? Math.floor((LARGEST_REQUEST - 2) / (element.least + 6)) : Math.max(maxProperties, 0);
  return { least: 2, most, key: KEY, element };
}

function sizeOfObject(schema: JSONSchemaProps, isObject: boolean): SchemaSize {
  const fields = new Map<string, SchemaSize>();
  let least = 2;
  for (const [name, each] of [...properties(schema), ...(isObject ? META : [])]) {
    const size = sizeOfSchema(each);
    const field = escapeName(name);
    if (size === undefined) continue;
    if (field !== undefined) fields.set(field, size);
    // What has a default need not be sent.
    if (schema.required?.includes(name) && defaultOf(each) === undefined) least += byteLength(name) + size.least + 4;
  }
  return { least, most: 0, fields };
}

const META: readonly (readonly [string, JSONSchemaProps])[] = [
  ['kind', { type: 'string' }],
  ['apiVersion', { type: 'string' }],
  ['metadata', { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } }],
];
