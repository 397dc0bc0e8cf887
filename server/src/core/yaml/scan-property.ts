import { CODE, codeAt, hexValue, isBlankOrEnd, isWord } from './characters.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** What may follow a name at once, besides a blank: `? : , ] } % @` and a backtick. */
const AFTER_NAME = '?:,]}%@`';
/** What a tag may hold, besides letters, digits, `_` and `-`. */
const IN_TAG = ";/?:@&=+$,.!~*'()[]%";

/** `&name` or `*name` at the scanner's place; undefined after a fault. */
export function scanName(scanner: Scanner, kind: 'anchor' | 'alias'): Token | undefined {
  const { text, offset: start, line } = scanner;
  scanner.offset++;
  const name = readWord(scanner);
  const next = codeAt(text, scanner.offset);
  if (name === '' || !(isBlankOrEnd(next) || AFTER_NAME.includes(String.fromCharCode(next)))) {
    scanner.fail('did not find expected alphabetic or numeric character', start);
    return undefined;
  }
  return { kind, start, end: scanner.offset, line, name };
}

/** `!suffix`, `!handle!suffix` or `!<verbatim>` at the scanner's place; undefined after a fault. */
export function scanTag(scanner: Scanner): Token | undefined {
  const { text, offset: start, line } = scanner;
  let handle = '';
  let suffix: string | undefined;
  if (codeAt(text, start + 1) === CODE.less) {
    scanner.offset += 2;
    suffix = readTagText(scanner, '', start);
    if (suffix === undefined) return undefined;
    if (codeAt(text, scanner.offset) !== CODE.greater) {
      scanner.fail("did not find the expected '>'", start);
      return undefined;
    }
    scanner.offset++;
  } else {
    handle = readHandle(scanner);
    const named = handle.length > 1 && handle.endsWith('!');
    suffix = readTagText(scanner, named ? '' : handle, start);
    if (suffix === undefined) return undefined;
    if (!named) {
      // A lone `!` is a tag without a handle.
      handle = suffix === '' ? '' : '!';
      if (suffix === '') suffix = '!';
    }
  }
  if (!isBlankOrEnd(codeAt(text, scanner.offset))) {
    scanner.fail('did not find expected whitespace or line break', start);
    return undefined;
  }
  return { kind: 'tag', start, end: scanner.offset, line, handle, suffix };
}

export function readWord(scanner: Scanner): string {
  const start = scanner.offset;
  while (isWord(codeAt(scanner.text, scanner.offset))) scanner.offset++;
  return scanner.text.slice(start, scanner.offset);
}

/** `!`, `!!` or `!word!`; also `!word`, the beginning of a tag without a handle. */
export function readHandle(scanner: Scanner): string {
  const start = scanner.offset;
  scanner.offset++;
  readWord(scanner);
  if (codeAt(scanner.text, scanner.offset) === CODE.exclamation) scanner.offset++;
  return scanner.text.slice(start, scanner.offset);
}

/** The rest of a tag after `head`, whose leading `!` is left out; undefined after a fault. */
export function readTagText(scanner: Scanner, head: string, start: number): string | undefined {
  const { text } = scanner;
  let value = head.slice(1);
  let found = head !== '';
  for (;;) {
    const code = codeAt(text, scanner.offset);
    if (code === CODE.percent) {
      const escaped = readEscape(scanner, start);
      if (escaped === undefined) return undefined;
      value += escaped;
    } else if (isWord(code) || (code > 0 && IN_TAG.includes(String.fromCharCode(code)))) {
      value += text[scanner.offset] ?? '';
      scanner.offset++;
    } else break;
    found = true;
  }
  if (found) return value;
  scanner.fail('did not find expected tag URI', start);
  return undefined;
}

/** One character written as `%XX` octets of UTF-8. */
function readEscape(scanner: Scanner, start: number): string | undefined {
  let length = 0;
  let value = 0;
  for (let index = 0; index === 0 || index < length; index++) {
    const octet = readOctet(scanner);
    if (octet < 0) {
      scanner.fail('did not find URI escaped octet', start);
      return undefined;
    }
    if (index === 0) {
      length = octet < 0x80 ? 1 : octet >> 5 === 6 ? 2 : octet >> 4 === 14 ? 3 : octet >> 3 === 30 ? 4 : 0;
      value = octet & (0xff >> (length === 1 ? 0 : length + 1));
    } else value = (value << 6) | (octet & 0x3f);
    if (length === 0 || (index > 0 && octet >> 6 !== 2)) {
      scanner.fail(`found an incorrect ${index === 0 ? 'leading' : 'trailing'} UTF-8 octet`, start);
      return undefined;
    }
  }
  return value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value);
}

function readOctet(scanner: Scanner): number {
  const { text, offset } = scanner;
  const high = hexValue(codeAt(text, offset + 1));
  const low = hexValue(codeAt(text, offset + 2));
  if (codeAt(text, offset) !== CODE.percent || high < 0 || low < 0) return -1;
  scanner.offset += 3;
  return high * 16 + low;
}
