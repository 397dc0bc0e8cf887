import { isObject } from '../../base/json.ts';
import type { JSONSchemaProps } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import { child, type FieldPath, forbidden, index, invalid, key, notSupported, type Report, required } from '../field.ts';
import { validateExpressionRules, validateFieldPath } from './expression-rules.ts';
import { listRules } from './list-rules.ts';
import { type RuleScope, scopeBelow } from './rule-scope.ts';
import { additionalOf, clausesOf, defaultOf, hasItemList, itemsOf, properties, propertyPath } from './schema.ts';

/** Where in a schema one is, as far as it matters. */
export interface Place {
  readonly isRoot: boolean;
  /** Below kind, apiVersion or metadata of an object. */
  readonly insideMeta: boolean;
  readonly allowsDefaults: boolean;
  /** The first part of the way whose values cannot be told apart between two versions of an object. */
  readonly uncorrelatable?: FieldPath;
  /** For rules; undefined where none are compiled. */
  readonly scope: RuleScope | undefined;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const META = ['metadata', 'kind', 'apiVersion'];

/**
 * What may stand in a schema, structural or not; gives whether anything but an expression was at fault.
 *
 * Mirrors ValidateCustomResourceDefinitionOpenAPISchema of staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
 */
export function validateSchema(report: Report, path: FieldPath, schema: JSONSchemaProps, place: Place): boolean {
  const own: Report = { errors: [], warnings: report.warnings };
  validateStandard(own, path, schema, place);
  if (schema.uniqueItems === true) {
    const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    forbidden(own, child(path, 'uniqueItems'), detail, message('verdict.crd.uniqueItems'));
  }
  if (hasBothProperties(schema)) {
    const words = message('verdict.excludeEachOther', { first: 'additionalProperties', second: 'properties' });
    forbidden(own, child(path, 'additionalProperties'), 'additionalProperties and properties are mutual exclusive', words);
  }
  const isFineBelow = validateBelow(report, path, schema, place);
  validateKubernetesFields(own, path, schema);
  listRules(own, path, schema);
  (schema['x-kubernetes-validations'] ?? []).forEach((rule, position) => {
    const at = index(child(path, 'x-kubernetes-validations'), position);
    validateRuleTexts(own, at, rule);
    if ((rule.fieldPath ?? '') !== '') validateFieldPath(own, child(at, 'fieldPath'), schema, rule.fieldPath ?? '');
  });
  report.errors.push(...own.errors);
  const isFine = isFineBelow && own.errors.length === 0;
  if (isFine) validateExpressionRules(report, path, schema, place);
  return isFine;
}

function hasBothProperties(schema: JSONSchemaProps): boolean {
  const isClosed = schema.additionalProperties !== undefined && (schema.additionalProperties as unknown) !== true;
  return isClosed && Object.keys(schema.properties ?? {}).length > 0;
}

/** specStandardValidatorV3.validate. */
function validateStandard(report: Report, path: FieldPath, schema: JSONSchemaProps, place: Place): void {
  const { type = '' } = schema;
  if (type !== '' && !TYPES.includes(type)) notSupported(report, child(path, 'type'), type, TYPES);
  if (defaultOf(schema) !== undefined && !place.allowsDefaults) {
    forbidden(report, child(path, 'default'), 'must not be set', message('verdict.crd.noDefault'));
  }
  const { id = '', patternProperties = {}, definitions = {} } = schema;
  const unsupported: readonly (readonly [string, boolean])[] = [
    ['id', id !== ''],
    ['additionalItems', schema.additionalItems !== undefined],
    ['patternProperties', Object.keys(patternProperties).length > 0],
    ['definitions', Object.keys(definitions).length > 0],
    ['dependencies', schema.dependencies !== undefined],
    ['$ref', schema.$ref !== undefined],
  ];
  for (const [name, isThere] of unsupported) {
    if (isThere) forbidden(report, child(path, name), `${name} is not supported`, message('verdict.crd.unsupported', { name }));
  }
  if (type === 'null') {
    const detail = 'type cannot be set to null, use nullable as an alternative';
    forbidden(report, child(path, 'type'), detail, message('verdict.deprecatedUse', { replacement: 'nullable: true' }));
  }
  if (hasItemList(schema)) {
    forbidden(report, child(path, 'items'), 'items must be a schema object and not an array', message('verdict.crd.oneItemSchema'));
  }
  if (place.insideMeta && schema['x-kubernetes-embedded-resource'] === true) {
    const detail = 'must not be used inside of resource meta';
    forbidden(report, child(path, 'x-kubernetes-embedded-resource'), detail, message('verdict.crd.notInMetadata'));
  }
}

function validateBelow(report: Report, path: FieldPath, schema: JSONSchemaProps, place: Place): boolean {
  const below = { ...place, isRoot: false };
  const areFine: boolean[] = [];
  const validate = (at: FieldPath, each: JSONSchemaProps, there: Place): void => {
    const scope = there.scope && scopeBelow(there.scope, schema, each);
    areFine.push(validateSchema(report, at, each, { ...there, scope }));
  };
  const additional = additionalOf(schema);
  if (additional !== undefined) {
    validate(child(path, 'additionalProperties'), additional, place.insideMeta ? { ...below, allowsDefaults: false } : below);
  }
  for (const [name, each] of properties(schema)) validate(propertyPath(path, name), each, placeOfProperty(path, schema, name, place));
  for (const clause of clausesOf(schema, path)) validate(clause.path, clause.schema, { ...below, scope: undefined });
  for (const name of ['definitions', 'dependencies'] as const) {
    for (const [called, each] of Object.entries(schema[name] ?? {})) {
      if (isObject(each)) validate(key(child(path, name), called), each as JSONSchemaProps, { ...below, scope: undefined });
    }
  }
  const items = itemsOf(schema);
  if (items !== undefined) {
    const isMap = schema['x-kubernetes-list-type'] === 'map';
    validate(child(path, 'items'), items, isMap ? below : uncorrelated(below, path));
  }
  return !areFine.includes(false);
}

function placeOfProperty(path: FieldPath, schema: JSONSchemaProps, name: string, place: Place): Place {
  const isObject = place.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const isMeta = isObject && META.includes(name);
  const below = {
    ...place,
    isRoot: false,
    insideMeta: place.insideMeta || isMeta,
    allowsDefaults: place.allowsDefaults && !(isMeta && place.isRoot),
  };
  return schema['x-kubernetes-map-type'] === 'atomic' ? uncorrelated(below, path) : below;
}

function uncorrelated(place: Place, path: FieldPath): Place {
  return place.uncorrelatable === undefined ? { ...place, uncorrelatable: path } : place;
}

function validateKubernetesFields(report: Report, path: FieldPath, schema: JSONSchemaProps): void {
  const preserve = schema['x-kubernetes-preserve-unknown-fields'];
  if (preserve === false) {
    const words = message('verdict.crd.preserve');
    invalid(report, child(path, 'x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined', words);
  }
  validateKind(report, path, schema, 'x-kubernetes-map-type', 'object', ['atomic', 'granular']);
  validateKind(report, path, schema, 'x-kubernetes-list-type', 'array', ['atomic', 'set', 'map']);
}

function validateKind(
  report: Report,
  path: FieldPath,
  schema: JSONSchemaProps,
  field: 'x-kubernetes-map-type' | 'x-kubernetes-list-type',
  wanted: 'object' | 'array',
  kinds: readonly string[],
): void {
  const kind = schema[field];
  const { type = '' } = schema;
  if (kind === undefined) return;
  if (type !== wanted) {
    const detail = `must be ${wanted} if ${field} is specified`;
    const words = message('verdict.crd.typeFor', { type: wanted, field });
    if (type === '') required(report, child(path, 'type'), detail, words);
    else invalid(report, child(path, 'type'), type, detail, words);
  }
  if (!kinds.includes(kind)) notSupported(report, child(path, field), kind, kinds);
}

type ValidationRule = NonNullable<JSONSchemaProps['x-kubernetes-validations']>[number];
const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const NOT_BLANK: Message = message('verdict.notBlank');
const ONE_LINE: Message = message('verdict.noLineBreaks');

function validateRuleTexts(report: Report, path: FieldPath, validation: ValidationRule): void {
  const { rule = '', message: text = '', messageExpression = '', reason, fieldPath = '' } = validation;
  const [bareRule, bareText] = [rule.trim(), text.trim()];
  const at = (field: string) => child(path, field);
  if (bareRule === '') required(report, at('rule'), 'rule is not specified');
  else if (text !== '' && bareText === '') invalid(report, at('message'), text, 'must be non-empty if specified', NOT_BLANK);
  else if (hasBreaks(bareText)) invalid(report, at('message'), text, 'must not contain line breaks', ONE_LINE);
  else if (hasBreaks(bareRule) && bareText === '') {
    required(report, at('message'), 'message must be specified if rule contains line breaks', message('verdict.crd.ruleMessage'));
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    required(report, at('messageExpression'), 'messageExpression must be non-empty if specified', NOT_BLANK);
  }
  if (reason !== undefined && !REASONS.includes(reason)) notSupported(report, at('reason'), reason, REASONS);
  if (fieldPath !== '' && fieldPath.trim() === '') invalid(report, at('fieldPath'), fieldPath, 'must be non-empty if specified', NOT_BLANK);
  if (hasBreaks(fieldPath)) invalid(report, at('fieldPath'), fieldPath, 'must not contain line breaks', ONE_LINE);
}

function hasBreaks(text: string): boolean {
  return /[\n\r]/.test(text);
}
