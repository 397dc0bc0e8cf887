/** Character classes of YAML 1.1, by UTF-16 code. The end of the text reads as END. */
export const END = -1;

export const CODE = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  exclamation: 33,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  less: 60,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  pipe: 124,
  closeBrace: 125,
  nextLine: 0x85,
  lineSeparator: 0x2028,
  paragraphSeparator: 0x2029,
  byteOrderMark: 0xfeff,
} as const;

export function codeAt(text: string, offset: number): number {
  return offset < text.length ? text.charCodeAt(offset) : END;
}

export function isBlank(code: number): boolean {
  return code === CODE.space || code === CODE.tab;
}

export function isBreak(code: number): boolean {
  return (
    code === CODE.lineFeed ||
    code === CODE.carriageReturn ||
    code === CODE.nextLine ||
    code === CODE.lineSeparator ||
    code === CODE.paragraphSeparator
  );
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === CODE.space || code === CODE.tab || code === END || isBreak(code);
}

export function isDigit(code: number): boolean {
  return code >= CODE.zero && code <= CODE.nine;
}

/** Letters, digits, `_` and `-`: what names of anchors, tags and directives are made of. */
export function isWord(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === CODE.minus;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(code: number): number {
  if (isDigit(code)) return code - CODE.zero;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

/** Length of the line break at `offset`: 2 for CRLF, else 1; 0 where there is none. */
export function breakLength(text: string, offset: number): number {
  const code = codeAt(text, offset);
  if (!isBreak(code)) return 0;
  return code === CODE.carriageReturn && codeAt(text, offset + 1) === CODE.lineFeed ? 2 : 1;
}

/** Lines that end before `offset`. */
export function lineAt(text: string, offset: number): number {
  let line = 0;
  for (let at = 0; at < offset; ) {
    const length = breakLength(text, at);
    if (length > 0) line++;
    at += length || 1;
  }
  return line;
}
