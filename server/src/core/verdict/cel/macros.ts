import { type Checker, canAssign, freshParameter, report, requireType, selected } from './check.ts';
import type { Environment } from './environment.ts';
import type { Expression } from './expression.ts';
import { BOOL, DYN, ERROR, formatType, INT, isDynamic, listOf, mapOf, optionalOf, type Type } from './type.ts';

type Call = Expression & { is: 'call' };
export type MacroCheck = (checker: Checker, call: Call) => Type;

/**
 * What looks like a call but brings variables of its own: found by name and number of arguments alone.
 *
 * Mirrors github.com/google/cel-go parser/macro.go, ext/{comprehensions,lists,bindings}.go and cel/library.go.
 */
export function macroFor({ name, target, args }: Call, environment: Environment): MacroCheck | undefined {
  if (target === undefined) return name === 'has' && args.length === 1 ? checkHas : undefined;
  if (name === 'bind') return environment.hasBindings && args.length === 3 && isNamed(target, 'cel') ? checkBind : undefined;
  const key = `${name}/${args.length}`;
  return Object.hasOwn(MACROS, key) ? MACROS[key] : undefined;
}

const MACROS: Readonly<Record<string, MacroCheck>> = {
  'all/2': quantifier(1),
  'exists/2': quantifier(1),
  'exists_one/2': quantifier(1),
  'existsOne/2': quantifier(1),
  'all/3': quantifier(2),
  'exists/3': quantifier(2),
  'exists_one/3': quantifier(2),
  'existsOne/3': quantifier(2),
  'map/2': transform(1, (_, type) => listOf(type)),
  'map/3': transform(1, (_, type) => listOf(type)),
  'filter/2': checkFilter,
  'sortBy/2': checkSortBy,
  'transformList/3': transform(2, (_, type) => listOf(type)),
  'transformList/4': transform(2, (_, type) => listOf(type)),
  'transformMap/3': transform(2, (key, type) => mapOf(key, type)),
  'transformMap/4': transform(2, (key, type) => mapOf(key, type)),
  'transformMapEntry/3': transform(2, (_, type) => type),
  'transformMapEntry/4': transform(2, (_, type) => type),
  'optMap/2': (checker, call) => optionalOf(checkOptional(checker, call)),
  'optFlatMap/2': checkOptionalFlat,
};

function isNamed(expression: Expression, name: string): boolean {
  return expression.is === 'name' && expression.name === name;
}

function checkHas(checker: Checker, call: Call): Type {
  const [arg] = call.args;
  if (arg?.is !== 'select' || arg.optional) return report(checker, arg?.at ?? call.at, 'invalid argument to has() macro');
  selected(checker, arg);
  return BOOL;
}

const ACCUMULATORS = ['__result__', '@result'];

/** The names of the variables, or nothing after an error. */
function variableNames(checker: Checker, { args, at }: Call, count: number): readonly string[] | undefined {
  const names: string[] = [];
  for (const arg of args.slice(0, count)) {
    if (arg.is !== 'name') {
      report(checker, arg.at, 'argument must be a simple name');
      return undefined;
    }
    if (ACCUMULATORS.includes(arg.name)) report(checker, arg.at, 'iteration variable overwrites accumulator variable');
    names.push(arg.name);
  }
  if (new Set(names).size < names.length) report(checker, at, `duplicate variable name: ${names[0]}`);
  return names;
}

/** Types of the variables when a list or map is walked (checkComprehension). */
function variableTypes(checker: Checker, range: Type, count: number, at: number): readonly Type[] {
  const resolved = checker.resolve(range);
  switch (resolved.is) {
    case 'list':
      return count === 1 ? [resolved.of] : [INT, resolved.of];
    case 'map':
      return [resolved.key, resolved.value];
    case 'parameter':
    case 'error':
    case 'dyn':
    case 'any':
      canAssign(checker, DYN, resolved);
      return [DYN, DYN];
    default:
      report(
        checker,
        at,
        `expression of type '${formatType(resolved)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      );
      return [ERROR, ERROR];
  }
}

function within<T>(checker: Checker, names: readonly string[], types: readonly Type[], visit: () => T): T {
  checker.scopes.push(new Map(names.map((name, position) => [name, types[position] ?? DYN])));
  const result = visit();
  checker.scopes.pop();
  return result;
}

/** Walks the target with `count` variables. */
function walk(checker: Checker, call: Call, count: number, visit: (types: readonly Type[]) => Type): Type {
  const names = variableNames(checker, call, count);
  if (names === undefined || call.target === undefined) return ERROR;
  const types = variableTypes(checker, checker.typeOf(call.target), count, call.target.at);
  return within(checker, names, types, () => visit(types));
}

function quantifier(count: 1 | 2): MacroCheck {
  return (checker, call) =>
    walk(checker, call, count, () => {
      requireBool(checker, call.args[count]);
      return BOOL;
    });
}

/** A last argument made from each element, and before it a filter when there is one more. */
function transform(count: 1 | 2, resultOf: (key: Type, type: Type) => Type): MacroCheck {
  return (checker, call) =>
    walk(checker, call, count, ([key = DYN]) => {
      if (call.args.length === count + 2) requireBool(checker, call.args[count]);
      const made = call.args.at(-1);
      return checker.resolve(resultOf(key, made === undefined ? ERROR : checker.typeOf(made)));
    });
}

function checkFilter(checker: Checker, call: Call): Type {
  return walk(checker, call, 1, ([element = DYN]) => {
    requireBool(checker, call.args[1]);
    return checker.resolve(listOf(element));
  });
}

function checkSortBy(checker: Checker, call: Call): Type {
  return walk(checker, call, 1, ([element = DYN]) => {
    const key = call.args[1];
    const type = key === undefined ? ERROR : checker.resolve(checker.typeOf(key));
    if (!SORTABLE.includes(type.is) && !isDynamic(type)) {
      report(checker, call.at, `found no matching overload for '@sortByAssociatedKeys' applied to '${formatType(type)}'`);
    }
    return checker.resolve(listOf(element));
  });
}

const SORTABLE: readonly Type['is'][] = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes', 'error', 'parameter'];

/** `target.optMap(v, …)`: v is what the optional holds. */
function checkOptional(checker: Checker, call: Call): Type {
  const names = variableNames(checker, call, 1);
  const [, body] = call.args;
  if (names === undefined || call.target === undefined || body === undefined) return ERROR;
  const held = freshParameter(checker);
  requireType(checker, call.target.at, optionalOf(held), checker.typeOf(call.target));
  return within(checker, names, [checker.resolve(held)], () => checker.resolve(checker.typeOf(body)));
}

function checkOptionalFlat(checker: Checker, call: Call): Type {
  const type = checkOptional(checker, call);
  const result = optionalOf(freshParameter(checker));
  requireType(checker, call.at, result, type);
  return checker.resolve(result);
}

/** `cel.bind(name, value, body)`. */
function checkBind(checker: Checker, call: Call): Type {
  const names = variableNames(checker, call, 1);
  const [, value, body] = call.args;
  if (names === undefined || value === undefined || body === undefined) return ERROR;
  const type = checker.typeOf(value);
  return within(checker, names, [type], () => checker.resolve(checker.typeOf(body)));
}

function requireBool(checker: Checker, condition: Expression | undefined): void {
  if (condition !== undefined) requireType(checker, condition.at, BOOL, checker.typeOf(condition));
}
