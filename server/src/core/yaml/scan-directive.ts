import { CODE, codeAt, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit } from './characters.ts';
import { readHandle, readTagText, readWord } from './scan-property.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** `%YAML 1.1` or `%TAG ! prefix` at the scanner's place; undefined after a fault. */
export function scanDirective(scanner: Scanner): Token | undefined {
  const { text, offset: start, line } = scanner;
  const refuse = (reason: string): undefined => {
    scanner.fail(reason, start);
    return undefined;
  };
  scanner.offset++;
  const name = readWord(scanner);
  if (name === '') return refuse('could not find expected directive name');
  if (!isBlankOrEnd(codeAt(text, scanner.offset))) return refuse('found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') return refuse('found unknown directive name');
  const token = name === 'YAML' ? scanVersion(scanner, start, line, refuse) : scanTagPrefix(scanner, start, line, refuse);
  if (token === undefined) return undefined;
  skipBlanks(scanner);
  if (codeAt(text, scanner.offset) === CODE.hash) scanner.skipComment();
  if (!isBreakOrEnd(codeAt(text, scanner.offset))) return refuse('did not find expected comment or line break');
  if (isBreak(codeAt(text, scanner.offset))) scanner.skipBreak();
  return token;
}

type Refuse = (reason: string) => undefined;

function scanVersion(scanner: Scanner, start: number, line: number, refuse: Refuse): Token | undefined {
  skipBlanks(scanner);
  const major = readNumber(scanner);
  if (major === undefined) return refuse('did not find expected version number');
  if (codeAt(scanner.text, scanner.offset) !== CODE.dot) return refuse("did not find expected digit or '.' character");
  scanner.offset++;
  const minor = readNumber(scanner);
  if (minor === undefined) return refuse('did not find expected version number');
  if (major > 99 || minor > 99) return refuse('found extremely long version number');
  return { kind: 'versionDirective', start, end: scanner.offset, line, supported: major === 1 && minor === 1 };
}

function scanTagPrefix(scanner: Scanner, start: number, line: number, refuse: Refuse): Token | undefined {
  skipBlanks(scanner);
  if (codeAt(scanner.text, scanner.offset) !== CODE.exclamation) return refuse("did not find expected '!'");
  const handle = readHandle(scanner);
  if (handle !== '!' && !handle.endsWith('!')) return refuse("did not find expected '!'");
  if (!isBlank(codeAt(scanner.text, scanner.offset))) return refuse('did not find expected whitespace');
  skipBlanks(scanner);
  const suffix = readTagText(scanner, '', start);
  if (suffix === undefined) return undefined;
  if (!isBlankOrEnd(codeAt(scanner.text, scanner.offset))) return refuse('did not find expected whitespace or line break');
  return { kind: 'tagDirective', start, end: scanner.offset, line, handle, suffix };
}

function skipBlanks(scanner: Scanner): void {
  while (isBlank(codeAt(scanner.text, scanner.offset))) scanner.offset++;
}

function readNumber(scanner: Scanner): number | undefined {
  const start = scanner.offset;
  while (isDigit(codeAt(scanner.text, scanner.offset))) scanner.offset++;
  if (scanner.offset === start) return undefined;
  // More than two digits are refused, whatever they say.
  return scanner.offset - start > 2 ? 100 : Number(scanner.text.slice(start, scanner.offset));
}
