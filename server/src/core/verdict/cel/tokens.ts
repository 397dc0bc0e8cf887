import { CelProblem, type LiteralType } from './expression.ts';

export type Token =
  | { readonly is: 'symbol' | 'word'; readonly text: string; readonly at: number }
  | { readonly is: 'literal'; readonly type: LiteralType; readonly text: string; readonly at: number }
  | { readonly is: 'end'; readonly text: ''; readonly at: number };

const SPACE = /(?:[\t\n\f\r ]+|\/\/[^\n]*)+/y;
const NUMBER = /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|0x[0-9a-fA-F]+[uU]?|\d+[uU]?)/y;
const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7][0-7])`;
const TEXT = new RegExp(
  [
    '([bB]?)(?:',
    String.raw`[rR]("""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\r\n]*"|'[^'\r\n]*')`,
    `|("""(?:[^\\\\]|${ESCAPE})*?"""|'''(?:[^\\\\]|${ESCAPE})*?'''|"(?:[^\\\\"\\r\\n]|${ESCAPE})*"|'(?:[^\\\\'\\r\\n]|${ESCAPE})*')`,
    ')',
  ].join(''),
  'y',
);
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const SYMBOL = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y;
const WORD_LITERALS: Readonly<Record<string, LiteralType>> = { true: 'bool', false: 'bool', null: 'null' };

/** Cuts an expression into tokens: the lexer of github.com/google/cel-spec's grammar. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== null) at += space[0].length;
    if (at >= text.length) break;
    const token = literalAt(match, at) ?? wordAt(match, at) ?? symbolAt(match, at);
    if (token === undefined) throw new CelProblem(at, `token recognition error at: '${text[at]}'`);
    tokens.push(token.token);
    at += token.length;
  }
  return [...tokens, { is: 'end', text: '', at: text.length }];
}

type Match = (pattern: RegExp) => RegExpExecArray | null;
type Found = { readonly token: Token; readonly length: number } | undefined;

function literalAt(match: Match, at: number): Found {
  const written = match(TEXT);
  if (written !== null) {
    const [whole, bytes, raw, escaped = ''] = written;
    const type = bytes === '' ? 'string' : 'bytes';
    return {
      token: { is: 'literal', type, text: raw === undefined ? unescapeText(unquote(escaped)) : unquote(raw), at },
      length: whole.length,
    };
  }
  const number = match(NUMBER)?.[0];
  return number === undefined ? undefined : { token: { is: 'literal', type: numberType(number), text: number, at }, length: number.length };
}

function numberType(text: string): LiteralType {
  if (/[uU]$/.test(text)) return 'uint';
  return !text.startsWith('0x') && /[.eE]/.test(text) ? 'double' : 'int';
}

function wordAt(match: Match, at: number): Found {
  const word = match(WORD)?.[0];
  if (word === undefined) return undefined;
  const type = Object.hasOwn(WORD_LITERALS, word) ? WORD_LITERALS[word] : undefined;
  if (type !== undefined) return { token: { is: 'literal', type, text: word, at }, length: word.length };
  return { token: { is: word === 'in' ? 'symbol' : 'word', text: word, at }, length: word.length };
}

function symbolAt(match: Match, at: number): Found {
  const symbol = match(SYMBOL)?.[0];
  return symbol === undefined ? undefined : { token: { is: 'symbol', text: symbol, at }, length: symbol.length };
}

function unquote(text: string): string {
  const marks = text.startsWith('"""') || text.startsWith("'''") ? 3 : 1;
  return text.slice(marks, -marks);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:([xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gs,
    (whole, hex?: string, octal?: string, char?: string) => {
      if (hex !== undefined) return codePoint(Number.parseInt(hex.slice(1), 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      return char === undefined ? whole : (SIMPLE_ESCAPES[char] ?? char);
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
