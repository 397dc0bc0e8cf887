import { CelProblem, type Expression, type Item, type MapEntry, type MessageField } from './expression.ts';
import { type Token, tokenize } from './tokens.ts';

/**
 * Parses an expression; a CelProblem is thrown for the first fault of its syntax.
 *
 * Mirrors the grammar github.com/google/cel-go/parser/gen/CEL.g4 with optional syntax, as Kubernetes turns it on.
 */
export function parseExpression(text: string): Expression {
  const reader: Reader = { tokens: tokenize(text), position: 0, depth: 0 };
  const parsed = conditional(reader);
  const { is, text: rest, at } = peek(reader);
  if (is !== 'end') throw new CelProblem(at, `Syntax error: extraneous input '${rest}'`);
  return parsed;
}

/** Words that no variable may be called by. */
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(' '),
);
const DEEPEST = 250;

interface Reader {
  readonly tokens: readonly Token[];
  position: number;
  depth: number;
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.position] ?? { is: 'end', text: '', at: 0 };
}

function next(reader: Reader): Token {
  const token = peek(reader);
  reader.position++;
  return token;
}

function take(reader: Reader, ...symbols: readonly string[]): string | undefined {
  const { is, text } = peek(reader);
  if (is !== 'symbol' || !symbols.includes(text)) return undefined;
  reader.position++;
  return text;
}

function expect(reader: Reader, symbol: string): void {
  if (take(reader, symbol) !== undefined) return;
  const { text, at, is } = peek(reader);
  throw new CelProblem(at, `Syntax error: mismatched input '${is === 'end' ? '<EOF>' : text}' expecting '${symbol}'`);
}

function call(name: string, at: number, ...args: readonly Expression[]): Expression {
  return { is: 'call', at, name, args };
}

function conditional(reader: Reader): Expression {
  if (++reader.depth > DEEPEST) throw new CelProblem(peek(reader).at, 'expression recursion limit exceeded');
  const condition = binary(reader, 0);
  const { at } = peek(reader);
  if (take(reader, '?') === undefined) {
    reader.depth--;
    return condition;
  }
  const yes = binary(reader, 0);
  expect(reader, ':');
  const no = conditional(reader);
  reader.depth--;
  return call('_?_:_', at, condition, yes, no);
}

/** From the loosest to the tightest. */
const LEVELS: readonly Readonly<Record<string, string>>[] = [
  { '||': '_||_' },
  { '&&': '_&&_' },
  { '<': '_<_', '<=': '_<=_', '>=': '_>=_', '>': '_>_', '==': '_==_', '!=': '_!=_', in: '@in' },
  { '+': '_+_', '-': '_-_' },
  { '*': '_*_', '/': '_/_', '%': '_%_' },
];

function binary(reader: Reader, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(reader);
  let left = binary(reader, level + 1);
  for (;;) {
    const { at } = peek(reader);
    const symbol = take(reader, ...Object.keys(operators));
    if (symbol === undefined) return left;
    left = call(operators[symbol] ?? '', at, left, binary(reader, level + 1));
  }
}

function unary(reader: Reader): Expression {
  const { at } = peek(reader);
  const symbol = take(reader, '!', '-');
  if (symbol === undefined) return member(reader);
  const { is, ...literal } = peek(reader);
  if (symbol === '-' && is === 'literal' && 'type' in literal && ['int', 'double'].includes(literal.type)) return member(reader, true);
  let count = 1;
  while (take(reader, symbol) !== undefined) count++;
  const operand = member(reader);
  return count % 2 === 0 ? operand : call(symbol === '!' ? '!_' : '-_', at, operand);
}

function member(reader: Reader, isNegative = false): Expression {
  let value = primary(reader, isNegative);
  for (;;) {
    const { at } = peek(reader);
    if (take(reader, '.') !== undefined) value = selection(reader, value, at);
    else if (take(reader, '[') !== undefined) {
      const name = take(reader, '?') === undefined ? '_[_]' : '_[?_]';
      const index = conditional(reader);
      expect(reader, ']');
      value = call(name, at, value, index);
    } else return value;
  }
}

function selection(reader: Reader, operand: Expression, at: number): Expression {
  const optional = take(reader, '?') !== undefined;
  const name = identifier(reader);
  if (optional || take(reader, '(') === undefined) return { is: 'select', at, operand, field: name, optional };
  return { is: 'call', at, name, target: operand, args: list(reader, ')') };
}

function identifier(reader: Reader): string {
  const { is, text, at } = next(reader);
  if (is !== 'word') throw new CelProblem(at, `Syntax error: no viable alternative at input '.${text}'`);
  return text;
}

function primary(reader: Reader, isNegative: boolean): Expression {
  const token = next(reader);
  const { at } = token;
  if (token.is === 'literal') return literalOf(token.type, token.text, at, isNegative);
  if (token.is === 'word') return named(reader, token.text, at);
  switch (token.text) {
    case '(': {
      const inner = conditional(reader);
      expect(reader, ')');
      return inner;
    }
    case '[':
      return { is: 'list', at, items: items(reader, ']', itemOf) };
    case '{':
      return { is: 'map', at, entries: items(reader, '}', entryOf) };
    case '.':
      return named(reader, identifier(reader), at);
    default:
      throw new CelProblem(at, `Syntax error: mismatched input '${token.is === 'end' ? '<EOF>' : token.text}'`);
  }
}

const LARGEST = { int: 2n ** 63n - 1n, uint: 2n ** 64n - 1n } as const;

function literalOf(type: Extract<Token, { is: 'literal' }>['type'], text: string, at: number, isNegative: boolean): Expression {
  if (type === 'int' || type === 'uint') {
    const size = BigInt(text.replace(/[uU]$/, ''));
    if (size > LARGEST[type] + (isNegative ? 1n : 0n)) throw new CelProblem(at, `invalid ${type} literal`);
  }
  return { is: 'literal', at, type, text };
}

/** A variable, a global call, or a message of a qualified type. */
function named(reader: Reader, name: string, at: number): Expression {
  const message = messageName(reader, name);
  if (message !== undefined) return { is: 'message', at, name: message, fields: items(reader, '}', fieldOf) };
  if (RESERVED.has(name)) throw new CelProblem(at, `reserved identifier: ${name}`);
  if (take(reader, '(') !== undefined) return { is: 'call', at, name, args: list(reader, ')') };
  return { is: 'name', at, name };
}

/** `a.b.C{`: reads up to the brace, or nothing at all. */
function messageName(reader: Reader, first: string): string | undefined {
  let position = reader.position;
  let name = first;
  for (;;) {
    const [dot, word] = [reader.tokens[position], reader.tokens[position + 1]];
    if (dot?.is === 'symbol' && dot.text === '{') {
      reader.position = position + 1;
      return name;
    }
    if (dot?.text !== '.' || word?.is !== 'word') return undefined;
    name += `.${word.text}`;
    position += 2;
  }
}

function list(reader: Reader, end: string): readonly Expression[] {
  if (take(reader, end) !== undefined) return [];
  const args = [conditional(reader)];
  while (take(reader, ',') !== undefined) args.push(conditional(reader));
  expect(reader, end);
  return args;
}

/** Items up to `end`, with or without a comma after the last. */
function items<T>(reader: Reader, end: string, read: (reader: Reader) => T): readonly T[] {
  const found: T[] = [];
  while (take(reader, end) === undefined) {
    if (found.length > 0) {
      expect(reader, ',');
      if (take(reader, end) !== undefined) return found;
    } else if (take(reader, ',') !== undefined) {
      expect(reader, end);
      return found;
    }
    found.push(read(reader));
  }
  return found;
}

function itemOf(reader: Reader): Item {
  const optional = take(reader, '?') !== undefined;
  return { optional, value: conditional(reader) };
}

function entryOf(reader: Reader): MapEntry {
  const optional = take(reader, '?') !== undefined;
  const key = conditional(reader);
  expect(reader, ':');
  return { optional, key, value: conditional(reader) };
}

function fieldOf(reader: Reader): MessageField {
  const optional = take(reader, '?') !== undefined;
  const name = identifier(reader);
  expect(reader, ':');
  return { optional, name, value: conditional(reader) };
}
