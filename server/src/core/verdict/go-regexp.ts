/**
 * Whether Go reads a text as a regular expression: the syntax of RE2, which has no look-around and no back-references.
 * Gives Go's reason when it does not. Mirrors regexp/syntax/parse.go.
 */
export function regexpProblem(pattern: string): string | undefined {
  const reader: Reader = { text: pattern, at: 0, open: 0, names: new Set() };
  try {
    readAlternatives(reader);
    if (reader.at < pattern.length) fail('unexpected )', pattern);
    return undefined;
  } catch (problem) {
    // The one error of the reader; anything else is a fault of ours.
    if (problem instanceof RegexpProblem) return problem.message;
    throw problem;
  }
}

class RegexpProblem extends Error {}

interface Reader {
  readonly text: string;
  at: number;
  open: number;
  readonly names: Set<string>;
}

const MOST_REPEATS = 1000;

function fail(reason: string, part: string): never {
  throw new RegexpProblem(`error parsing regexp: ${reason}: \`${part}\``);
}

function rest(reader: Reader): string {
  return reader.text.slice(reader.at);
}

/** Takes what the pattern matches at this place. */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  const found = pattern.exec(rest(reader));
  if (found !== null) reader.at += found[0].length;
  return found;
}

/** Gives the largest product of counted repetitions inside. */
function readAlternatives(reader: Reader): number {
  let most = 1;
  let canRepeat = false;
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    if (char === ')') {
      if (reader.open === 0) fail('unexpected )', reader.text);
      return most;
    }
    if (char === '|') {
      reader.at++;
      canRepeat = false;
      continue;
    }
    if (isRepetition(reader) && !canRepeat) fail('missing argument to repetition operator', take(reader, REPETITION)?.[0] ?? char);
    const inner = readAtom(reader, char);
    canRepeat = inner !== undefined;
    most = Math.max(most, readRepetition(reader, inner ?? 1));
  }
  return most;
}

const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

function isRepetition(reader: Reader): boolean {
  return REPETITION.test(rest(reader));
}

function readRepetition(reader: Reader, inner: number): number {
  const found = take(reader, REPETITION)?.[0];
  if (found === undefined) return inner;
  const [, least = '', most = ''] = /^\{(\d+)(?:,(\d*))?\}/.exec(found) ?? [];
  const [low, high] = [Number(least || 0), Number(most || 0)];
  if (low > MOST_REPEATS || high > MOST_REPEATS || (most !== '' && low > high)) fail('invalid repeat count', found);
  const again = REPETITION.exec(rest(reader))?.[0];
  if (again !== undefined) fail('invalid nested repetition operator', `${found}${again}`);
  const total = inner * Math.max(1, low, high);
  if (total > MOST_REPEATS) fail('invalid repeat count', found);
  return total;
}

/** Undefined for what cannot be repeated: flags alone. */
function readAtom(reader: Reader, char: string): number | undefined {
  if (char === '(') return readGroup(reader);
  if (char === '[') readClass(reader);
  else if (char === '\\') readEscape(reader, false);
  else reader.at += char.codePointAt(0) === undefined ? 1 : ([...rest(reader)][0] ?? char).length;
  return 1;
}

function readGroup(reader: Reader): number | undefined {
  const whole = rest(reader);
  const name = take(reader, /^\(\?P?<([^>]*)>/);
  if (name !== null) nameGroup(reader, name[1] ?? '', name[0]);
  else {
    const flags = take(reader, /^\(\?[imsU]*(?:-[imsU]+)?([:)])/);
    if (flags !== null && flags[0] === '(?)') fail('missing argument to repetition operator', '?');
    if (flags?.[1] === ')') return undefined;
    if (flags === null) {
      if (whole.startsWith('(?')) fail('invalid or unsupported Perl syntax', whole.slice(0, 3));
      reader.at++;
    }
  }
  reader.open++;
  const most = readAlternatives(reader);
  reader.open--;
  if (reader.text[reader.at] !== ')') fail('missing closing )', reader.text);
  reader.at++;
  return most;
}

function nameGroup(reader: Reader, name: string, written: string): void {
  if (!/^\w+$/.test(name)) fail('invalid named capture', written);
  if (reader.names.has(name)) fail('duplicate capture group name', name);
  reader.names.add(name);
}

function readClass(reader: Reader): void {
  const whole = rest(reader);
  take(reader, /^\[\^?/);
  let isFirst = true;
  while (isFirst || reader.text[reader.at] !== ']') {
    if (reader.at >= reader.text.length) fail('missing closing ]', whole);
    if (!isFirst && /^-(?!\])/.test(rest(reader)) && !/^-[^\]]/.test(rest(reader))) fail('invalid character class range', '-');
    isFirst = false;
    if (readPosix(reader)) continue;
    const before = reader.at;
    const low = readClassChar(reader, whole);
    if (low === undefined || !/^-[^\]]/.test(rest(reader))) continue;
    reader.at++;
    const high = readClassChar(reader, whole);
    if (high === undefined || high < low) fail('invalid character class range', reader.text.slice(before, reader.at));
  }
  reader.at++;
}

const POSIX = 'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' ');

function readPosix(reader: Reader): boolean {
  const found = take(reader, /^\[:\^?([^:\]]*):\]/);
  if (found === null) return false;
  if (!POSIX.includes(found[1] ?? '')) fail('invalid character class range', found[0]);
  return true;
}

/** The character's code; undefined for a class like `\d`. */
function readClassChar(reader: Reader, whole: string): number | undefined {
  if (reader.at >= reader.text.length) fail('missing closing ]', whole);
  if (reader.text[reader.at] === '\\') return readEscape(reader, true);
  const code = reader.text.codePointAt(reader.at) ?? 0;
  reader.at += code > 0xffff ? 2 : 1;
  return code;
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

function readEscape(reader: Reader, inClass: boolean): number | undefined {
  const whole = rest(reader);
  if (whole === '\\') fail('trailing backslash at end of expression', '');
  if (!inClass && take(reader, /^\\Q[\s\S]*?(?:\\E|$)/) !== null) return undefined;
  if (take(reader, inClass ? /^\\[dDwWsS]/ : /^\\[dDwWsSbBAz]/) !== null) return undefined;
  const property = take(reader, /^\\[pP](?:\{\^?(\w+)\}|(\w))/);
  if (property !== null) {
    if (!isUnicodeClass(property[1] ?? property[2] ?? '')) fail('invalid character class range', property[0]);
    return undefined;
  }
  const hex = take(reader, /^\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/);
  if (hex !== null) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    return code <= 0x10ffff ? code : fail('invalid escape sequence', hex[0]);
  }
  const octal = take(reader, /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/);
  if (octal !== null) return Number.parseInt(octal[0].slice(1), 8);
  const control = take(reader, /^\\([afnrtv])/);
  if (control !== null) return CONTROLS[control[1] ?? ''];
  const literal = take(reader, /^\\([^0-9A-Za-z\x80-\uffff])/);
  return literal === null ? fail('invalid escape sequence', whole.slice(0, 2)) : literal[1]?.codePointAt(0);
}

/** General categories and scripts, which JavaScript knows by the same names. */
function isUnicodeClass(name: string): boolean {
  if (name === 'Any') return true;
  for (const property of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    try {
      new RegExp(property, 'u');
      return true;
    } catch {
      // Not a property of this sort; the next is tried.
    }
  }
  return false;
}
