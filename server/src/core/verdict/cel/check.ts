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
}

/** Finds the type of an expression. Mirrors github.com/google/cel-go/checker/checker.go, homogeneous literals required. */
export function check(expression: Expression, environment: Environment): Checked {
  const checker = createChecker(environment);
  const type = checker.typeOf(expression);
  return { type: checker.resolve(type, true), problems: checker.problems, used: checker.used };
}

/** The state of one check; macros use it as well. */
export interface Checker {
  readonly environment: Environment;
  readonly problems: CelProblem[];
  readonly used: Set<string>;
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
    scopes: [],
    bindings: NO_BINDINGS,
    parameters: 0,
    typeOf: (expression) => typeOf(checker, expression),
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
      return listOf(joined(checker, expression.items) ?? freshParameter(checker));
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
  const macro: MacroCheck | undefined = macroFor(call, checker.environment);
  if (macro !== undefined) return macro(checker, call);
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
  return areBool.includes(false) ? ERROR : BOOL;
}

function overloadsOf({ environment }: Checker, name: string): readonly Overload[] {
  return environment.functions.flatMap((functions) => functions.get(name) ?? []);
}

function resolveOverload(checker: Checker, call: Call, name: string, args: readonly Type[], isMember: boolean): Type {
  const overloads = overloadsOf(checker, name);
  if (overloads.length === 0) return report(checker, call.at, `undeclared reference to '${name}' (in container '')`);
  let result: Type | undefined;
  for (const overload of overloads) {
    if (overload.isMember !== isMember) continue;
    const instance = instantiate(checker, overload);
    const bindings = assignAll(checker.bindings, args, instance.parameters);
    if (bindings === undefined) continue;
    checker.bindings = bindings;
    const found = checker.resolve(instance.result);
    if (result === undefined) result = found;
    else if (!isDynamic(result) && !isExactly(found, result)) result = DYN;
  }
  if (result !== undefined) return result;
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

/** The one type of a literal's items; undefined for none. */
function joined(checker: Checker, items: readonly Item[]): Type | undefined {
  let joint: Type | undefined;
  for (const item of items) joint = join(checker, joint, itemType(checker, item), item.value.at);
  return joint;
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

function join(checker: Checker, previous: Type | undefined, current: Type, at: number): Type {
  if (previous === undefined) return current;
  if (!requireType(checker, at, previous, current)) return ERROR;
  return mostGeneral(previous, current);
}

function typeOfMap(checker: Checker, { entries }: Expression & { is: 'map' }): Type {
  let [key, value]: [Type?, Type?] = [];
  for (const entry of entries) {
    key = join(checker, key, checker.typeOf(entry.key), entry.key.at);
    value = join(checker, value, itemType(checker, entry), entry.value.at);
  }
  return mapOf(key ?? freshParameter(checker), value ?? freshParameter(checker));
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
