import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isObject, type Json, type JsonObject, type Path } from '../base/json.ts';
import { pruneAndDefault } from './custom-pruning.ts';
import type { CustomResource } from './custom-resource.ts';

/** What the API server says of a custom resource: its class, and the place. */
export interface CustomError {
  readonly class: 'unknown field' | 'required value' | 'invalid value' | 'unsupported value' | 'too long' | 'too many' | 'duplicate value';
  readonly path: Path;
  readonly detail: string;
  readonly value?: Json;
  readonly allowed?: readonly string[];
}

export interface CustomJudgement {
  readonly errors: readonly CustomError[];
  /** With unknown fields pruned and defaults filled in. */
  readonly object: JsonObject;
}

/** Judges objects of one custom resource; `metadata` is judged elsewhere. */
export type CustomValidator = (object: JsonObject) => CustomJudgement;

/** The checks of a schema that ajv makes; all else of a structural schema is pruning, defaulting, or CEL. */
const CHECKED = [
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'multipleOf',
  'required',
  'uniqueItems',
] as const; // prettier-ignore

/**
 * A validator for one version of a CustomResourceDefinition, compiled when first used. Each has an ajv of its own, so that a bad
 * schema harms nobody else. CEL rules (x-kubernetes-validations) are not evaluated.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/{schema,validation}.
 */
export function createCustomValidator({ schema }: CustomResource): CustomValidator {
  let compiled: ValidateFunction | undefined;
  return (object) => {
    const { pruned, errors } = pruneAndDefault(object, schema);
    compiled ??= compile(schema.source);
    compiled(pruned);
    return { object: pruned, errors: [...errors, ...(compiled.errors ?? []).flatMap((error) => translate(error, pruned))] };
  };
}

function compile(source: JsonObject): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    meta: false,
    validateFormats: false,
    verbose: true,
    code: { optimize: false },
  });
  return ajv.compile(convert(source, true));
}

/** From a structural schema to JSON Schema as ajv takes it; what would not compile is left out. */
function convert(source: Json | undefined, isRoot = false): Record<string, unknown> {
  if (!isObject(source)) return {};
  const schema: Record<string, unknown> = {};
  for (const key of CHECKED) if (source[key] !== undefined) schema[key] = source[key];
  const type = source['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : source.type;
  if (typeof type === 'string' || Array.isArray(type)) schema.type = source.nullable === true ? [type, 'null'].flat() : type;
  if (source.nullable === true && Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  if (typeof source.pattern === 'string' && isUsablePattern(source.pattern)) schema.pattern = source.pattern;
  convertExclusive(source, schema);
  if (isObject(source.properties)) {
    const properties = Object.entries(source.properties).filter(([name]) => !(isRoot && name === 'metadata'));
    schema.properties = Object.fromEntries(properties.map(([name, inner]) => [name, convert(inner)]));
  }
  if (isObject(source.additionalProperties)) schema.additionalProperties = convert(source.additionalProperties);
  if (isObject(source.items)) schema.items = convert(source.items);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (Array.isArray(source[key])) schema[key] = (source[key] as readonly Json[]).map((inner) => convert(inner));
  }
  if (isObject(source.not)) schema.not = convert(source.not);
  return schema;
}

/** OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`, JSON Schema has a number of its own. */
function convertExclusive(source: JsonObject, schema: Record<string, unknown>): void {
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (source[exclusive] !== true) continue;
    schema[exclusive] = source[limit];
    delete schema[limit];
  }
}

/** Go's patterns are RE2; the few that JavaScript cannot read are not checked. */
function isUsablePattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false; // a schema may hold any text; leaving the check out is all that can be done with one that is no pattern here
  }
}

function translate(error: ErrorObject, object: JsonObject): readonly CustomError[] {
  const path = pathOf(error.instancePath, object);
  const value = error.data as Json;
  const at = (errorClass: CustomError['class'], detail: string): readonly CustomError[] => [{ class: errorClass, path, detail, value }];
  switch (error.keyword) {
    case 'required':
      return [{ class: 'required value', path: [...path, String(error.params.missingProperty)], detail: '' }];
    case 'enum': {
      const allowed = (error.params.allowedValues as readonly Json[]).filter((each) => each !== null).map(String);
      return [
        {
          class: 'unsupported value',
          path,
          detail: `supported values: ${allowed.map((each) => JSON.stringify(each)).join(', ')}`,
          value,
          allowed,
        },
      ];
    }
    case 'maxLength':
      return at('too long', `may not be more than ${error.params.limit} bytes`);
    case 'maxItems':
    case 'maxProperties':
      return at('too many', `must have at most ${error.params.limit} items`);
    case 'type':
      return at('invalid value', `must be of type ${[error.params.type].flat()[0]}`);
    case 'pattern':
      return at('invalid value', `should match '${error.params.pattern}'`);
    // The branches' own errors are listed beside these.
    default:
      return at('invalid value', error.message ?? error.keyword);
  }
}

/** ajv writes `/spec/ports/0`; whether `0` is an index or a key is seen in the object. */
function pathOf(pointer: string, object: JsonObject): Path {
  let value: Json | undefined = object;
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(value)) {
        value = (value as readonly Json[])[Number(step)];
        return Number(step);
      }
      value = isObject(value) ? value[step] : undefined;
      return step;
    });
}
