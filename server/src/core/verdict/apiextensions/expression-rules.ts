import type { JSONSchemaProps } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Compiled, compile } from '../cel/compile.ts';
import { estimateCost } from '../cel/cost.ts';
import { createEnvironment, type Environment } from '../cel/environment.ts';
import { formatType, isExactly, optionalOf, type Type } from '../cel/type.ts';
import { child, type FieldPath, forbidden, index, internalError, invalid, type Report } from '../field.ts';
import { fieldPathProblem } from './json-path.ts';
import { countCost, MOST_COST, type RuleScope, type TotalCost } from './rule-scope.ts';
import type { Place } from './schema-rules.ts';
import { LARGEST_REQUEST, type SchemaSize, sizeOfSchema, sizeWithin } from './schema-sizes.ts';
import { type Structs, typeOfSchema } from './schema-types.ts';

/** What the rules of one schema are compiled and estimated with. */
interface Ground {
  readonly environment: Environment;
  readonly size: SchemaSize;
  readonly place: Place;
  readonly scope: RuleScope;
}

/** Compiles `x-kubernetes-validations` of a schema that is sound otherwise, and estimates what they cost. */
export function validateExpressionRules(report: Report, path: FieldPath, schema: JSONSchemaProps, place: Place): void {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const { scope } = place;
  if (rules.length === 0 || scope === undefined) return;
  const isObject = place.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const [environmentOf, size] = [environmentsOf(schema, isObject), sizeOfSchema(schema, isObject)];
  const list = child(path, 'x-kubernetes-validations');
  if (scope.isUntyped || environmentOf === undefined || size === undefined) {
    internalError(report, list, 'internal error: failed to construct type information', message('verdict.crd.untyped'));
    return;
  }
  rules.forEach((rule, position) => {
    validateRule(report, index(list, position), rule, { environment: environmentOf(rule), size, place, scope });
  });
}

/** What the schema's own rules lack to be compiled, in the server's words; whether they hold for a value is not evaluated. */
export function ruleFaults(schema: JSONSchemaProps): readonly string[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const environmentOf = rules.length === 0 ? undefined : environmentsOf(schema, schema['x-kubernetes-embedded-resource'] === true);
  if (environmentOf === undefined) return [];
  return rules.flatMap((rule) => {
    const compiled = compile(rule.rule ?? '', environmentOf(rule));
    if ('problem' in compiled) return [`rule compile error: compilation failed: ERROR: ${compiled.problem}`];
    return compiled.type.is === 'bool' ? [] : ['rule compile error: cel expression must evaluate to a bool'];
  });
}

/** What a rule may name: the value, and what it was before. */
function environmentsOf(schema: JSONSchemaProps, isObject: boolean): ((rule: ValidationRule) => Environment) | undefined {
  const structs: Structs = {};
  const self = typeOfSchema(schema, isObject, 'selfType', structs);
  if (self === undefined) return undefined;
  const environment = (oldSelf: Type): Environment => createEnvironment({ self, oldSelf }, structs);
  const [plain, optional] = [environment(self), environment(optionalOf(self))];
  return (rule) => (rule.optionalOldSelf === true ? optional : plain);
}

type ValidationRule = NonNullable<JSONSchemaProps['x-kubernetes-validations']>[number];

function validateRule(report: Report, path: FieldPath, validation: ValidationRule, ground: Ground): void {
  const { rule = '', messageExpression = '', optionalOldSelf } = validation;
  const { place } = ground;
  const at = child(path, 'rule');
  const sound = validateExpression(report, at, rule, ground, { is: 'bool' }, 'cel expression must evaluate to a bool');
  if (sound !== undefined) {
    const times = ground.scope.most ?? Math.floor(LARGEST_REQUEST / (ground.size.least + 1));
    validateCost(report, at, costOf(sound, ground) * times, 'estimated rule cost', ground);
    if (messageExpression !== '') validateMessage(report, child(path, 'messageExpression'), messageExpression, ground);
  }
  const usesOld = sound?.used.has('oldSelf') === true;
  if (usesOld && place.uncorrelatable !== undefined) {
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable.text}`;
    invalid(report, at, rule, detail, message('verdict.crd.oldSelf', { within: place.uncorrelatable.text }));
  } else if (!usesOld && optionalOldSelf !== undefined) {
    const detail = 'may not be set if oldSelf is not used in rule';
    invalid(report, child(path, 'optionalOldSelf'), optionalOldSelf, detail, message('verdict.onlyWith', { condition: 'oldSelf' }));
  }
}

function validateMessage(report: Report, path: FieldPath, text: string, ground: Ground): void {
  const sound = validateExpression(report, path, text, ground, { is: 'string' }, 'messageExpression must evaluate to a string');
  if (sound !== undefined) validateCost(report, path, costOf(sound, ground), 'estimated messageExpression cost', ground);
}

type Sound = Exclude<Compiled, { readonly problem: string }>;

/** Gives the expression if it compiles to the wanted type. */
function validateExpression(
  report: Report,
  path: FieldPath,
  text: string,
  { environment }: Ground,
  wanted: Type,
  wrongType: string,
): Sound | undefined {
  const compiled = compile(text, environment);
  if ('problem' in compiled) {
    const { problem, at } = compiled;
    const before = text.slice(0, at).split('\n');
    const [line, column] = [before.length, (before.at(-1) ?? '').length + 1];
    const detail = `compilation failed: ERROR: <input>:${line}:${column}: ${problem}`;
    invalid(report, path, text, detail, message('verdict.cel.compile', { problem, line, column }));
    return undefined;
  }
  if (isExactly(wanted, compiled.type)) return compiled;
  invalid(report, path, text, wrongType, message('verdict.cel.type', { want: formatType(wanted), got: formatType(compiled.type) }));
  return undefined;
}

function costOf({ expression, checked }: Sound, { size }: Ground): number {
  return estimateCost(expression, checked, (path) => sizeWithin(size, path)).max;
}

function validateCost(report: Report, path: FieldPath, cost: number, name: string, { scope }: Ground): void {
  countCost(scope.total, path, cost);
  if (cost > MOST_COST.expression) refuseCost(report, path, name, cost, MOST_COST.expression);
}

function refuseCost(report: Report, path: FieldPath, name: string, cost: number, limit: number): void {
  const factor = excess(cost / limit);
  const advice = 'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  forbidden(report, path, `${name} exceeds budget by factor of ${factor} (${advice})`, message('verdict.crd.cost', { factor }));
}

function excess(factor: number): string {
  if (factor > 100) return 'more than 100x';
  return factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`;
}

/** All rules of a schema together. */
export function validateTotalCost(report: Report, path: FieldPath, { cost, expensive }: TotalCost): void {
  if (cost <= MOST_COST.schema) return;
  const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
  for (const each of expensive) forbidden(report, each.path, detail, message('verdict.crd.costPart'));
  const name = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
  refuseCost(report, path, name, cost, MOST_COST.schema);
}

/** The rule's `fieldPath` has to lead to a field of the schema. */
export function validateFieldPath(report: Report, path: FieldPath, schema: JSONSchemaProps, fieldPath: string): void {
  if (fieldPathProblem(fieldPath, schema, true) === undefined) return;
  invalid(report, path, fieldPath, 'must be a valid path', message('verdict.crd.fieldPath'));
}
