import { breakLength, CODE, codeAt, END, hexValue, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit } from './characters.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** A scalar without quotes; undefined after a fault. */
export function scanPlain(scanner: Scanner): Token | undefined {
  const { text, offset: start, line } = scanner;
  const indent = scanner.indent + 1;
  let value = '';
  let end = start;
  const gap = createGap();
  for (;;) {
    if (scanner.atDocumentMark() || codeAt(text, scanner.offset) === CODE.hash) break;
    const from = scanner.offset;
    skipPlainText(scanner);
    if (scanner.offset > from) {
      value += takeGap(gap) + text.slice(from, scanner.offset);
      end = scanner.offset;
    }
    const code = codeAt(text, scanner.offset);
    if (!isBlank(code) && breakLength(text, scanner.offset) === 0) break;
    if (!readGap(scanner, gap, indent)) {
      scanner.fail('found a tab character that violates indentation', scanner.offset);
      return undefined;
    }
    if (scanner.flowDepth === 0 && scanner.column < indent) break;
  }
  if (gap.broken) scanner.keyAllowed = true;
  return { kind: 'scalar', start, end, line, value, style: 'plain' };
}

function skipPlainText(scanner: Scanner): void {
  const { text } = scanner;
  const inFlow = scanner.flowDepth > 0;
  let at = scanner.offset;
  for (; ; at++) {
    const code = codeAt(text, at);
    if (isBlankOrEnd(code)) break;
    if (code === CODE.colon && isBlankOrEnd(codeAt(text, at + 1))) break;
    if (inFlow && endsPlainInFlow(code)) break;
  }
  scanner.offset = at;
}

function endsPlainInFlow(code: number): boolean {
  return (
    code === CODE.comma ||
    code === CODE.question ||
    code === CODE.openBracket ||
    code === CODE.closeBracket ||
    code === CODE.openBrace ||
    code === CODE.closeBrace
  );
}

/** Blanks and line breaks between two words of a scalar, folded when the next word comes. */
interface Gap {
  blanks: string;
  /** The first line break as it is kept, and those after it. */
  first: string;
  rest: string;
  broken: boolean;
}

function createGap(): Gap {
  return { blanks: '', first: '', rest: '', broken: false };
}

/** What the gap becomes between two words; empties it. */
function takeGap(gap: Gap): string {
  if (!gap.broken) {
    const { blanks } = gap;
    gap.blanks = '';
    return blanks;
  }
  const folded = gap.first === '\n' ? gap.rest || ' ' : gap.first + gap.rest;
  gap.blanks = '';
  gap.first = '';
  gap.rest = '';
  gap.broken = false;
  return folded;
}

/** Reads blanks and breaks into the gap; false at a tab before column `indent` of a new line. */
function readGap(scanner: Scanner, gap: Gap, indent: number): boolean {
  const { text } = scanner;
  for (;;) {
    const code = codeAt(text, scanner.offset);
    if (isBlank(code)) {
      if (gap.broken && scanner.column < indent && code === CODE.tab) return false;
      if (!gap.broken) gap.blanks += text[scanner.offset] ?? '';
      scanner.offset++;
    } else if (breakLength(text, scanner.offset) > 0) {
      const kept = keptBreak(scanner);
      if (gap.broken) gap.rest += kept;
      else {
        gap.broken = true;
        gap.first = kept;
      }
    } else return true;
  }
}

/** Steps over a line break and gives what stands for it: always a line feed, but for the Unicode separators. */
function keptBreak(scanner: Scanner): string {
  const code = codeAt(scanner.text, scanner.offset);
  scanner.skipBreak();
  return code === CODE.lineSeparator || code === CODE.paragraphSeparator ? String.fromCharCode(code) : '\n';
}

/** A scalar in single or double quotes; undefined after a fault. */
export function scanQuoted(scanner: Scanner): Token | undefined {
  const { text, offset: start, line } = scanner;
  const quote = codeAt(text, start);
  scanner.offset++;
  let value = '';
  const gap = createGap();
  for (;;) {
    if (scanner.atDocumentMark()) return refuse(scanner, 'found unexpected document indicator', start);
    if (codeAt(text, scanner.offset) === END) return refuse(scanner, 'found unexpected end of stream', start);
    const words = readQuotedText(scanner, quote, gap, start);
    if (words === undefined) return undefined;
    value += words;
    if (codeAt(text, scanner.offset) === quote) break;
    readGap(scanner, gap, 0);
    value += takeGap(gap);
  }
  scanner.offset++;
  return { kind: 'scalar', start, end: scanner.offset, line, value, style: quote === CODE.singleQuote ? 'single' : 'double' };
}

function refuse(scanner: Scanner, reason: string, at: number): undefined {
  scanner.fail(reason, at);
  return undefined;
}

/** Text up to a blank, a break or the closing quote. A broken-off line (`\` at its end) opens the gap. */
function readQuotedText(scanner: Scanner, quote: number, gap: Gap, start: number): string | undefined {
  const { text } = scanner;
  let value = '';
  let from = scanner.offset;
  const taken = (): string => text.slice(from, scanner.offset);
  for (;;) {
    const code = codeAt(text, scanner.offset);
    if (isBlankOrEnd(code)) return value + taken();
    if (code === quote) {
      if (quote !== CODE.singleQuote || codeAt(text, scanner.offset + 1) !== quote) return value + taken();
      value += `${taken()}'`;
      scanner.offset += 2;
      from = scanner.offset;
    } else if (code === CODE.backslash && quote === CODE.doubleQuote) {
      value += taken();
      scanner.offset++;
      if (breakLength(text, scanner.offset) > 0) {
        scanner.skipBreak();
        gap.broken = true;
        return value;
      }
      const escaped = readEscape(scanner, start);
      if (escaped === undefined) return undefined;
      value += escaped;
      from = scanner.offset;
    } else scanner.offset++;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The character that an escape stands for; the scanner is behind the backslash. */
function readEscape(scanner: Scanner, start: number): string | undefined {
  const { text } = scanner;
  const letter = text[scanner.offset] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) {
    scanner.offset++;
    return simple;
  }
  const digits = ESCAPE_DIGITS[letter];
  if (digits === undefined) return refuse(scanner, 'found unknown escape character', start);
  let value = 0;
  for (let index = 1; index <= digits; index++) {
    const digit = hexValue(codeAt(text, scanner.offset + index));
    if (digit < 0) return refuse(scanner, 'did not find expected hexdecimal number', start);
    value = value * 16 + digit;
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    return refuse(scanner, 'found invalid Unicode character escape code', start);
  }
  scanner.offset += digits + 1;
  return String.fromCodePoint(value);
}

/** How the line breaks at the end of a block scalar are kept. */
type Chomping = 'strip' | 'clip' | 'keep';

/** A block scalar, `|` or `>`; undefined after a fault. */
export function scanBlock(scanner: Scanner): Token | undefined {
  const { text, offset: start, line } = scanner;
  const literal = codeAt(text, start) === CODE.pipe;
  const header = readBlockHeader(scanner, start);
  if (header === undefined) return undefined;
  let end = scanner.offset;
  if (breakLength(text, scanner.offset) > 0) scanner.skipBreak();
  const block: BlockLines = { indent: header.increment === 0 ? 0 : Math.max(scanner.indent, 0) + header.increment, breaks: '' };
  if (!readBlockBreaks(scanner, block, start)) return undefined;
  let value = '';
  let pending = '';
  let wasBlank = false;
  while (scanner.column === block.indent && codeAt(text, scanner.offset) !== END) {
    const blank = isBlank(codeAt(text, scanner.offset));
    const folds = !literal && !wasBlank && !blank && pending === '\n';
    value += folds ? (block.breaks === '' ? ' ' : '') : pending;
    value += block.breaks;
    block.breaks = '';
    wasBlank = blank;
    const from = scanner.offset;
    scanner.skipComment();
    value += text.slice(from, scanner.offset);
    end = scanner.offset;
    pending = breakLength(text, scanner.offset) > 0 ? keptBreak(scanner) : '';
    if (!readBlockBreaks(scanner, block, start)) return undefined;
  }
  if (header.chomping !== 'strip') value += pending;
  if (header.chomping === 'keep') value += block.breaks;
  return { kind: 'scalar', start, end, line, value, style: literal ? 'literal' : 'folded' };
}

interface BlockLines {
  /** Column of the text; 0 until the first line with text tells it. */
  indent: number;
  /** Breaks of empty lines not yet known to be inside. */
  breaks: string;
}

function readBlockHeader(scanner: Scanner, start: number): { readonly chomping: Chomping; readonly increment: number } | undefined {
  const { text } = scanner;
  scanner.offset++;
  let chomping: Chomping = 'clip';
  let increment = 0;
  const readChomping = (): boolean => {
    const code = codeAt(text, scanner.offset);
    if (code !== CODE.plus && code !== CODE.minus) return false;
    chomping = code === CODE.plus ? 'keep' : 'strip';
    scanner.offset++;
    return true;
  };
  const chompingFirst = readChomping();
  if (isDigit(codeAt(text, scanner.offset))) {
    increment = codeAt(text, scanner.offset) - CODE.zero;
    if (increment === 0) return refuse(scanner, 'found an indentation indicator equal to 0', start);
    scanner.offset++;
    if (!chompingFirst) readChomping();
  }
  while (isBlank(codeAt(text, scanner.offset))) scanner.offset++;
  if (codeAt(text, scanner.offset) === CODE.hash) scanner.skipComment();
  if (!isBreakOrEnd(codeAt(text, scanner.offset))) return refuse(scanner, 'did not find expected comment or line break', start);
  return { chomping, increment };
}

/** Steps over indentation and empty lines; finds the block's indentation where it is not yet known. False after a fault. */
function readBlockBreaks(scanner: Scanner, block: BlockLines, start: number): boolean {
  const { text } = scanner;
  let deepest = 0;
  for (;;) {
    const open = (): boolean => block.indent === 0 || scanner.column < block.indent;
    while (open() && codeAt(text, scanner.offset) === CODE.space) scanner.offset++;
    deepest = Math.max(deepest, scanner.column);
    if (open() && codeAt(text, scanner.offset) === CODE.tab) {
      scanner.fail('found a tab character where an indentation space is expected', start);
      return false;
    }
    if (breakLength(text, scanner.offset) === 0) break;
    block.breaks += keptBreak(scanner);
  }
  if (block.indent === 0) block.indent = Math.max(deepest, scanner.indent + 1, 1);
  return true;
}
