import { isObject, type Json } from '../base/json.ts';
import type { KubernetesVersion } from './catalog.ts';
import { goPattern } from './go-pattern.ts';
import { type StringFormat, stringFormat } from './string-format.ts';

/** What a schema asks of values, ready to be checked; what the structure is for, pruning and defaults, is in StructuralSchema. */
export interface ValueSchema {
  /** Empty where any type will do. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly format?: Format;
  readonly allowed?: readonly Json[];
  readonly pattern?: { readonly text: string; readonly expression: RegExp };
  readonly minimum?: Bound;
  readonly maximum?: Bound;
  readonly multipleOf?: number;
  readonly length: Range;
  readonly items: Range;
  readonly members: Range;
  readonly required: readonly string[];
  readonly properties: ReadonlyMap<string, ValueSchema>;
  /** Of a map's values. */
  readonly additional?: ValueSchema;
  /** Of a list's items. */
  readonly each?: ValueSchema;
  readonly allOf: readonly ValueSchema[];
  readonly anyOf: readonly ValueSchema[];
  readonly oneOf: readonly ValueSchema[];
  readonly not?: ValueSchema;
}

export interface Format {
  readonly name: string;
  /** For texts; numbers are held to their format's range. */
  readonly fits?: StringFormat;
}

interface Bound {
  readonly limit: number;
  readonly exclusive: boolean;
}

export interface Range {
  readonly least?: number;
  readonly most?: number;
}

/**
 * Reads a schema as the server does before it checks values with it. Never throws; what is malformed counts as absent.
 *
 * Mirrors ConvertJSONSchemaProps of staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go.
 */
export function readValueSchema(json: Json | undefined, version: KubernetesVersion): ValueSchema {
  const source = isObject(json) ? json : {};
  const read = (inner: Json | undefined): ValueSchema => readValueSchema(inner, version);
  const schemas = (key: string): readonly ValueSchema[] => (Array.isArray(source[key]) ? (source[key] as readonly Json[]).map(read) : []);
  const number = (key: string): number | undefined => (typeof source[key] === 'number' ? source[key] : undefined);
  const range = (least: string, most: string): Range => defined({ least: number(least), most: number(most) });
  const bound = (limit: number | undefined, exclusive: string): Bound | undefined =>
    limit === undefined ? undefined : { limit, exclusive: source[exclusive] === true };
  const types = readTypes(source);
  return {
    types,
    nullable: source.nullable === true,
    ...defined({
      format: readFormat(source.format, types, version),
      allowed: Array.isArray(source.enum) ? (source.enum as readonly Json[]) : undefined,
      pattern: readPattern(source.pattern),
      minimum: bound(number('minimum'), 'exclusiveMinimum'),
      maximum: bound(number('maximum'), 'exclusiveMaximum'),
      multipleOf: number('multipleOf'),
      additional: isObject(source.additionalProperties) ? read(source.additionalProperties) : undefined,
      each: isObject(source.items) ? read(source.items) : undefined,
      not: isObject(source.not) ? read(source.not) : undefined,
    }),
    length: range('minLength', 'maxLength'),
    items: range('minItems', 'maxItems'),
    members: range('minProperties', 'maxProperties'),
    required: Array.isArray(source.required) ? source.required.filter((each) => typeof each === 'string') : [],
    properties: new Map(Object.entries(isObject(source.properties) ? source.properties : {}).map(([name, inner]) => [name, read(inner)])),
    allOf: schemas('allOf'),
    anyOf: schemas('anyOf'),
    oneOf: schemas('oneOf'),
  };
}

function readTypes(source: { readonly [key: string]: Json }): readonly string[] {
  if (source['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return typeof source.type === 'string' && source.type !== '' ? [source.type] : [];
}

const NUMBER_FORMATS: Readonly<Record<string, readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };

/** StripUnsupportedFormats: a format that its type does not have is as good as none. */
function readFormat(name: Json | undefined, types: readonly string[], version: KubernetesVersion): Format | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const type = types.length === 1 ? (types[0] ?? '') : '';
  if (type === '' || type === 'string') {
    const fits = stringFormat(name, version);
    return fits && { name, fits };
  }
  return NUMBER_FORMATS[type]?.includes(name) ? { name } : undefined;
}

function readPattern(text: Json | undefined): ValueSchema['pattern'] {
  const expression = typeof text === 'string' && text !== '' ? goPattern(text) : undefined;
  return expression && { text: String(text), expression };
}

type Defined<Shape> = { readonly [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

/** Leaves out what is undefined. */
function defined<Shape extends object>(shape: Shape): Defined<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Defined<Shape>;
}
