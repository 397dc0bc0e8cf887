import { isArray, isObject, type Json } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import type { KubernetesVersion } from '../../kube/catalog.ts';
import { WHOLE } from '../../kube/custom-error.ts';
import { checkValue } from '../../kube/value-check.ts';
import { readValueSchema } from '../../kube/value-schema.ts';
import { message } from '../../text/text.ts';
import { toVerdictError } from '../custom.ts';
import { child, type FieldPath, invalid, type Report } from '../field.ts';
import type { VerdictError } from '../verdict.ts';
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
    report.errors.push(...valueErrors(value, schema, place, version));
  }
  const items = itemsOf(schema);
  if (items !== undefined) validateDefaults(report, child(path, 'items'), items, version);
  for (const [name, each] of properties(schema)) validateDefaults(report, propertyPath(path, name), each, version);
}

/** What is wrong with the whole default is said of the default, what is wrong with a part of it of the part. */
function valueErrors(value: Json, schema: JSONSchemaProps, { text, at }: FieldPath, version: KubernetesVersion): readonly VerdictError[] {
  const { errors } = checkValue(value, readValueSchema(schema as Json, version), WHOLE);
  return errors.map((error) => {
    const path = error.path === '' || error.path === '<nil>' ? text : `${text}.${error.path}`;
    return toVerdictError({ ...error, path, at: [...at, ...error.at] });
  });
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
