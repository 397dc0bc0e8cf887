import type { JSONSchemaProps } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Compiled, compile } from '../cel/compile.ts';
import { createEnvironment, type Environment } from '../cel/environment.ts';
import { formatType, isExactly, optionalOf, type Type } from '../cel/type.ts';
import { child, type FieldPath, index, invalid, type Report } from '../field.ts';
import { fieldPathProblem } from './json-path.ts';
import type { Place } from './schema-rules.ts';
import { type Structs, typeOfSchema } from './schema-types.ts';

/** Compiles `x-kubernetes-validations` of a schema that is sound otherwise; what they cost is not estimated. */
export function validateExpressionRules(report: Report, path: FieldPath, schema: JSONSchemaProps, place: Place): void {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return;
  const structs: Structs = {};
  const isObject = place.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const self = typeOfSchema(schema, isObject, 'selfType', structs);
  if (self === undefined) return;
  const environment = (oldSelf: Type) => createEnvironment({ self, oldSelf }, structs);
  const [plain, optional] = [environment(self), environment(optionalOf(self))];
  rules.forEach((rule, position) => {
    const at = index(child(path, 'x-kubernetes-validations'), position);
    validateRule(report, at, rule, rule.optionalOldSelf === true ? optional : plain, place);
  });
}

type ValidationRule = NonNullable<JSONSchemaProps['x-kubernetes-validations']>[number];

function validateRule(report: Report, path: FieldPath, validation: ValidationRule, environment: Environment, place: Place): void {
  const { rule = '', messageExpression = '' } = validation;
  const compiled = compile(rule, environment);
  const isFine = validateCompiled(report, child(path, 'rule'), rule, compiled, { is: 'bool' }, 'cel expression must evaluate to a bool');
  const usesOld = isFine && 'used' in compiled && compiled.used.has('oldSelf');
  if (isFine && messageExpression !== '') {
    const text = compile(messageExpression, environment);
    const detail = 'messageExpression must evaluate to a string';
    validateCompiled(report, child(path, 'messageExpression'), messageExpression, text, { is: 'string' }, detail);
  }
  if (usesOld && place.uncorrelatable !== undefined) {
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable.text}`;
    invalid(report, child(path, 'rule'), rule, detail, message('verdict.crd.oldSelf', { within: place.uncorrelatable.text }));
  } else if (!usesOld && validation.optionalOldSelf !== undefined) {
    const detail = 'may not be set if oldSelf is not used in rule';
    invalid(
      report,
      child(path, 'optionalOldSelf'),
      validation.optionalOldSelf,
      detail,
      message('verdict.onlyWith', { condition: 'oldSelf' }),
    );
  }
}

function validateCompiled(report: Report, path: FieldPath, text: string, compiled: Compiled, wanted: Type, wrongType: string): boolean {
  if ('problem' in compiled) {
    const { problem, at } = compiled;
    const before = text.slice(0, at).split('\n');
    const [line, column] = [before.length, (before.at(-1) ?? '').length + 1];
    const detail = `compilation failed: ERROR: <input>:${line}:${column}: ${problem}`;
    invalid(report, path, text, detail, message('verdict.cel.compile', { problem, line, column }));
    return false;
  }
  if (isExactly(wanted, compiled.type)) return true;
  invalid(report, path, text, wrongType, message('verdict.cel.type', { want: formatType(wanted), got: formatType(compiled.type) }));
  return false;
}

/** The rule's `fieldPath` has to lead to a field of the schema. */
export function validateFieldPath(report: Report, path: FieldPath, schema: JSONSchemaProps, fieldPath: string): void {
  if (fieldPathProblem(fieldPath, schema, true) === undefined) return;
  invalid(report, path, fieldPath, 'must be a valid path', message('verdict.crd.fieldPath'));
}
