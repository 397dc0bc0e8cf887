import type { Path } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { Document, Entry, Node } from './document.ts';
import { parseDocument } from './parse.ts';
import { columnOf, lineEndAt, lineStartAt } from './style.ts';

/** What can be written at the cursor, also in a text that is not yet YAML. */
export interface CursorSite {
  /** A key of the map at `path`, or the value (or list item) at `path`. */
  readonly is: 'key' | 'value';
  readonly path: Path;
  /** What is written before the cursor, without quotes. */
  readonly prefix: string;
  /** What a choice replaces: the word under the cursor, with its quotes. */
  readonly replace: Range;
  /** Keys that the map has besides the one at the cursor. */
  readonly keys: readonly string[];
  /** The column at which the key stands, or the map that the value would begin. */
  readonly column: number;
  readonly flow: boolean;
  /** A colon follows already. */
  readonly hasColon: boolean;
  /** Another entry of the same braces follows without a comma between. */
  readonly needsComma: boolean;
  /** Nothing but indentation (and dashes) stands before the word. */
  readonly startsLine: boolean;
  /** The dash of a list item stands before the word on its line. */
  readonly isItem: boolean;
  /** The document as it would be with a word at the cursor. */
  readonly document: Document;
}

/** A word that nobody writes: what stands at the cursor in a site's document. */
export const CURSOR_MARK = 'kijabi-cursor-mark';

/** Tells what the cursor is on; undefined inside comments, block scalars and separators. */
export function siteAt(document: Document, offset: number): CursorSite | undefined {
  const { text } = document;
  const line = lineOf(text, offset);
  if (line === undefined || isInBlockScalar(document, offset)) return undefined;
  const { word } = line;
  const insertion = insertionOf(line);
  for (const [before, after] of surroundings(text, word, line)) {
    const marked = parseDocument(before + insertion + after);
    const place = marked.root && findMark(marked.root, []);
    if (place !== undefined) return siteFrom(line, place, marked, before.length, text);
  }
  return undefined;
}

/** What is put at the cursor to see where it is; JSON wants its keys in quotes. */
function insertionOf({ is, hasColon, inFlow, needsComma }: LineSite): string {
  const word = hasColon && inFlow ? `"${CURSOR_MARK}"` : CURSOR_MARK;
  return `${word}${is === 'key' && !hasColon ? ': ' : ''}${needsComma ? ', ' : ''}`;
}

/** The text around the word: all of it, then only what is before (for what follows may be broken), then with less indentation. */
function* surroundings(text: string, word: Range, line: LineSite): Generator<readonly [string, string]> {
  const before = text.slice(0, word.start);
  const rest = text.slice(word.end);
  yield [before, rest];
  yield [before, text.slice(word.end, lineEndAt(text, word.end))];
  if (!line.isBlankBefore) return;
  const start = lineStartAt(text, word.start);
  for (let column = word.start - start - 1; column >= 0; column--) yield [text.slice(0, start) + ' '.repeat(column), rest];
}

interface LineSite {
  readonly is: 'key' | 'value';
  readonly word: Range;
  readonly prefix: string;
  readonly hasColon: boolean;
  readonly startsLine: boolean;
  readonly isItem: boolean;
  readonly isBlankBefore: boolean;
  readonly inFlow: boolean;
  readonly needsComma: boolean;
}

/** What a line site inside braces, or behind a colon, never is. */
const WITHIN_LINE = { startsLine: false, isItem: false, isBlankBefore: false } as const;

/** Reads the line of the cursor by itself. */
function lineOf(text: string, offset: number): LineSite | undefined {
  const start = lineStartAt(text, offset);
  const end = lineEndAt(text, offset);
  const before = text.slice(start, offset);
  if (hasComment(before) || /\t/.test(/^\s*/.exec(before)?.[0] ?? '')) return undefined;
  const lead = /^ *(?:- +)*(?:-$)?/.exec(before)?.[0] ?? '';
  if (lead.endsWith('-')) return undefined;
  const inFlow = flowStart(text, offset);
  const value = inFlow === undefined ? /^(\s*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s#'"{[][^#]*?):\s+)(.*)$/.exec(before) : undefined;
  if (inFlow !== undefined) return flowSite(text, offset, inFlow);
  if (value !== null && value !== undefined) {
    const from = start + (value[1]?.length ?? 0);
    const prefix = value[2] ?? '';
    const word = { start: from, end: valueEnd(text, from, offset, end) };
    return { is: 'value', word, prefix: unquoted(prefix), hasColon: false, ...WITHIN_LINE, inFlow: false, needsComma: false };
  }
  const prefix = before.slice(lead.length);
  // Behind a colon without a blank nothing can be told yet.
  if (/^[^'"]*:$/.test(prefix)) return undefined;
  const rest = text.slice(offset, end);
  const tail = /^[^\s:#]*/.exec(rest)?.[0] ?? '';
  const word = { start: start + lead.length, end: offset + tail.length };
  const hasColon = /^['"]?\s*:(?:\s|$)/.test(text.slice(word.end, end));
  return {
    is: 'key',
    word,
    prefix: unquoted(prefix),
    hasColon,
    startsLine: true,
    isItem: lead.includes('-'),
    isBlankBefore: lead.trim() === '' && prefix === '',
    inFlow: false,
    needsComma: false,
  };
}

function flowSite(text: string, offset: number, { opening, partStart }: OpenBracket): LineSite {
  const part = text.slice(partStart, offset).trimStart();
  const colon = /^(\s*(?:"[^"]*"|'[^']*'|[^:"']*):(?:\s+|(?<="\s*:)))(.*)$/s.exec(part);
  const rest = text.slice(offset, lineEndAt(text, offset));
  const prefix = colon === null ? part : (colon[2] ?? '');
  // A cursor right before a key is about to write another one.
  const isBefore = prefix === '' && /^["']?[\w./-]+["']?\s*:/.test(rest);
  const tail = isBefore ? '' : (/^(?:[^\s:,\]}"']|["'])*/.exec(rest)?.[0] ?? '');
  const word = { start: offset - prefix.length, end: offset + tail.length };
  const hasColon = /^\s*:/.test(text.slice(word.end));
  const is = colon === null && text[opening] === '{' ? 'key' : 'value';
  const needsComma = !hasColon && /^\s*["'\w{[]/.test(text.slice(word.end));
  return { is, word, prefix: unquoted(prefix), hasColon, ...WITHIN_LINE, inFlow: true, needsComma };
}

interface OpenBracket {
  readonly opening: number;
  /** Behind the bracket, or the last comma within it. */
  partStart: number;
}

/** The bracket that is open at `offset`, when it opens within the same run of lines. */
function flowStart(text: string, offset: number): OpenBracket | undefined {
  const open: OpenBracket[] = [];
  let quote = '';
  const from = Math.max(0, blockStart(text, offset));
  for (let at = from; at < offset; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[\s,[{:]/.test(text[at - 1] ?? ' ')) quote = char;
    else if (char === '#' && /\s/.test(text[at - 1] ?? ' ')) at = lineEndAt(text, at) - 1;
    else if ((char === '{' || char === '[') && (open.length > 0 || /[\s,[{:]/.test(text[at - 1] ?? ' ')))
      open.push({ opening: at, partStart: at + 1 });
    else if ((char === '}' || char === ']') && open.length > 0) open.pop();
    else if (char === ',') setPartStart(open.at(-1), at + 1);
  }
  return open.at(-1);
}

function setPartStart(bracket: OpenBracket | undefined, at: number): void {
  if (bracket !== undefined) bracket.partStart = at;
}

/** Where the innermost block entry around `offset` begins: brackets before it are closed or broken. */
function blockStart(text: string, offset: number): number {
  if (/^\s*[{[]/.test(text)) return 0;
  let start = lineStartAt(text, offset);
  while (start > 0 && !/^ *(?:- +)*(?:"[^"]*"|'[^']*'|[\w./-]+):(?: |$|\r|\n)/.test(text.slice(start, start + 200)))
    start = lineStartAt(text, start - 1);
  return start;
}

function hasComment(before: string): boolean {
  return /(?:^|\s)#/.test(before.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, ''));
}

function valueEnd(text: string, from: number, offset: number, lineEnd: number): number {
  const written = text.slice(from, lineEnd);
  const quote = written[0];
  if (quote === '"' || quote === "'") {
    const close = written.indexOf(quote, 1);
    return close > 0 ? from + close + 1 : lineEnd;
  }
  const comment = written.search(/\s#/);
  return Math.max(offset, from + (comment < 0 ? written.trimEnd().length : written.slice(0, comment).trimEnd().length));
}

function unquoted(text: string): string {
  return /^["']/.test(text) ? text.slice(1) : text;
}

function isInBlockScalar(document: Document, offset: number): boolean {
  const inside = (node: Node | undefined): boolean => {
    if (node === undefined) return false;
    if (node.is === 'map') return node.entries.some((entry) => within(entry.range) && inside(entry.value));
    if (node.is === 'list') return node.items.some((item) => within(item.range) && inside(item.value));
    if (node.is !== 'scalar' || (node.style !== 'literal' && node.style !== 'folded')) return false;
    return offset > lineEndAt(document.text, node.range.start) && offset <= blockScalarEnd(document.text, node.range.end, offset);
  };
  const within = (range: Range): boolean => range.start <= offset && offset <= blockScalarEnd(document.text, range.end, offset);
  return inside(document.root);
}

/** A cursor on an indented empty line at the end of a block scalar is still in it. */
function blockScalarEnd(text: string, end: number, offset: number): number {
  const between = text.slice(end, offset);
  const last = /\n([ ]*)[^\n]*$/.exec(between);
  return /^\s*$/.test(between) && last !== null && (last[1]?.length ?? 0) > 0 && last[1]?.length === indentBefore(text, end) ? offset : end;
}

function indentBefore(text: string, end: number): number {
  const start = lineStartAt(text, end);
  return /^ */.exec(text.slice(start, end))?.[0].length ?? 0;
}

interface MarkPlace {
  readonly is: 'key' | 'value';
  readonly path: Path;
  readonly siblings: readonly Entry[];
  readonly flow: boolean;
  readonly at: number;
}

function findMark(node: Node, path: Path): MarkPlace | undefined {
  if (node.is === 'scalar')
    return node.value === CURSOR_MARK ? { is: 'value', path, siblings: [], flow: false, at: node.range.start } : undefined;
  if (node.is === 'list') {
    for (const [index, { value }] of node.items.entries()) {
      const found = value && findMark(value, [...path, index]);
      if (found !== undefined) return found.flow || !node.flow ? found : { ...found, flow: true };
    }
    return undefined;
  }
  if (node.is !== 'map') return undefined;
  for (const entry of node.entries) {
    if (entry.key === CURSOR_MARK) return { is: 'key', path, siblings: node.entries, flow: node.flow, at: entry.keyRange.start };
    const found = entry.value && findMark(entry.value, [...path, entry.key]);
    if (found !== undefined) return node.flow && !found.flow ? { ...found, flow: true } : found;
  }
  return undefined;
}

function siteFrom(line: LineSite, place: MarkPlace, marked: Document, length: number, text: string): CursorSite {
  const lineStart = lineStartAt(text, line.word.start);
  // A line that was moved left is replaced with its indentation.
  const isMoved = line.isBlankBefore && length < line.word.start;
  return {
    is: place.is,
    path: place.path,
    prefix: line.prefix,
    replace: isMoved ? { start: lineStart, end: line.word.end } : line.word,
    keys: place.siblings.map(({ key }) => key).filter((key) => key !== CURSOR_MARK),
    column: columnOf(marked.text, place.at),
    flow: place.flow,
    hasColon: line.hasColon,
    needsComma: line.needsComma,
    startsLine: line.startsLine,
    isItem: line.isItem,
    document: marked,
  };
}
