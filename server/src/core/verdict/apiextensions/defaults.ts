import { isArray, isObject, type Json } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import type { KubernetesVersion } from '../../kube/catalog.ts';
import { WHOLE } from '../../kube/custom-error.ts';
import { checkValue } from '../../kube/value-check.ts';
import { readValueSchema } from '../../kube/value-schema.ts';
import { message } from '../../text/text.ts';
import { toVerdictError } from '../custom.ts';
import { child, type FieldPath, index, invalid, key, type Report } from '../field.ts';
import type { VerdictError } from '../verdict.ts';
import { ruleFaults } from './expression-rules.ts';
import { additionalOf, defaultOf, itemsOf, properties, propertyPath } from './schema.ts';

const META = ['apiVersion', 'kind', 'metadata'];

/**
 * Defaults have to be values of their own schema, without fields it does not know.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go.
 */
export function validateDefaults(report: Report, path: FieldPath, schema: JSONSchemaProps, version: KubernetesVersion): void {
  const value = defaultOf(schema);
  if (value !== undefined) {
    const place = child(path, 'default');
    if (hasUnknownFields(value, schema))
      invalid(report, place, value, 'must not have unknown fields', message('verdict.crd.defaultUnknown'));
    const errors = valueErrors(value, schema, place, version);
    report.errors.push(...errors);
    if (errors.length === 0) refuseFaultyRules(report, place, value, schema);
  }
  const items = itemsOf(schema);
  if (items !== undefined) validateDefaults(report, child(path, 'items'), items, version);
  for (const [name, each] of properties(schema)) validateDefaults(report, propertyPath(path, name), each, version);
}

/** Rules that cannot be compiled hold for no value. */
function refuseFaultyRules(report: Report, path: FieldPath, value: Json | undefined, schema: JSONSchemaProps | undefined): void {
  if (value === undefined || value === null || schema === undefined) return;
  for (const fault of ruleFaults(schema)) invalid(report, path, schema.type ?? '', fault, message('verdict.crd.defaultRule', { fault }));
  if (isArray(value)) {
    value.forEach((item, position) => {
      refuseFaultyRules(report, index(path, position), item, itemsOf(schema));
    });
  }
  if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      const property = schema.properties?.[name];
      if (property === undefined) refuseFaultyRules(report, key(path, name), each, additionalOf(schema));
      else refuseFaultyRules(report, child(path, name), each, property);
    }
  }
}

/** What is wrong with the whole default is said of the default, what is wrong with a part of it of the part. */
function valueErrors(value: Json, schema: JSONSchemaProps, { text, at }: FieldPath, version: KubernetesVersion): readonly VerdictError[] {
  const { errors } = checkValue(value, readValueSchema(withoutUnion(schema as Json), version), WHOLE);
  return errors.map((error) => {
    const path = error.path === '' || error.path === '<nil>' ? text : `${text}.${error.path}`;
    return toVerdictError({ ...error, path, at: [...at, ...error.at] });
  });
}

/** Defaults may be anything where int-or-string is asked for: the schema they are held to does not know it. */
function withoutUnion(schema: Json): Json {
  if (isArray(schema)) return schema.map(withoutUnion);
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([name]) => name !== 'x-kubernetes-int-or-string');
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutUnion(each)]));
}

/** Whether pruning would take something away. */
function hasUnknownFields(value: Json, schema: JSONSchemaProps | undefined): boolean {
  if (schema?.['x-kubernetes-preserve-unknown-fields'] === true) return false;
  if (isArray(value)) {
    const items = schema === undefined ? undefined : itemsOf(schema);
    return value.some((item) => hasUnknownFields(item, items));
  }
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, each]) => {
    if (schema === undefined) return true;
    if (schema['x-kubernetes-embedded-resource'] === true && META.includes(name)) return false;
    const property = schema.properties?.[name];
    if (property !== undefined) return hasUnknownFields(each, property);
    return schema.additionalProperties === undefined || hasUnknownFields(each, additionalOf(schema));
  });
}
