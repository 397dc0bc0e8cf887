import { type Environment, fieldOf, typeNamed } from './environment.ts';
import { CelProblem, type Expression, type Item } from './expression.ts';
import type { Overload } from './library.ts';
import { literalProblem } from './literals.ts';
import { type MacroCheck, macroFor } from './macros.ts';
import { BOOL, DYN, ERROR, formatType, isDynamic, isExactly, listOf, mapOf, optionalOf, type Type } from './type.ts';
import { assign, assignAll, type Bindings, mostGeneral, NO_BINDINGS, substitute } from './unify.ts';

export interface Checked {
  readonly type: Type;
  readonly problems: readonly CelProblem[];
  /** Variables of the environment that the expression names. */
  readonly used: ReadonlySet<string>;
  /** Of each part of the expression; dyn where nothing more is known. */
  typeOf(part: Expression): Type;
  isMacro(call: Expression): boolean;
  /** The function that is called; undefined after an error. */
  callOf(call: Expression): CalledFunction | undefined;
}

/** A function as an expression calls it: more than one overload fits where types are not known. */
export interface CalledFunction {
  readonly name: string;
  readonly isMember: boolean;
  readonly overloads: readonly Overload[];
}

/** Finds the type of an expression. Mirrors github.com/google/cel-go/checker/checker.go, homogeneous literals required. */
export function check(expression: Expression, environment: Environment): Checked {
  const checker = createChecker(environment);
  const type = checker.typeOf(expression);
  reportMixedLiterals(checker);
  const { problems, used, types, macros, calls } = checker;
  return {
    type: checker.resolve(type, true),
    problems,
    used,
    typeOf: (part) => checker.resolve(types.get(part) ?? DYN, true),
    isMacro: (call) => macros.has(call),
    callOf: (call) => calls.get(call),
  };
}

/** The state of one check; macros use it as well. */
export interface Checker {
  readonly environment: Environment;
  readonly problems: CelProblem[];
  readonly used: Set<string>;
  readonly types: Map<Expression, Type>;
  readonly macros: Set<Expression>;
  readonly calls: Map<Expression, CalledFunction>;
  /** Types of the parts of each list and map written out, which have to be the same. */
  readonly literals: (readonly { readonly type: Type; readonly at: number }[])[];
  /** Above 0 inside format(), whose values may differ. */
  mixing: number;
  /** Variables that macros bring in, the innermost last. */
  readonly scopes: Map<string, Type>[];
  bindings: Bindings;
  parameters: number;
  typeOf(expression: Expression): Type;
  resolve(type: Type, toDyn?: boolean): Type;
}

function createChecker(environment: Environment): Checker {
  const checker: Checker = {
    environment,
    problems: [],
    used: new Set(),
    types: new Map(),
    macros: new Set(),
    calls: new Map(),
    literals: [],
    mixing: 0,
    scopes: [],
    bindings: NO_BINDINGS,
    parameters: 0,
    typeOf(expression) {
      const type = typeOf(checker, expression);
      checker.types.set(expression, type);
      return type;
    },
    resolve: (type, toDyn = false) => substitute(checker.bindings, type, toDyn),
  };
  return checker;
}

export function freshParameter(checker: Checker): Type {
  return { is: 'parameter', name: `_var${checker.parameters++}` };
}

export function report(checker: Checker, at: number, reason: string): Type {
  checker.problems.push(new CelProblem(at, reason));
  return ERROR;
}

/** Whether the type may be had where the other is wanted; what that says of parameters is kept. */
export function canAssign(checker: Checker, wanted: Type, given: Type): boolean {
  const bindings = assign(checker.bindings, wanted, given);
  if (bindings === undefined) return false;
  checker.bindings = bindings;
  return true;
}

/** Reports a value of the wrong type. */
export function requireType(checker: Checker, at: number, wanted: Type, given: Type): boolean {
  if (canAssign(checker, wanted, given)) return true;
  report(checker, at, `expected type '${formatType(wanted)}' but found '${formatType(checker.resolve(given))}'`);
  return false;
}

function typeOf(checker: Checker, expression: Expression): Type {
  switch (expression.is) {
    case 'literal':
      return { is: expression.type };
    case 'name':
      return typeOfName(checker, expression.name, expression.at);
    case 'select':
      return typeOfSelect(checker, expression);
    case 'call':
      return typeOfCall(checker, expression);
    case 'list':
      return typeOfList(checker, expression);
    case 'map':
      return typeOfMap(checker, expression);
    case 'message':
      return typeOfMessage(checker, expression);
  }
}

function variableOf({ environment, scopes, used }: Checker, name: string): Type | undefined {
  for (const scope of scopes.toReversed()) {
    const type = scope.get(name);
    if (type !== undefined) return type;
  }
  const type = environment.variables.get(name);
  if (type !== undefined) {
    used.add(name);
    return type;
  }
  const named = typeNamed(environment, name);
  return named === undefined ? undefined : { is: 'type', of: named };
}

function typeOfName(checker: Checker, name: string, at: number): Type {
  return variableOf(checker, name) ?? report(checker, at, `undeclared reference to '${name}' (in container '')`);
}

/** `a.b.c` where that may be one name. */
function qualifiedName(expression: Expression): string | undefined {
  if (expression.is === 'name') return expression.name;
  if (expression.is !== 'select' || expression.optional) return undefined;
  const operand = qualifiedName(expression.operand);
  return operand === undefined ? undefined : `${operand}.${expression.field}`;
}

function typeOfSelect(checker: Checker, expression: Expression & { is: 'select' }): Type {
  const name = qualifiedName(expression);
  const variable = name === undefined ? undefined : variableOf(checker, name);
  if (variable !== undefined) return variable;
  return checker.resolve(selected(checker, expression));
}

/** checkSelectField; also what `has()` looks at. */
export function selected(checker: Checker, { operand, field, optional, at }: Expression & { is: 'select' }): Type {
  const whole = checker.resolve(checker.typeOf(operand));
  const isOptional = whole.is === 'optional';
  const target = isOptional ? whole.of : whole;
  const found = fieldType(checker, target, field, at);
  return isOptional || optional ? optionalOf(found) : found;
}

function fieldType(checker: Checker, target: Type, field: string, at: number): Type {
  switch (target.is) {
    case 'map':
      return target.value;
    case 'struct': {
      const type = fieldOf(checker.environment, target.name, field);
      if (type === 'unknown') return report(checker, at, `unexpected failed resolution of '${target.name}'`);
      return type ?? report(checker, at, `undefined field '${field}'`);
    }
    case 'parameter':
      canAssign(checker, DYN, target);
      return DYN;
    default:
      if (target.is !== 'error' && !isDynamic(target)) {
        report(checker, at, `type '${formatType(target)}' does not support field selection`);
      }
      return DYN;
  }
}

type Call = Expression & { is: 'call' };

function typeOfCall(checker: Checker, call: Call): Type {
  if (call.name !== 'format') return typeOfAnyCall(checker, call);
  checker.mixing++;
  const type = typeOfAnyCall(checker, call);
  checker.mixing--;
  return type;
}

function typeOfAnyCall(checker: Checker, call: Call): Type {
  const macro: MacroCheck | undefined = macroFor(call, checker.environment);
  if (macro !== undefined) {
    checker.macros.add(call);
    return macro(checker, call);
  }
  const args = call.args.map((arg) => checker.typeOf(arg));
  if (call.name === '_&&_' || call.name === '_||_') return typeOfLogic(checker, call, args);
  const problem = literalProblem(call);
  if (problem !== undefined) report(checker, call.at, problem);
  if (call.target === undefined) return resolveOverload(checker, call, call.name, args, false);
  const prefix = qualifiedName(call.target);
  const qualified = `${prefix ?? ''}.${call.name}`;
  if (prefix !== undefined && overloadsOf(checker, qualified).length > 0) return resolveOverload(checker, call, qualified, args, false);
  const target = checker.typeOf(call.target);
  return resolveOverload(checker, call, call.name, [target, ...args], true);
}

function typeOfLogic(checker: Checker, call: Call, args: readonly Type[]): Type {
  const areBool = args.map((arg, position) => requireType(checker, call.args[position]?.at ?? call.at, BOOL, arg));
  if (areBool.includes(false)) return ERROR;
  checker.calls.set(call, { name: call.name, isMember: false, overloads: [LOGIC] });
  return BOOL;
}

const LOGIC: Overload = { isMember: false, parameters: [BOOL, BOOL], result: BOOL };

function overloadsOf({ environment }: Checker, name: string): readonly Overload[] {
  return environment.functions.flatMap((functions) => functions.get(name) ?? []);
}

function resolveOverload(checker: Checker, call: Call, name: string, args: readonly Type[], isMember: boolean): Type {
  const overloads = overloadsOf(checker, name);
  if (overloads.length === 0) return report(checker, call.at, `undeclared reference to '${name}' (in container '')`);
  let result: Type | undefined;
  const fitting: Overload[] = [];
  for (const overload of overloads) {
    if (overload.isMember !== isMember) continue;
    const instance = instantiate(checker, overload);
    const bindings = assignAll(checker.bindings, args, instance.parameters);
    if (bindings === undefined) continue;
    checker.bindings = bindings;
    fitting.push(overload);
    const found = checker.resolve(instance.result);
    if (result === undefined) result = found;
    else if (!isDynamic(result) && !isExactly(found, result)) result = DYN;
  }
  if (result !== undefined) {
    checker.calls.set(call, { name, isMember, overloads: fitting });
    return result;
  }
  const [first = DYN, ...rest] = args.map((arg) => checker.resolve(arg, true));
  const shown = isMember
    ? `${formatType(first)}.(${rest.map(formatType).join(', ')})`
    : `(${args.map((arg) => formatType(checker.resolve(arg, true))).join(', ')})`;
  return report(checker, call.at, `found no matching overload for '${name}' applied to '${shown}'`);
}

/** The overload with type parameters of its own. */
function instantiate(checker: Checker, overload: Overload): Overload {
  const own = new Map([
    ['A', freshParameter(checker)],
    ['B', freshParameter(checker)],
  ]);
  return {
    ...overload,
    parameters: overload.parameters.map((type) => substitute(own, type, false)),
    result: substitute(own, overload.result, false),
  };
}

/** The type of a literal's items, dyn where they have nothing in common; undefined for none. */
function joined(checker: Checker, parts: readonly { readonly type: Type; readonly at: number }[]): Type | undefined {
  if (checker.mixing === 0) checker.literals.push(parts);
  let joint: Type | undefined;
  for (const { type } of parts) {
    if (joint === undefined) joint = type;
    else joint = canAssign(checker, joint, type) ? mostGeneral(joint, type) : DYN;
  }
  return joint;
}

/** ValidateHomogeneousAggregateLiterals (github.com/google/cel-go/cel/validator.go). */
function reportMixedLiterals(checker: Checker): void {
  for (const [first, ...others] of checker.literals) {
    if (first === undefined) continue;
    const wanted = checker.resolve(first.type, true);
    for (const { type, at } of others) {
      const found = checker.resolve(type, true);
      if (isExactly(wanted, found)) continue;
      report(checker, at, `expected type '${formatType(wanted)}' but found '${formatType(found)}'`);
      break;
    }
  }
}

function itemType(checker: Checker, { value, optional }: Item): Type {
  const type = checker.typeOf(value);
  if (!optional) return type;
  const resolved = checker.resolve(type);
  if (resolved.is === 'optional') return resolved.of;
  if (!isDynamic(resolved))
    report(checker, value.at, `expected type 'optional_type(${formatType(resolved)})' but found '${formatType(resolved)}'`);
  return resolved;
}

function typeOfList(checker: Checker, { items }: Expression & { is: 'list' }): Type {
  const parts = items.map((item) => ({ type: itemType(checker, item), at: item.value.at }));
  return listOf(joined(checker, parts) ?? freshParameter(checker));
}

function typeOfMap(checker: Checker, { entries }: Expression & { is: 'map' }): Type {
  const keys = entries.map(({ key }) => ({ type: checker.typeOf(key), at: key.at }));
  const values = entries.map((entry) => ({ type: itemType(checker, entry), at: entry.value.at }));
  return mapOf(joined(checker, keys) ?? freshParameter(checker), joined(checker, values) ?? freshParameter(checker));
}

function typeOfMessage(checker: Checker, { name, fields, at }: Expression & { is: 'message' }): Type {
  const variable = variableOf(checker, name);
  if (variable === undefined) return report(checker, at, `undeclared reference to '${name}' (in container '')`);
  const type = variable.is === 'type' ? variable.of : undefined;
  if (type?.is !== 'struct') report(checker, at, `'${name}' is not a message type`);
  for (const field of fields) {
    const given = itemType(checker, field);
    if (type?.is !== 'struct') continue;
    const wanted = fieldType(checker, type, field.name, field.value.at);
    if (!canAssign(checker, wanted, given)) {
      const [want, got] = [formatType(wanted), formatType(given)];
      report(checker, field.value.at, `expected type of field '${field.name}' is '${want}' but provided type is '${got}'`);
    }
  }
  return type?.is === 'struct' ? type : ERROR;
}
