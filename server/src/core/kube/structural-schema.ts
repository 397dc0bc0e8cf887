import { isObject, type Json, type JsonObject } from '../base/json.ts';

/** One node of a CustomResourceDefinition's `openAPIV3Schema`, as far as it was readable; what is malformed counts as absent. */
export interface StructuralSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly description?: string;
  readonly properties: ReadonlyMap<string, StructuralSchema>;
  readonly required: ReadonlySet<string>;
  readonly items?: StructuralSchema;
  /** The schema of a map's values; true where any value goes. */
  readonly additional?: StructuralSchema | true;
  readonly values?: readonly Json[];
  readonly default?: Json;
  readonly format?: string;
  readonly nullable: boolean;
  readonly intOrString: boolean;
  readonly preservesUnknown: boolean;
  readonly embedded: boolean;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listKeys: readonly string[];
  /** The schema as written, for what is checked of values. */
  readonly source: JsonObject;
}

const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/** Reads a schema. Never throws. */
export function readStructuralSchema(json: Json | undefined): StructuralSchema {
  const source = isObject(json) ? json : {};
  const text = (key: string): string | undefined => (typeof source[key] === 'string' ? source[key] : undefined);
  const list = (key: string): readonly Json[] => (Array.isArray(source[key]) ? (source[key] as readonly Json[]) : []);
  const strings = (key: string): readonly string[] => list(key).filter((each): each is string => typeof each === 'string');
  const type = text('type');
  const listType = text('x-kubernetes-list-type');
  const properties = isObject(source.properties) ? Object.entries(source.properties) : [];
  const description = text('description');
  const format = text('format');
  const additional = source.additionalProperties;
  return {
    ...(type !== undefined && TYPES.has(type) && { type: type as NonNullable<StructuralSchema['type']> }),
    ...(description !== undefined && { description }),
    ...(format !== undefined && { format }),
    properties: new Map(properties.map(([name, schema]) => [name, readStructuralSchema(schema)])),
    required: new Set(strings('required')),
    ...(isObject(source.items) && { items: readStructuralSchema(source.items) }),
    ...(isObject(additional) && { additional: readStructuralSchema(additional) }),
    ...(additional === true && { additional: true as const }),
    ...(Array.isArray(source.enum) && { values: list('enum') }),
    ...(source.default !== undefined && { default: source.default }),
    nullable: source.nullable === true,
    intOrString: source['x-kubernetes-int-or-string'] === true,
    preservesUnknown: source['x-kubernetes-preserve-unknown-fields'] === true,
    embedded: source['x-kubernetes-embedded-resource'] === true,
    ...((listType === 'atomic' || listType === 'set' || listType === 'map') && { listType }),
    listKeys: strings('x-kubernetes-list-map-keys'),
    source,
  };
}
