import { isArray } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import { child, type FieldPath, forbidden, index, invalid, key, type Report, required } from '../field.ts';
import { regexpProblem } from '../go-regexp.ts';
import { additionalOf, clausesOf, defaultOf, hasItemList, itemsOf, properties, propertyPath, someSchema } from './schema.ts';

type Level = 'root' | 'items' | 'field';

/** Whether the schema uses what a structural schema cannot even be made of (staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/convert.go). */
export function isConvertible(schema: JSONSchemaProps): boolean {
  return !someSchema(schema, (each) => {
    const { id = '', $schema = '', $ref = '', patternProperties = {}, dependencies = {}, definitions = {}, additionalItems } = each;
    const maps = [patternProperties, dependencies, definitions];
    if (id !== '' || $schema !== '' || $ref !== '' || additionalItems !== undefined || hasItemList(each)) return true;
    return each['x-kubernetes-preserve-unknown-fields'] === false || maps.some((map) => Object.keys(map).length > 0);
  });
}

/** ValidateStructural (staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go and complete.go). */
export function validateStructure(report: Report, path: FieldPath, schema: JSONSchemaProps): void {
  validateInvariants(report, path, schema, 'root');
  for (const clause of clausesOf(schema, path)) validateComplete(report, path, schema, clause.path, clause.schema);
}

function validateInvariants(report: Report, path: FieldPath, schema: JSONSchemaProps, level: Level): void {
  const items = itemsOf(schema);
  const additional = additionalOf(schema);
  if (schema.type === 'array' && items === undefined) required(report, child(path, 'items'), 'must be specified');
  if (items !== undefined) validateInvariants(report, child(path, 'items'), items, 'items');
  for (const [name, each] of properties(schema)) validateInvariants(report, propertyPath(path, name), each, 'field');
  if (schema.additionalProperties !== undefined && level === 'root') {
    refuse(report, child(path, 'additionalProperties'), 'must not be used at the root', 'verdict.crd.notAtRoot');
  }
  if (additional !== undefined) validateInvariants(report, child(path, 'additionalProperties'), additional, 'field');
  validateExtensions(report, path, schema);
  validateValues(report, path, schema, skipsOf(schema));
  validateType(report, path, schema, level);
  validateEmbedded(report, path, schema, level);
}

function validateExtensions(report: Report, path: FieldPath, schema: JSONSchemaProps): void {
  if (schema['x-kubernetes-int-or-string'] !== true) return;
  for (const name of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const) {
    if (schema[name] !== true) continue;
    const words = message('verdict.excludeEachOther', { first: name, second: 'x-kubernetes-int-or-string' });
    invalid(report, child(path, name), true, 'must be false if x-kubernetes-int-or-string is true', words);
  }
}

function validateType(report: Report, path: FieldPath, schema: JSONSchemaProps, level: Level): void {
  const { type = '' } = schema;
  const place = child(path, 'type');
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isFree = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (isEmbedded && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    if (type === '') required(report, place, detail, message('verdict.crd.typeObject'));
    else invalid(report, place, type, detail, message('verdict.crd.typeObject'));
  } else if (type === '' && !isFree) required(report, place, EMPTY_TYPE[level], message('verdict.crd.type'));
  if (level === 'root' && type !== '' && type !== 'object') {
    invalid(report, place, type, 'must be object at the root', message('verdict.crd.typeObject'));
  }
}

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  items: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function validateEmbedded(report: Report, path: FieldPath, schema: JSONSchemaProps, level: Level): void {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isObjectRoot = level === 'root' || isEmbedded;
  const fields = schema.properties ?? {};
  if (isEmbedded && schema.additionalProperties !== undefined) {
    const detail = 'must not be used if x-kubernetes-embedded-resource is set';
    refuse(report, child(path, 'additionalProperties'), detail, 'verdict.crd.notStructural');
  }
  for (const name of ['kind', 'apiVersion']) {
    const field = fields[name];
    if (!isObjectRoot || field === undefined || field.type === 'string') continue;
    invalid(report, child(propertyPath(path, name), 'type'), field.type ?? '', 'must be string', message('verdict.crd.typeString'));
  }
  if (fields.metadata !== undefined) validateMetadata(report, propertyPath(path, 'metadata'), fields.metadata, isObjectRoot, level);
  if (isEmbedded && schema['x-kubernetes-preserve-unknown-fields'] !== true && Object.keys(fields).length === 0) {
    const detail = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    required(report, child(path, 'properties'), detail);
  }
}

/** validateStructuralMetadataInvariants: at the root, only names may be restricted. */
function validateMetadata(report: Report, path: FieldPath, metadata: JSONSchemaProps, isObjectRoot: boolean, level: Level): void {
  if (isObjectRoot && metadata.type !== 'object') {
    invalid(report, child(path, 'type'), metadata.type ?? '', 'must be object', message('verdict.crd.typeObject'));
  }
  if (level !== 'root') return;
  const { type: _type, default: _default, properties: fields = {}, ...rest } = metadata;
  const others = Object.keys(fields).filter((name) => name !== 'name' && name !== 'generateName');
  const isBare = Object.entries(rest).every(([name, value]) => isUnset(name, value));
  if (others.length === 0 && isBare) return;
  const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  refuse(report, path, detail, 'verdict.crd.metadata');
}

/** Whether the field says nothing once it is converted: a written 0 or an empty list may well say something. */
function isUnset(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (name === 'items') return isArray(value) && value.length === 0;
  if (typeof value === 'object') return Object.keys(value).length === 0 && LOST_WHEN_EMPTY.includes(name);
  if (name === 'example' || name === 'additionalProperties') return false;
  return value === '' || value === false;
}

const LOST_WHEN_EMPTY = ['allOf', 'anyOf', 'oneOf', 'enum', 'properties', 'patternProperties', 'definitions', 'dependencies'];

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** `anyOf: [{type: integer}, {type: string}]`. */
function isIntOrString(anyOf: readonly JSONSchemaProps[] = []): boolean {
  const types = ['integer', 'string'];
  return anyOf.length === types.length && anyOf.every((clause, position) => isBareType(clause, types[position] ?? ''));
}

function isBareType({ type, ...rest }: JSONSchemaProps, wanted: string): boolean {
  return type === wanted && Object.entries(rest).every(([name, value]) => isUnset(name, value));
}

/** What the old ways to say int-or-string hold is let pass; the way with allOf in the first of its clauses. */
interface Skips {
  readonly anyOf: boolean;
  readonly anyOfInFirstAllOf: boolean;
}

const NOTHING_SKIPPED: Skips = { anyOf: false, anyOfInFirstAllOf: false };

function skipsOf({ anyOf, allOf }: JSONSchemaProps): Skips {
  return { anyOf: isIntOrString(anyOf), anyOfInFirstAllOf: isIntOrString(allOf?.[0]?.anyOf) };
}

/** validateValueValidation. */
function validateValues(report: Report, path: FieldPath, schema: JSONSchemaProps, skips: Skips): void {
  const firstAllOf = index(child(path, 'allOf'), 0).text;
  for (const clause of clausesOf(schema, path)) {
    if (skips.anyOf && schema.anyOf?.includes(clause.schema)) continue;
    const anyOf = skips.anyOfInFirstAllOf && clause.path.text === firstAllOf;
    validateNested(report, clause.path, clause.schema, { ...NOTHING_SKIPPED, anyOf });
  }
  if ((schema.pattern ?? '') === '') return;
  const problem = regexpProblem(schema.pattern ?? '');
  if (problem === undefined) return;
  const detail = `must be a valid regular expression, but isn't: ${problem}`;
  invalid(report, child(path, 'pattern'), schema.pattern, detail, message('verdict.crd.pattern', { problem }));
}

/** validateNestedValueValidation: a clause may restrict values, and nothing else. */
function validateNested(report: Report, path: FieldPath, schema: JSONSchemaProps, skips = NOTHING_SKIPPED): void {
  validateValues(report, path, schema, skips);
  const items = itemsOf(schema);
  if (items !== undefined) validateNested(report, child(path, 'items'), items);
  for (const [name, each] of properties(schema)) validateNested(report, propertyPath(path, name), each);
  for (const [name, detail] of FORBIDDEN_IN_CLAUSES) {
    if (!isEmpty(schema[name])) refuse(report, child(path, name), detail, 'verdict.crd.notStructural');
  }
  if (schema.additionalProperties !== undefined && (schema.additionalProperties as unknown) !== false) {
    refuse(report, child(path, 'additionalProperties'), 'must be undefined to be structural', 'verdict.crd.notStructural');
  }
  if (defaultOf(schema) !== undefined)
    refuse(report, child(path, 'default'), 'must be undefined to be structural', 'verdict.crd.notStructural');
  if (schema.properties?.metadata !== undefined) {
    const detail = 'must not be specified in a nested context';
    refuse(report, key(child(path, 'properties'), 'metadata'), detail, 'verdict.crd.notStructural');
  }
}

const FORBIDDEN_IN_CLAUSES = [
  ['type', 'must be empty to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
] as const satisfies readonly (readonly [keyof JSONSchemaProps, string])[];

function refuse(report: Report, path: FieldPath, detail: string, words: Message['key']): void {
  forbidden(report, path, detail, message(words));
}

/** What clauses speak of has to be specified outside of them. */
function validateComplete(report: Report, path: FieldPath, schema: JSONSchemaProps, clausePath: FieldPath, clause: JSONSchemaProps): void {
  for (const inner of clausesOf(clause, clausePath)) validateComplete(report, path, schema, inner.path, inner.schema);
  const missing = (place: FieldPath, from: FieldPath) =>
    required(report, place, `because it is defined in ${from.text}`, message('verdict.crd.incomplete', { clause: from.text }));
  const items = itemsOf(clause);
  if (items !== undefined) {
    const [place, from] = [child(path, 'items'), child(clausePath, 'items')];
    const own = itemsOf(schema);
    if (own === undefined) missing(place, from);
    else validateComplete(report, place, own, from, items);
  }
  for (const [name, each] of properties(clause)) {
    const [place, from] = [propertyPath(path, name), propertyPath(clausePath, name)];
    const own = schema.properties?.[name];
    if (own === undefined) missing(place, from);
    else validateComplete(report, place, own, from, each);
  }
}
