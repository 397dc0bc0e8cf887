import { type CallEstimate, COST, type Coster, type EntrySizes, type Operands, PER_CHARACTER } from './coster.ts';
import { type Estimate, either, exactly, LARGEST, product, scale, sum, UNKNOWN } from './estimate.ts';
import type { Expression } from './expression.ts';
import type { Overload } from './library.ts';
import { costOfLibraryCall, costOfMatch } from './library-cost.ts';

type Call = Expression & { is: 'call' };

export function costOfCall(coster: Coster, call: Call): Estimate {
  const resolved = coster.checked.callOf(call);
  if (resolved === undefined) return exactly(0);
  const { name, overloads, isMember } = resolved;
  const values = isMember && call.target !== undefined ? [call.target, ...call.args] : call.args;
  const costs = values.map((value) => coster.costOf(value));
  const operands: Operands = { coster, values, sizeOf: (at) => (values[at] && coster.sizeOf(values[at])) ?? UNKNOWN };
  if (name === 'dyn') return copied(coster, call, values[0], sum(COST.call, ...costs));
  const [first, ...others] = overloads.map((overload) => costOfOverload(operands, name, overload, call, costs));
  if (first === undefined) return exactly(0);
  const all = others.reduce((left, right) => ({ cost: either(left.cost, right.cost), ...jointSize(left, right) }), first);
  coster.setSize(call, sizeOfResult(coster, call, name, overloads, values) ?? all.size ?? coster.sizeOf(call));
  return all.cost;
}

function copied(coster: Coster, call: Call, from: Expression | undefined, cost: Estimate): Estimate {
  if (from === undefined) return cost;
  coster.setSize(call, coster.sizeOf(from));
  coster.setEntries(call, coster.entriesOf(from));
  return cost;
}

function jointSize({ size: left }: CallEstimate, { size: right }: CallEstimate): { readonly size?: Estimate } {
  const size = left !== undefined && right !== undefined ? either(left, right) : (left ?? right);
  return size === undefined ? {} : { size };
}

/** Indexing leads further down in the data. */
function sizeOfResult(
  coster: Coster,
  call: Call,
  name: string,
  overloads: readonly Overload[],
  values: readonly Expression[],
): Estimate | undefined {
  const [whole] = values;
  if (name !== '_[_]' || whole === undefined) return undefined;
  const container = overloads.findLast(({ parameters }) => parameters[0]?.is === 'list' || parameters[0]?.is === 'map')?.parameters[0]?.is;
  if (container === undefined) return undefined;
  coster.setPath(call, [...coster.pathOf(whole), container === 'list' ? '@items' : '@values']);
  return coster.entriesOf(whole)?.value;
}

function costOfOverload(operands: Operands, name: string, overload: Overload, call: Call, costs: readonly Estimate[]): CallEstimate {
  if (name === '_&&_' || name === '_||_') {
    const [left = exactly(0), right = exactly(0)] = costs;
    return { cost: { min: left.min, max: sum(left, right).max } };
  }
  if (name === '_?_:_') return costOfChoice(operands, call, costs);
  const own = costOfLibraryCall(operands, name, overload) ?? costOfStandardCall(operands, name, overload, call) ?? { cost: COST.call };
  return { ...own, cost: sum(own.cost, ...costs) };
}

function costOfChoice({ coster, values, sizeOf }: Operands, call: Call, costs: readonly Estimate[]): CallEstimate {
  const [condition = exactly(0), yes = exactly(0), no = exactly(0)] = costs;
  const [, left, right] = values;
  if (left !== undefined && right !== undefined) coster.setEntries(call, jointEntries(coster.entriesOf(left), coster.entriesOf(right)));
  return { cost: sum(condition, either(yes, no)), size: either(sizeOf(1), sizeOf(2)) };
}

export function jointEntries(left: EntrySizes | undefined, right: EntrySizes | undefined): EntrySizes | undefined {
  if (left === undefined || right === undefined) return undefined;
  return { container: left.container, key: either(left.key, right.key), value: either(left.value, right.value) };
}

const COMPARISONS = ['_<_', '_<=_', '_>_', '_>=_'];

/** The functions of CEL itself whose cost grows with their values. */
function costOfStandardCall(
  { coster, values, sizeOf }: Operands,
  name: string,
  { isMember, parameters }: Overload,
  call: Call,
): CallEstimate | undefined {
  const [first, second] = parameters.map(({ is }) => is);
  const isText = first === 'string' || first === 'bytes';
  if (name === '_==_' || name === '_!=_' || (COMPARISONS.includes(name) && isText)) return { cost: costOfComparison(sizeOf(0), sizeOf(1)) };
  switch (name) {
    case 'format':
      return { cost: scale(sizeOf(0), PER_CHARACTER) };
    case 'bytes':
      return first === 'string'
        ? { cost: scale(sizeOf(0), PER_CHARACTER), size: { min: sizeOf(0).min, max: sizeOf(0).max * 4 } }
        : undefined;
    case 'string':
      return first === 'bytes'
        ? { cost: scale(sizeOf(0), PER_CHARACTER), size: { min: Math.floor(sizeOf(0).min / 4), max: sizeOf(0).max } }
        : undefined;
    case 'strings.quote':
      return { cost: scale(sizeOf(0), PER_CHARACTER), size: { min: sizeOf(0).min + 2, max: Math.min(sizeOf(0).max * 2 + 2, LARGEST) } };
    case 'startsWith':
    case 'endsWith':
      return { cost: scale(sizeOf(1), PER_CHARACTER) };
    case '@in':
      return second === 'list' ? { cost: sizeOf(1) } : undefined;
    case 'matches':
      return isMember ? { cost: costOfMatch(sizeOf(0), sizeOf(1)) } : undefined;
    case 'contains':
      return { cost: product(scale(sizeOf(0), PER_CHARACTER), scale(sizeOf(1), PER_CHARACTER)) };
    case '_+_': {
      if (!isText && first !== 'list') return undefined;
      const size = sum(sizeOf(0), sizeOf(1));
      const [left, right] = values;
      if (left !== undefined && right !== undefined) coster.setEntries(call, jointEntries(coster.entriesOf(left), coster.entriesOf(right)));
      return { cost: isText ? scale(size, PER_CHARACTER) : COST.call, size };
    }
    default:
      return undefined;
  }
}

function costOfComparison(left: Estimate, right: Estimate): Estimate {
  const max = Math.min(left.max, right.max);
  return scale({ min: max > 0 ? 1 : 0, max }, PER_CHARACTER);
}
