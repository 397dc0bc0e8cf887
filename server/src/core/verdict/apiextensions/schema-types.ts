import type { JSONSchemaProps } from '../../generated/api.ts';
import { DYN, listOf, mapOf, STRING, struct, type Type } from '../cel/type.ts';
import { additionalOf, itemsOf, properties } from './schema.ts';

/** Fields of the types that a schema defines, by the type's name. */
export type Structs = Record<string, Readonly<Record<string, Type>>>;

/**
 * The type that an expression sees for a value of the schema; undefined for one it cannot look at. New types are added to `structs`.
 *
 * Mirrors SchemaDeclType of staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go.
 */
export function typeOfSchema(schema: JSONSchemaProps, isObject: boolean, name: string, structs: Structs): Type | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return DYN;
  // The object itself always has its kind and name.
  const type = isObject ? 'object' : schema.type;
  switch (type) {
    case 'array': {
      const items = itemsOf(schema);
      const of = items === undefined ? undefined : typeOf(items, `${name}.@idx`, structs);
      return of === undefined ? undefined : listOf(of);
    }
    case 'object':
      return typeOfObject(schema, isObject, name, structs);
    case 'string':
      return TYPE_BY_FORMAT.get(schema.format ?? '') ?? STRING;
    case 'boolean':
      return { is: 'bool' };
    case 'number':
      return { is: 'double' };
    case 'integer':
      return { is: 'int' };
    default:
      return undefined;
  }
}

const TYPE_BY_FORMAT: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['byte', { is: 'bytes' }],
  ['duration', { is: 'duration' }],
  ['date', { is: 'timestamp' }],
  ['date-time', { is: 'timestamp' }],
]);

function typeOf(schema: JSONSchemaProps, name: string, structs: Structs): Type | undefined {
  return typeOfSchema(schema, schema['x-kubernetes-embedded-resource'] === true, name, structs);
}

function typeOfObject(schema: JSONSchemaProps, isObject: boolean, name: string, structs: Structs): Type | undefined {
  const additional = additionalOf(schema);
  if (additional !== undefined) {
    const value = typeOf(additional, `${name}.@elem`, structs);
    return value === undefined ? undefined : mapOf(STRING, value);
  }
  const fields: Record<string, Type> = {};
  for (const [property, each] of properties(schema)) {
    const field = escapeName(property);
    const type = field === undefined ? undefined : typeOf(each, `${name}.${field}`, structs);
    if (field !== undefined && type !== undefined) fields[field] = type;
  }
  if (isObject) addMeta(fields, `${name}.metadata`, structs);
  structs[name] = fields;
  return struct(name);
}

/** WithTypeAndObjectMeta: of the metadata only the names can be seen. */
function addMeta(fields: Record<string, Type>, name: string, structs: Structs): void {
  fields.kind = STRING;
  fields.apiVersion = STRING;
  fields.metadata = struct(name);
  structs[name] = { name: STRING, generateName: STRING };
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const ESCAPES: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };

/** The name by which CEL can say a property; undefined when it cannot (staging/src/k8s.io/apiserver/pkg/cel/escaping.go). */
export function escapeName(property: string): string | undefined {
  if (RESERVED.has(property)) return `__${property}__`;
  if (!/^[A-Za-z_.\-/][A-Za-z0-9_.\-/]*$/.test(property)) return undefined;
  return property.replace(/__|[.\-/]/g, (part) => ESCAPES[part] ?? part);
}
