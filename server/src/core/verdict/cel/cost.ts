import { costOfCall } from './call-cost.ts';
import type { Checked } from './check.ts';
import { COST, type Coster, type DataPath, type EntrySizes, type Local, type SizeOf } from './coster.ts';
import { type Estimate, either, exactly, sum, UNKNOWN } from './estimate.ts';
import type { Expression } from './expression.ts';
import { costOfMacro } from './macro-cost.ts';
import type { Type } from './type.ts';

/**
 * What evaluating a checked expression may cost.
 *
 * Mirrors Cost of github.com/google/cel-go/checker/cost.go, with has() for nothing, as Kubernetes sets it.
 */
export function estimateCost(expression: Expression, checked: Checked, sizeAt: SizeOf): Estimate {
  return createCoster(checked, sizeAt).costOf(expression);
}

function createCoster(checked: Checked, sizeAt: SizeOf): Coster {
  const sizes = new Map<Expression, Estimate>();
  const entries = new Map<Expression, EntrySizes>();
  const paths = new Map<Expression, DataPath>();
  const scopes: ReadonlyMap<string, Local>[] = [];
  const localAt = (expression: Expression): Local | undefined => {
    if (expression.is !== 'name') return undefined;
    return scopes.findLast((scope) => scope.has(expression.name))?.get(expression.name);
  };
  const coster: Coster = {
    checked,
    costOf: (expression) => costOf(coster, expression),
    sizeAt: (path) => (path.length === 0 ? undefined : sizeAt(path)),
    sizeOf(expression) {
      const known = sizes.get(expression) ?? sizeAsWritten(expression) ?? coster.sizeAt(coster.pathOf(expression));
      return known ?? sizeOfType(checked.typeOf(expression)) ?? localAt(expression)?.size;
    },
    entriesOf: (expression) => entries.get(expression) ?? localAt(expression)?.entries,
    pathOf: (expression) => localAt(expression)?.path ?? paths.get(expression) ?? [],
    pathOfName: (name) => localAt(name)?.path ?? [name.name],
    setSize: (expression, size) => void (size !== undefined && sizes.set(expression, size)),
    setEntries: (expression, made) => void (made !== undefined && entries.set(expression, made)),
    setPath: (expression, path) => void paths.set(expression, path),
    within(locals, visit) {
      scopes.push(locals);
      const result = visit();
      scopes.pop();
      return result;
    },
  };
  return coster;
}

function costOf(coster: Coster, expression: Expression): Estimate {
  switch (expression.is) {
    case 'literal':
      return exactly(0);
    case 'name':
      coster.setPath(expression, coster.pathOfName(expression));
      return COST.name;
    case 'select':
      return costOfSelect(coster, expression);
    case 'call':
      return coster.checked.isMacro(expression) ? costOfMacro(coster, expression) : costOfCall(coster, expression);
    case 'list':
      return costOfList(coster, expression);
    case 'map':
      return costOfMap(coster, expression);
    case 'message':
      return sum(COST.message, ...expression.fields.map(({ value }) => coster.costOf(value)));
  }
}

function costOfSelect(coster: Coster, expression: Expression & { is: 'select' }): Estimate {
  const { operand, field, optional } = expression;
  const inner = coster.costOf(operand);
  // `a.?b` is a call of its own.
  if (optional) return sum(COST.call, inner);
  const { is } = coster.checked.typeOf(operand);
  coster.setPath(expression, [...coster.pathOf(operand), field]);
  return is === 'map' || is === 'struct' ? sum(inner, COST.name) : inner;
}

function costOfList(coster: Coster, expression: Expression & { is: 'list' }): Estimate {
  const costs = expression.items.map(({ value }) => coster.costOf(value));
  const value = jointSize(
    coster,
    expression.items.map(({ value }) => value),
  );
  coster.setEntries(expression, { container: 'list', key: exactly(1), value });
  return sum(COST.list, ...costs);
}

function costOfMap(coster: Coster, expression: Expression & { is: 'map' }): Estimate {
  const costs = expression.entries.flatMap(({ key, value }) => [coster.costOf(key), coster.costOf(value)]);
  const key = jointSize(
    coster,
    expression.entries.map(({ key }) => key),
  );
  const value = jointSize(
    coster,
    expression.entries.map(({ value }) => value),
  );
  coster.setEntries(expression, { container: 'map', key, value });
  return sum(COST.map, ...costs);
}

function jointSize(coster: Coster, expressions: readonly Expression[]): Estimate {
  const [first = exactly(0), ...others] = expressions.map((each) => coster.sizeOf(each) ?? UNKNOWN);
  return others.reduce(either, first);
}

function sizeAsWritten(expression: Expression): Estimate | undefined {
  switch (expression.is) {
    case 'literal':
      return exactly(expression.type === 'string' || expression.type === 'bytes' ? [...(expression.text ?? '')].length : 1);
    case 'list':
      return exactly(expression.items.length);
    case 'map':
      return exactly(expression.entries.length);
    default:
      return undefined;
  }
}

const SCALARS: readonly Type['is'][] = ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'];

function sizeOfType(type: Type): Estimate | undefined {
  if (type.is === 'optional') return sizeOfType(type.of);
  return SCALARS.includes(type.is) ? exactly(1) : undefined;
}
