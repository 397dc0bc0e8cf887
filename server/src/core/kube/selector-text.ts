import { compareGo, quoteGo } from '../base/go-text.ts';
import { type Operator, type Requirement, requirementProblem, type SelectorError } from './label-requirement.ts';
import { labelKeyProblems } from './label-syntax.ts';

/** The requirements of a selector text in their order, or upstream's error (labels/selector.go Parser). */
export function parseRequirements(text: string): readonly Requirement[] | SelectorError {
  const reader = createReader(scan(text));
  const requirements: Requirement[] = [];
  for (;;) {
    const first = reader.peek();
    if (first.kind === 'end') return requirements;
    if (first.kind !== 'word' && first.kind !== '!') return wrong(first, "!, identifier, or 'end of string'");
    const requirement = parseRequirement(reader);
    if ('error' in requirement) return { error: `unable to parse requirement: ${requirement.error}` };
    requirements.push(requirement);
    const after = reader.take();
    if (after.kind === 'end') return requirements;
    if (after.kind !== ',') return wrong(after, "',' or 'end of string'");
    const next = reader.peek();
    if (next.kind !== 'word' && next.kind !== '!') return wrong(next, "identifier after ','");
  }
}

interface Token {
  readonly kind: 'word' | 'end' | ')' | ',' | '!' | '==' | '=' | '>' | '<' | '!=' | '(';
  readonly text: string;
}

interface Reader {
  peek(): Token;
  take(): Token;
}

const SPECIAL = '=!(),><';
const BLANK = ' \t\r\n';
const OPERATOR_BY_TOKEN: Readonly<Record<string, Operator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};
const END: Token = { kind: 'end', text: '' };

/** Upstream's lexer stops at a NUL byte as at the end. */
function scan(text: string): readonly Token[] {
  const end = text.indexOf('\0') < 0 ? text.length : text.indexOf('\0');
  const tokens: Token[] = [];
  let at = 0;
  while (at < end) {
    const character = text[at] ?? '';
    if (BLANK.includes(character)) {
      at++;
      continue;
    }
    const start = at;
    if (SPECIAL.includes(character)) {
      at += symbolLength(text, at);
      const symbol = text.slice(start, at) as Token['kind'];
      tokens.push({ kind: symbol, text: symbol });
      continue;
    }
    while (at < end && !SPECIAL.includes(text[at] ?? '') && !BLANK.includes(text[at] ?? '')) at++;
    tokens.push({ kind: 'word', text: text.slice(start, at) });
  }
  return [...tokens, END];
}

/** Every special character is a symbol, and so are two pairs of them. */
function symbolLength(text: string, at: number): number {
  return ['==', '!='].includes(text.slice(at, at + 2)) ? 2 : 1;
}

function createReader(tokens: readonly Token[]): Reader {
  let at = 0;
  const current = (): Token => tokens[at] ?? END;
  return {
    peek: current,
    take() {
      const token = current();
      at++;
      return token;
    },
  };
}

function wrong(found: Token, expected: string): SelectorError {
  return { error: `found '${found.text}', expected: ${expected}` };
}

function parseRequirement(reader: Reader): Requirement | SelectorError {
  let token = reader.take();
  const isNegated = token.kind === '!';
  if (isNegated) token = reader.take();
  if (token.kind !== 'word') return wrong(token, 'identifier');
  const key = token.text;
  const keyProblems = labelKeyProblems(key);
  if (keyProblems.length > 0) return { error: `<nil>: Invalid value: ${quoteGo(key)}: ${keyProblems.join('; ')}` };
  const next = reader.peek();
  if (isNegated) return checked({ key, operator: '!', values: [] });
  if (next.kind === 'end' || next.kind === ',') return checked({ key, operator: 'exists', values: [] });
  const found = reader.take();
  const operator = OPERATOR_BY_TOKEN[found.text];
  if (operator === undefined) return wrong(found, 'in, notin, =, ==, !=, gt, lt');
  const values = operator === 'in' || operator === 'notin' ? parseSet(reader) : parseExactValue(reader);
  return 'error' in values ? values : checked({ key, operator, values: [...new Set(values)].sort(compareGo) });
}

function checked(requirement: Requirement): Requirement | SelectorError {
  const problem = requirementProblem(requirement);
  return problem === undefined ? requirement : { error: problem };
}

/** One value; nothing before the end or a comma is the empty value. */
function parseExactValue(reader: Reader): readonly string[] | SelectorError {
  const next = reader.peek();
  if (next.kind === 'end' || next.kind === ',') return [''];
  const token = reader.take();
  return token.kind === 'word' ? [token.text] : wrong(token, 'identifier');
}

/** `(a,b)`; `()` and every gap between commas is the empty value. */
function parseSet(reader: Reader): readonly string[] | SelectorError {
  const open = reader.take();
  if (open.kind !== '(') return { error: `found '${open.text}' expected: '('` };
  const first = reader.peek();
  if (first.kind === ')') {
    reader.take();
    return [''];
  }
  if (first.kind !== 'word' && first.kind !== ',') return wrong(first, "',', ')' or identifier");
  const values = parseValues(reader);
  if ('error' in values) return values;
  return reader.take().kind === ')' ? values : wrong(first, "')'");
}

function parseValues(reader: Reader): readonly string[] | SelectorError {
  const values: string[] = [];
  for (;;) {
    const token = reader.take();
    const next = reader.peek();
    if (token.kind === 'word') {
      values.push(token.text);
      if (next.kind === ')') return values;
      if (next.kind !== ',') return wrong(next, "',' or ')'");
    } else if (token.kind === ',') {
      if (values.length === 0 || next.kind === ')' || next.kind === ',') values.push('');
      if (next.kind === ')') return values;
    } else {
      return wrong(token, "',', or identifier");
    }
  }
}
