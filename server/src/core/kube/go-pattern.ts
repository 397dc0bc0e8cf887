/**
 * The regular expression that matches what Go's would, or undefined where JavaScript has no such thing (flags in the middle).
 *
 * Go's syntax is RE2 (regexp/syntax): close to JavaScript's, with other names for some characters and classes.
 */
export function goPattern(pattern: string): RegExp | undefined {
  const [, flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const body = flags === '' ? pattern : pattern.slice(flags.length + 3);
  try {
    return new RegExp(translate(body, flags), flags.includes('i') ? 'iu' : 'u');
  } catch {
    return undefined; // not a pattern, or one that only Go reads: a definition may hold any text
  }
}

/** What a piece of a pattern becomes; a piece that is not listed stays as it is. */
type Rewrite = readonly [piece: RegExp, outside: Replacement, insideBrackets?: Replacement];
type Replacement = string | ((found: RegExpExecArray) => string);

const SPACES = '\\t\\n\\f\\r ';
const LONE_BRACE = /\{(?!\d+(?:,\d*)?\})/y;

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const REWRITES: readonly Rewrite[] = [
  [/\(\?P</y, '(?<'],
  [/\\Q([\s\S]*?)(?:\\E|$)/y, (found) => literal(found[1] ?? '')],
  [/\\A/y, '^'],
  [/\\z/y, '$'],
  [/\\s/y, `[${SPACES}]`, SPACES],
  [/\\S/y, `[^${SPACES}]`, () => complement(SPACES)],
  [/\\a/y, '\\x07'],
  [/\\x\{([0-9A-Fa-f]+)\}/y, (found) => `\\u{${found[1]}}`],
  [/\\([pP])([A-Z])/y, (found) => `\\${found[1]}{${found[2]}}`],
  [/\\([pP])\{(\^?)(\w+)\}/y, (found) => property(found)],
  [/\\0([0-7]{0,2})/y, (found) => `\\u{${Number.parseInt(found[1] || '0', 8).toString(16)}}`],
  // JavaScript takes no backslash before what needs none.
  [/\\([\W_])/y, (found) => literal(found[1] ?? '')],
  [/\\[\s\S]/y, (found) => found[0]],
];

function translate(pattern: string, flags: string): string {
  let text = '';
  let isInClass = false;
  for (let at = 0; at < pattern.length; ) {
    const piece = isInClass ? classPiece(pattern, at) : undefined;
    const opening = isInClass ? undefined : classOpening(pattern, at);
    const next = piece ?? opening ?? rewrite(pattern, at, isInClass) ?? single(pattern, at, isInClass, flags);
    if (opening !== undefined) isInClass = true;
    else if (piece === undefined && isInClass && pattern[at] === ']') isInClass = false;
    text += next.text;
    at = next.end;
  }
  return text;
}

interface Rewritten {
  readonly text: string;
  readonly end: number;
}

/** A bracket that comes first in brackets stands for itself. */
function classOpening(pattern: string, at: number): Rewritten | undefined {
  const opening = /\[\^?\]?/y;
  opening.lastIndex = at;
  const found = opening.exec(pattern)?.[0];
  return found === undefined ? undefined : { text: found.replace(/\]$/, '\\]'), end: at + found.length };
}

function single(pattern: string, at: number, isInClass: boolean, flags: string): Rewritten {
  const char = pattern[at] ?? '';
  const isBare = !isInClass && (char === ']' || isLoneBrace(pattern, at));
  const text = isBare ? `\\${char}` : isInClass ? char : (anchor(char, flags) ?? char);
  return { text, end: at + 1 };
}

/** What JavaScript takes for more than a line feed. */
function anchor(char: string, flags: string): string | undefined {
  if (char === '.') return flags.includes('s') ? '[^]' : '[^\\n]';
  if (!flags.includes('m')) return undefined;
  return char === '^' ? '(?<![^\\n])' : char === '$' ? '(?![^\\n])' : undefined;
}

function rewrite(pattern: string, at: number, isInClass: boolean): Rewritten | undefined {
  for (const [piece, outside, inside] of REWRITES) {
    piece.lastIndex = at;
    const found = piece.exec(pattern);
    if (found === null) continue;
    const chosen = isInClass && inside !== undefined ? inside : outside;
    return { text: typeof chosen === 'string' ? chosen : chosen(found), end: piece.lastIndex };
  }
  return undefined;
}

/** `[:alpha:]`, and the characters that only JavaScript minds inside brackets. */
function classPiece(pattern: string, at: number): Rewritten | undefined {
  const named = /\[:(\^?)(\w+):\]/y;
  named.lastIndex = at;
  const [whole, negated, name = ''] = named.exec(pattern) ?? [];
  const members = CLASSES[name];
  if (whole !== undefined && members !== undefined) {
    return { text: negated === '' ? members : complement(members), end: at + whole.length };
  }
  return pattern[at] === '[' ? { text: '\\[', end: at + 1 } : undefined;
}

/** All but these ASCII characters: JavaScript cannot negate within brackets. */
function complement(members: string): string {
  const isMember = new RegExp(`[${members}]`, 'u');
  const codes = Array.from({ length: 0x80 }, (_, code) => code).filter((code) => !isMember.test(String.fromCharCode(code)));
  return `${codes.map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('')}\\u{80}-\\u{10FFFF}`;
}

/** `\p{Greek}`: long names are scripts, short ones general categories. */
function property([, letter = 'p', caret, name = '']: RegExpExecArray): string {
  const negates = (letter === 'P') !== (caret === '^');
  return `\\${negates ? 'P' : 'p'}{${name.length > 2 ? `Script=${name}` : name}}`;
}

/** Braces that enclose no counts: a mistake to JavaScript, mere characters to Go. */
function isLoneBrace(pattern: string, at: number): boolean {
  const char = pattern[at];
  LONE_BRACE.lastIndex = at;
  if (char === '{') return LONE_BRACE.test(pattern);
  return char === '}' && !/\{\d+(?:,\d*)?$/.test(pattern.slice(0, at));
}

function literal(text: string): string {
  return text.replaceAll(/[\^$\\.*+?()[\]{}|/-]/g, (char) => (char === '-' ? '\\x2D' : `\\${char}`));
}
