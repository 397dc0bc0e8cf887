import type {
  AuditAnnotation,
  MutatingAdmissionPolicy,
  Mutation,
  ValidatingAdmissionPolicy,
  Validation,
  Variable,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { listOf, struct, type Type } from '../cel/type.ts';
import { checkOneOf } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, invalidFor, type Report, ROOT, required, requireOneOf } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { byteLength, dnsSubdomain, qualifiedName } from '../names.ts';
import { admissionScope, validateExpression } from './expressions.ts';
import { validateMatchConditions } from './match-conditions.ts';
import { setMatchDefaults, validateMatchConstraints, validateMutatingOperations, validateParamKind } from './matching.ts';
import { warnOfStaticName } from './static-name.ts';

const SPEC = child(ROOT, 'spec');
const METADATA_RULES = { namespaced: false, name: dnsSubdomain, anyFinalizer: true } as const;
const FAILURE_POLICIES = ['Fail', 'Ignore'];
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MOST_ANNOTATIONS = 20;
const LONGEST_VALUE_EXPRESSION = 5 * 1024;

/** ValidatingAdmissionPolicy (pkg/apis/admissionregistration/validation/validation.go). */
export const validatingAdmissionPolicy: KindRules<ValidatingAdmissionPolicy> = {
  setDefaults(object) {
    object.spec ??= {};
    object.spec.failurePolicy ??= 'Fail';
    setMatchDefaults(object.spec.matchConstraints);
  },
  validate({ metadata, spec = {} }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, METADATA_RULES);
    const hasParams = spec.paramKind !== undefined;
    checkOneOf(report, child(SPEC, 'failurePolicy'), spec.failurePolicy, FAILURE_POLICIES);
    if (spec.paramKind !== undefined) validateParamKind(report, child(SPEC, 'paramKind'), spec.paramKind);
    validateMatchConstraints(report, child(SPEC, 'matchConstraints'), spec.matchConstraints);
    validateMatchConditions(report, child(SPEC, 'matchConditions'), spec.matchConditions ?? [], hasParams);
    const variables = validateVariables(report, spec.variables ?? [], hasParams);
    const scope = { hasParams, ...((spec.variables ?? []).length > 0 ? { variables } : {}) };
    const { validations = [], auditAnnotations = [] } = spec;
    if (validations.length === 0 && auditAnnotations.length === 0) {
      const detail = 'validations or auditAnnotations must contain at least one item';
      for (const field of ['validations', 'auditAnnotations'])
        required(report, child(SPEC, field), detail, message('verdict.admission.noValidation'));
      return;
    }
    eachItem(child(SPEC, 'validations'), validations, (validation, path) => validateOne(report, path, validation, scope));
    validateAnnotations(report, auditAnnotations, effectiveName(metadata), scope);
  },
  warn: warnOfStaticName,
};

interface PolicyScope {
  readonly hasParams: boolean;
  readonly variables?: Readonly<Record<string, Type>>;
}

/** validateVariable: each sees those before it. */
function validateVariables(report: Report, variables: readonly Variable[], hasParams: boolean): Readonly<Record<string, Type>> {
  const types: Record<string, Type> = {};
  eachItem(child(SPEC, 'variables'), variables, ({ name = '', expression = '' }, path) => {
    if (name.trim() === '') required(report, child(path, 'name'), 'name is not specified');
    else if (!isIdentifier(name)) {
      invalid(report, child(path, 'name'), name, 'must be a valid CEL identifier', message('verdict.cel.identifier'));
    }
    if (expression.trim() === '') required(report, child(path, 'expression'), 'expression is not specified');
    else
      types[name] = validateExpression(report, child(path, 'expression'), expression, admissionScope({ hasParams, variables: types }), []);
  });
  return types;
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

function isIdentifier(name: string): boolean {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !RESERVED.has(name);
}

/** validateValidation. */
function validateOne(report: Report, path: FieldPath, validation: Validation, scope: PolicyScope): void {
  const { expression = '', message: text = '', messageExpression = '', reason } = validation;
  if (expression.trim() === '') required(report, child(path, 'expression'), 'expression is not specified');
  else validateExpression(report, child(path, 'expression'), expression, admissionScope(scope), ['bool']);
  const blank = message('verdict.notBlank');
  if (messageExpression !== '' && messageExpression.trim() === '') {
    invalid(report, child(path, 'messageExpression'), messageExpression, 'must be non-empty if specified', blank);
  } else if (messageExpression !== '') {
    const messageScope = admissionScope({ ...scope, hasAuthorizer: false });
    validateExpression(report, child(path, 'messageExpression'), messageExpression, messageScope, ['string']);
  }
  if (text !== '' && text.trim() === '') invalid(report, child(path, 'message'), text, 'must be non-empty if specified', blank);
  else if (/[\n\r]/.test(text.trim())) {
    invalid(report, child(path, 'message'), text, 'must not contain line breaks', message('verdict.noLineBreaks'));
  }
  checkOneOf(report, child(path, 'reason'), reason, REASONS);
}

/** validateAuditAnnotation. */
function validateAnnotations(report: Report, annotations: readonly AuditAnnotation[], policy: string, scope: PolicyScope): void {
  const list = child(SPEC, 'auditAnnotations');
  if (annotations.length > MOST_ANNOTATIONS) {
    const detail = `must not have more than ${MOST_ANNOTATIONS} auditAnnotations`;
    invalid(report, list, undefined, detail, message('verdict.atMostItems', { most: MOST_ANNOTATIONS }));
  }
  const keys = new Set<string>();
  eachItem(list, annotations, ({ key = '', valueExpression = '' }, path) => {
    if (policy === '') invalid(report, child(path, 'key'), key, 'requires metadata.name be non-empty', message('verdict.nameRequired'));
    else invalidFor(report, child(path, 'key'), key, qualifiedName(`${policy}/${key}`));
    const place = child(path, 'valueExpression');
    const text = valueExpression.trim();
    if (text === '') required(report, place, 'valueExpression is not specified');
    else if (byteLength(text) > LONGEST_VALUE_EXPRESSION) {
      const detail = `must not exceed ${LONGEST_VALUE_EXPRESSION} bytes in length`;
      required(report, place, detail, message('verdict.tooLong', { limit: LONGEST_VALUE_EXPRESSION }));
    } else validateExpression(report, place, text, admissionScope(scope), ['string', 'null']);
    if (keys.has(key)) duplicate(report, child(path, 'key'), key);
    keys.add(key);
  });
}

/** MutatingAdmissionPolicy. */
export const mutatingAdmissionPolicy: KindRules<MutatingAdmissionPolicy> = {
  setDefaults(object) {
    object.spec ??= {};
    object.spec.failurePolicy ??= 'Fail';
    setMatchDefaults(object.spec.matchConstraints);
  },
  validate({ metadata, spec = {} }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, METADATA_RULES);
    const hasParams = spec.paramKind !== undefined;
    checkOneOf(report, child(SPEC, 'failurePolicy'), spec.failurePolicy, FAILURE_POLICIES);
    if (spec.paramKind !== undefined) validateParamKind(report, child(SPEC, 'paramKind'), spec.paramKind);
    validateMatchConstraints(report, child(SPEC, 'matchConstraints'), spec.matchConstraints);
    validateMutatingOperations(report, child(SPEC, 'matchConstraints'), spec.matchConstraints);
    validateMatchConditions(report, child(SPEC, 'matchConditions'), spec.matchConditions ?? [], hasParams);
    const variables = validateVariables(report, spec.variables ?? [], hasParams);
    const mutations = spec.mutations ?? [];
    if (mutations.length === 0) required(report, child(SPEC, 'mutations'), 'mutations must contain at least one item');
    eachItem(child(SPEC, 'mutations'), mutations, (mutation, path) => validateMutation(report, path, mutation, { hasParams, variables }));
    requireOneOf(report, child(SPEC, 'reinvocationPolicy'), spec.reinvocationPolicy, ['IfNeeded', 'Never']);
  },
  warn: warnOfStaticName,
};

const PATCHES = {
  ApplyConfiguration: { field: 'applyConfiguration', other: 'jsonPatch', result: struct('Object') },
  JSONPatch: { field: 'jsonPatch', other: 'applyConfiguration', result: listOf(struct('JSONPatch')) },
} as const;

/** validateMutation. */
function validateMutation(report: Report, path: FieldPath, mutation: Mutation, scope: PolicyScope): void {
  const { patchType = '' } = mutation;
  requireOneOf(report, child(path, 'patchType'), patchType, Object.keys(PATCHES));
  if (patchType !== 'ApplyConfiguration' && patchType !== 'JSONPatch') return;
  const { field, other, result } = PATCHES[patchType];
  const patch = mutation[field];
  if (patch === undefined) required(report, child(path, field), `must be specified when patchType is ${patchType}`);
  else {
    const place = child(path, field, 'expression');
    const text = (patch.expression ?? '').trim();
    if (text === '') required(report, place);
    else validateExpression(report, place, text, admissionScope({ ...scope, hasPatchTypes: true }), [result]);
  }
  if (mutation[other] === undefined) return;
  const detail = `must not be specified when patchType is ${patchType}`;
  invalid(
    report,
    child(path, other),
    undefined,
    detail,
    message('verdict.onlyWith', { condition: `patchType: ${other === 'jsonPatch' ? 'JSONPatch' : 'ApplyConfiguration'}` }),
  );
}
