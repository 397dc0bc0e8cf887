import { COST, type Coster, type DataPath, type Local } from './coster.ts';
import { type Estimate, either, exactly, product, sum, UNKNOWN } from './estimate.ts';
import type { Expression } from './expression.ts';
import { costOfSort } from './library-cost.ts';
import { listOf } from './type.ts';

type Call = Expression & { is: 'call' };

/** What a macro costs: that of the loop or condition it stands for. The accumulator's part is counted as cel-go's expansion has it. */
export function costOfMacro(coster: Coster, call: Call): Estimate {
  const { name, target, args } = call;
  const [first] = args;
  if (target === undefined) return first?.is === 'select' ? coster.costOf(first.operand) : exactly(0);
  const body = args.at(-1);
  if (body === undefined) return exactly(0);
  switch (name) {
    case 'all':
      return quantifier(coster, call, target, body, NOT_FALSE);
    case 'exists':
      return quantifier(coster, call, target, body, NOT_TRUE);
    case 'exists_one':
    case 'existsOne':
      return counter(coster, call, target, body);
    case 'bind':
      return first === undefined || args[1] === undefined ? exactly(0) : bind(coster, call, first, coster.costOf(args[1]), args[1], body);
    case 'optMap':
      return optional(coster, target, args[0], body, COST.call);
    case 'optFlatMap':
      return optional(coster, target, args[0], body, exactly(0));
    case 'sortBy':
      return sortBy(coster, call, target, body);
    default:
      return collector(coster, call, target, body);
  }
}

/** Looking at the accumulator before each element: `@not_strictly_false(r)`, and with a `!`. */
const NOT_FALSE = exactly(2);
const NOT_TRUE = exactly(3);

function quantifier(coster: Coster, call: Call, target: Expression, body: Expression, condition: Estimate): Estimate {
  const range = coster.costOf(target);
  const predicate = within(coster, call, target, () => coster.costOf(body));
  const step = { min: COST.name.min, max: sum(COST.name, predicate).max };
  coster.setSize(call, exactly(1));
  return sum(range, COST.name, loop(coster, target, sum(condition, step)));
}

/** `predicate ? r + 1 : r`, and `r == 1` in the end. */
function counter(coster: Coster, call: Call, target: Expression, body: Expression): Estimate {
  const range = coster.costOf(target);
  const predicate = within(coster, call, target, () => coster.costOf(body));
  coster.setSize(call, exactly(1));
  return sum(range, exactly(2), loop(coster, target, sum(predicate, { min: 1, max: 2 })));
}

/** `r + [element]`, or an entry put into a map; only where a filter holds, if there is one. */
function collector(coster: Coster, call: Call, target: Expression, body: Expression): Estimate {
  const { name, args } = call;
  const isList = !name.startsWith('transformMap');
  const variables = variableCount(call);
  const filter = name === 'filter' ? body : args.length > variables + 1 ? args[variables] : undefined;
  const range = coster.costOf(target);
  const step = within(coster, call, target, () => {
    const condition = filter === undefined ? undefined : coster.costOf(filter);
    // filter() collects the elements themselves.
    const made = name === 'filter' ? (args[0] ?? body) : body;
    const element = coster.costOf(made);
    if (isList)
      coster.setEntries(call, { container: 'list', key: exactly(1), value: { min: 0, max: (coster.sizeOf(made) ?? UNKNOWN).max } });
    // Of an entry, transformMap() looks at its key as well.
    const put = isList ? sum(COST.call, COST.name, COST.list) : sum(COST.call, COST.name, name === 'transformMap' ? COST.name : exactly(0));
    const collected = sum(put, element);
    return condition === undefined ? collected : sum(condition, either(collected, COST.name));
  });
  const size = coster.sizeOf(target) ?? UNKNOWN;
  coster.setSize(call, size);
  return sum(range, isList ? COST.list : COST.map, COST.name, product(size, step));
}

/** A name for a value; cel-go makes it a loop over an empty list. */
function bind(coster: Coster, call: Call, variable: Expression, value: Estimate, bound: Expression, body: Expression): Estimate {
  const local: Local = { path: coster.pathOf(bound), size: coster.sizeOf(bound), entries: coster.entriesOf(bound) };
  const locals = new Map(variable.is === 'name' ? [[variable.name, local]] : []);
  const result = coster.within(locals, () => {
    const cost = coster.costOf(body);
    coster.setSize(call, coster.sizeOf(body));
    coster.setEntries(call, coster.entriesOf(body));
    return cost;
  });
  return sum(COST.list, value, result);
}

/** `target.hasValue() ? optional.of(bind(v, target.value(), body)) : optional.none()`. */
function optional(coster: Coster, target: Expression, variable: Expression | undefined, body: Expression, wrap: Estimate): Estimate {
  const value = sum(coster.costOf(target), COST.call);
  const locals = new Map<string, Local>(variable?.is === 'name' ? [[variable.name, NOWHERE]] : []);
  const bound = sum(
    COST.list,
    value,
    coster.within(locals, () => coster.costOf(body)),
  );
  return sum(value, either(sum(wrap, bound), COST.call));
}

const NOWHERE: Local = { path: [], size: undefined, entries: undefined };

/** `bind(input, target, input.@sortByAssociatedKeys(input.map(e, key)))`. */
function sortBy(coster: Coster, call: Call, target: Expression, body: Expression): Estimate {
  const range = coster.costOf(target);
  const size = coster.sizeOf(target) ?? UNKNOWN;
  const key = within(coster, call, target, () => coster.costOf(body));
  const keys = sum(COST.name, COST.list, COST.name, product(size, sum(COST.call, COST.name, COST.list, key)));
  const sorted = costOfSort(size, listOf(coster.checked.typeOf(body)));
  coster.setSize(call, sorted.size);
  return sum(COST.list, range, COST.name, sorted.cost, keys);
}

function loop(coster: Coster, target: Expression, each: Estimate): Estimate {
  return product(coster.sizeOf(target) ?? UNKNOWN, each);
}

const TWO_VARIABLES = ['transformList', 'transformMap', 'transformMapEntry'];

function variableCount({ name, args }: Call): 1 | 2 {
  if (TWO_VARIABLES.includes(name)) return 2;
  return args.length === 3 && name !== 'map' ? 2 : 1;
}

/** With the variables of a loop over the target. */
function within<T>(coster: Coster, call: Call, target: Expression, visit: () => T): T {
  const entries = coster.entriesOf(target);
  const container = entries?.container ?? coster.checked.typeOf(target).is;
  const at = (part: string): DataPath => [...coster.pathOf(target), part];
  const key: Local = { path: at(container === 'list' ? '@indices' : '@keys'), size: entries?.key, entries: undefined };
  const value: Local = { path: at(container === 'list' ? '@items' : '@values'), size: entries?.value, entries: undefined };
  const count = variableCount(call);
  const locals = count === 2 ? [key, value] : [container === 'list' ? value : key];
  const names = call.args.slice(0, count).map((arg) => (arg.is === 'name' ? arg.name : ''));
  return coster.within(new Map(locals.map((local, position) => [names[position] ?? '', local])), visit);
}
