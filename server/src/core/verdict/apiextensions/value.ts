import { isArray, isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { isSame } from '../checks.ts';
import { child, createReport, type FieldPath, index, invalid, notSupported, type Report, required, tooLong, tooMany } from '../field.ts';
import { additionalOf, itemsOf, properties } from './schema.ts';

/**
 * Whether a value is one of the schema's. Formats are not looked at.
 *
 * Mirrors k8s.io/kube-openapi/pkg/validation/validate and ValidateCustomResource of staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation.
 */
export function validateValue(report: Report, path: FieldPath, value: Json, schema: JSONSchemaProps): void {
  if (value === null && schema.nullable === true) return;
  if (!hasType(value, schema)) {
    const { type = '' } = schema;
    const detail = `in body must be of type ${type}: "${typeName(value)}"`;
    invalid(report, path, value, detail, message('verdict.crd.valueType', { type }));
    return;
  }
  if (schema.enum !== undefined && !schema.enum.some((each) => isSame(each, value))) {
    const allowed = schema.enum.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
    notSupported(report, path, value, allowed);
  }
  if (typeof value === 'string') validateText(report, path, value, schema);
  if (typeof value === 'number' || typeof value === 'bigint') validateNumber(report, path, Number(value), schema);
  if (isArray(value)) validateList(report, path, value, schema);
  else if (isObject(value)) validateObject(report, path, value, schema);
  validateClauses(report, path, value, schema);
}

function hasType(value: Json, schema: JSONSchemaProps): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || isInteger(value);
  switch (schema.type) {
    case 'array':
      return isArray(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return isInteger(value);
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'object':
      return isObject(value);
    case 'string':
      return typeof value === 'string';
    default:
      return true;
  }
}

function isInteger(value: Json): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return isInteger(value) ? 'integer' : typeof value;
}

function refuse(report: Report, path: FieldPath, value: Json, detail: string, limit: string | number): void {
  invalid(report, path, value, detail, message('verdict.crd.valueLimit', { limit }));
}

function validateText(report: Report, path: FieldPath, value: string, schema: JSONSchemaProps): void {
  const length = [...value].length;
  const { maxLength, minLength = 0, pattern = '' } = schema;
  if (maxLength !== undefined && length > maxLength) tooLong(report, path, value, maxLength);
  if (length < minLength) refuse(report, path, value, `in body should be at least ${minLength} chars long`, minLength);
  const expression = pattern === '' ? undefined : asRegExp(pattern);
  if (expression !== undefined && !expression.test(value)) refuse(report, path, value, `in body should match '${pattern}'`, pattern);
}

/** The pattern in JavaScript, where both languages read it alike; else nothing is said. */
function asRegExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // Go's syntax only.
    return undefined;
  }
}

function validateNumber(report: Report, path: FieldPath, value: number, schema: JSONSchemaProps): void {
  const { maximum, exclusiveMaximum = false, minimum, exclusiveMinimum = false, multipleOf } = schema;
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    refuse(report, path, value, `in body should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`, maximum);
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    refuse(report, path, value, `in body should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`, minimum);
  }
  if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(value / multipleOf)) {
    refuse(report, path, value, `in body should be a multiple of ${multipleOf}`, multipleOf);
  }
}

function validateList(report: Report, path: FieldPath, list: readonly Json[], schema: JSONSchemaProps): void {
  const { maxItems, minItems = 0 } = schema;
  if (maxItems !== undefined && list.length > maxItems) tooMany(report, path, list.length, maxItems);
  if (list.length < minItems) refuse(report, path, [...list], `in body should have at least ${minItems} items`, minItems);
  const items = itemsOf(schema);
  if (items !== undefined) {
    list.forEach((item, position) => {
      validateValue(report, index(path, position), item, items);
    });
  }
}

function validateObject(report: Report, path: FieldPath, object: JsonObject, schema: JSONSchemaProps): void {
  const { maxProperties, minProperties = 0 } = schema;
  const count = Object.keys(object).length;
  if (maxProperties !== undefined && count > maxProperties) tooMany(report, path, count, maxProperties);
  if (count < minProperties) refuse(report, path, object, `in body should have at least ${minProperties} properties`, minProperties);
  for (const name of schema.required ?? []) if (!Object.hasOwn(object, name)) required(report, child(path, name));
  for (const [name, each] of properties(schema)) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value !== undefined) validateValue(report, child(path, name), value, each);
  }
  const additional = additionalOf(schema);
  if (additional === undefined) return;
  for (const [name, value] of Object.entries(object)) {
    if (schema.properties?.[name] === undefined) validateValue(report, child(path, name), value, additional);
  }
}

function isValid(value: Json, schema: JSONSchemaProps): boolean {
  const report = createReport();
  validateValue(report, { text: '', at: [] }, value, schema);
  return report.errors.length === 0;
}

function validateClauses(report: Report, path: FieldPath, value: Json, schema: JSONSchemaProps): void {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  for (const clause of allOf) validateValue(report, path, value, clause);
  if (anyOf.length > 0 && !anyOf.some((clause) => isValid(value, clause))) {
    refuse(report, path, value, 'in body must validate at least one schema (anyOf)', 'anyOf');
  }
  const matching = oneOf.filter((clause) => isValid(value, clause)).length;
  if (oneOf.length > 0 && matching !== 1) refuse(report, path, value, 'in body must validate one and only one schema (oneOf)', 'oneOf');
  if (not !== undefined && isValid(value, not)) refuse(report, path, value, 'in body must not validate the schema (not)', 'not');
}
