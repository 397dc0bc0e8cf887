import type { Json, Path } from '../base/json.ts';
import { applyEdits, type Range, type TextEdit } from '../base/range.ts';
import type { Document, Entry, ListNode, MapNode, Node } from './document.ts';
import { find } from './locate.ts';
import { parseDocument } from './parse.ts';
import { plainOrQuoted, quoted } from './quote.ts';
import { renderEntry, renderFlow, renderItem } from './render.ts';
import { columnOf, lineEndAt, lineStartAt, nextLineAt, styleOf } from './style.ts';

/**
 * Edits of one place of a document, which leave everything else as it is written: comments, indentation, quotes, line ends.
 * All take paths as find() does and give [] where the place is not there or stands elsewhere (behind an alias or a merge key).
 */

/** Gives the key at `path` another name, in the quotes it has. */
export function renameKey(document: Document, path: Path, name: string): readonly TextEdit[] {
  const entry = entryAt(document, path);
  if (entry === undefined) return [];
  const quote = document.text[entry.keyRange.start];
  const text = quote === '"' ? quoted(name) : quote === "'" ? `'${name.replaceAll("'", "''")}'` : plainOrQuoted(name);
  return [{ range: entry.keyRange, text }];
}

/** Puts another scalar in place of the value at `path`, keeping the quotes of a text that had them. */
export function replaceValue(document: Document, path: Path, value: Json): readonly TextEdit[] {
  const found = find(document, path);
  if (found.depth !== path.length || found.detour !== undefined) return [];
  const { node } = found;
  const style = styleOf(document);
  const written = renderFlow(value, style);
  if (node === undefined) {
    const entry = entryAt(document, path);
    return entry === undefined ? [] : [insertBehindColon(document, entry, written)];
  }
  const isQuoted = node.is === 'scalar' && (node.style === 'double' || node.style === 'single');
  const keepsQuotes = isQuoted && typeof value === 'string';
  const text = !keepsQuotes ? written : node.style === 'double' ? quoted(value) : `'${value.replaceAll("'", "''")}'`;
  return [{ range: node.range, text }];
}

/** Adds `key: value` at the end of the map at `path`. A map that is not there, or is empty, comes into being. */
export function insertEntry(document: Document, path: Path, key: string, value: Json): readonly TextEdit[] {
  const found = find(document, path);
  if (found.detour !== undefined) return [];
  const missing = path.slice(found.depth);
  const [next, ...rest] = missing;
  if (next !== undefined) {
    if (missing.some((step) => typeof step === 'number')) return [];
    const inner = rest.reduceRight<Json>((built, step) => ({ [step]: built }), { [key]: value });
    return insertEntry(document, path.slice(0, found.depth), String(next), inner);
  }
  const { node } = found;
  const style = styleOf(document);
  if (node?.is === 'map' && node.entries.length > 0) return [addToMap(document, node, key, value)];
  if (node?.is === 'map' || node === undefined || (node.is === 'scalar' && node.type === 'null')) {
    const isInFlow = path.some((_, depth) => isFlow(find(document, path.slice(0, depth)).node));
    if (isInFlow || style.json) return replaceNode(document, path, node, renderFlow({ [key]: value }, style));
    return putBelow(document, path, node, renderEntry(key, value, style), style.step);
  }
  return [];
}

/** Adds `key: value` before the first entry of the document's own map, where a reader looks first. */
export function prependEntry(document: Document, key: string, value: Json): readonly TextEdit[] {
  const { root } = document;
  const first = root?.is === 'map' ? root.entries[0] : undefined;
  if (root?.is !== 'map' || first === undefined) return [];
  const style = styleOf(document);
  const at = first.range.start;
  const indent = ' '.repeat(columnOf(document.text, at));
  const written = root.flow ? `${renderFlow({ [key]: value }, style).slice(1, -1)}, ` : undefined;
  const lines = written ?? renderEntry(key, value, style).join(style.lineBreak + indent) + style.lineBreak + indent;
  return [{ range: { start: at, end: at }, text: lines }];
}

/** Adds an item at the end of the list at `path`; a list that is not there, or is empty, comes into being. */
export function appendItem(document: Document, path: Path, value: Json): readonly TextEdit[] {
  const found = find(document, path);
  if (found.detour !== undefined) return [];
  const style = styleOf(document);
  if (found.depth < path.length) {
    const last = path.at(-1);
    return typeof last === 'string' && found.depth === path.length - 1 ? insertEntry(document, path.slice(0, -1), last, [value]) : [];
  }
  const { node } = found;
  if (node?.is === 'list' && node.items.length > 0) return [addToList(document, node, value)];
  if (node?.is === 'list' || node === undefined || (node.is === 'scalar' && node.type === 'null')) {
    const isInFlow = path.some((_, depth) => isFlow(find(document, path.slice(0, depth)).node));
    if (isInFlow || style.json) return replaceNode(document, path, node, renderFlow([value], style));
    return putBelow(document, path, node, renderItem(value, style), style.listStep);
  }
  return [];
}

/** Takes away the entry at `path` with its lines; a map left without entries stays as `{}`. */
export function deleteEntry(document: Document, path: Path): readonly TextEdit[] {
  const entry = entryAt(document, path);
  const parent = find(document, path.slice(0, -1));
  if (entry === undefined || parent.node?.is !== 'map') return [];
  return deleteFrom(document, parent.node, entry);
}

/** Takes away the item at `path` with its lines; the only item of a list goes with the list's own entry. */
export function deleteItem(document: Document, path: Path): readonly TextEdit[] {
  const index = path.at(-1);
  const { node, depth, detour } = find(document, path.slice(0, -1));
  const item = node?.is === 'list' && typeof index === 'number' ? node.items[index] : undefined;
  if (node?.is !== 'list' || item === undefined || detour !== undefined || depth !== path.length - 1) return [];
  if (node.items.length === 1) return deleteEntry(document, path.slice(0, -1));
  const at = Number(index);
  return deletePart(document, node.flow, item.range, node.items[at - 1]?.range, node.items[at + 1]?.range);
}

/** Takes away the entry whose key stands at `keyRange`: one of several with the same name. */
export function deleteEntryAt(document: Document, keyRange: Range): readonly TextEdit[] {
  const owner = document.root && mapWithKeyAt(document.root, keyRange.start);
  return owner === undefined ? [] : deleteFrom(document, owner.map, owner.entry);
}

/**
 * Moves the entry at `path` to the end of the block map at `parent`, its own lines and the comments in them kept. A map that is
 * empty, or not there while what holds it is, comes into being.
 */
export function moveEntry(document: Document, path: Path, parent: Path): readonly TextEdit[] {
  const entry = entryAt(document, path);
  const source = find(document, path.slice(0, -1)).node;
  if (entry === undefined || source?.is !== 'map' || source.flow) return [];
  const target = find(document, parent).depth === parent.length ? find(document, parent).node : undefined;
  const isInside = target !== undefined && target.range.start >= entry.range.start && target.range.end <= entry.range.end;
  if (target === source || isInside) return [];
  const { text } = document;
  const from = source.entries[0] === entry ? entry.range.start : commentsAbove(text, entry.keyRange.start);
  const lines = text.slice(from, lineEndAt(text, entry.range.end)).split(/\r\n|\n|\r/);
  const by = -columnOf(text, entry.keyRange.start);
  const moved = lines.map((line, index) => (index === 0 && from === entry.range.start ? line : reindented(line, by)));
  // Taking away and putting in may meet on one line: each is done on the text that the other left.
  const taken = deleteFrom(document, source, entry);
  const whole = taken.map((edit) => ({ ...edit, range: { ...edit.range, start: Math.min(edit.range.start, from) } }));
  const without = parseDocument(applyEdits(text, whole));
  const after = withLines(without, parent, moved);
  return after === undefined ? [] : [difference(text, after)];
}

/** The text with lines, the first of which stands at the margin, at the end of a map; undefined where they cannot go. */
function withLines(document: Document, parent: Path, lines: readonly string[]): string | undefined {
  const { text } = document;
  const target = blockMapAt(document, parent);
  const last = target?.entries.at(-1);
  if (target !== undefined && last !== undefined) {
    const written = lines.map((line) => reindented(line, columnOf(text, target.range.start)));
    return applyEdits(text, [insertLinesBehind(document, last.range.end, written, styleOf(document).lineBreak)]);
  }
  const { node, depth, detour } = find(document, parent);
  const key = parent.at(-1);
  if (typeof key !== 'string' || detour !== undefined || depth < parent.length - 1) return undefined;
  if (depth === parent.length - 1) {
    const made = blockMapAt(document, parent.slice(0, -1)) === undefined ? [] : insertEntry(document, parent.slice(0, -1), key, null);
    return made.length === 0 ? undefined : withLines(parseDocument(applyEdits(text, made)), parent, lines);
  }
  const isEmpty = node === undefined || (node.is === 'map' && node.entries.length === 0) || (node.is === 'scalar' && node.type === 'null');
  if (!isEmpty || isFlow(find(document, parent.slice(0, -1)).node)) return undefined;
  return applyEdits(text, putBelow(document, parent, node, lines, styleOf(document).step));
}

/** Start of the lines of comment right above a key that stand as far in as it does; the key's own place where there are none. */
function commentsAbove(text: string, key: number): number {
  const indent = ' '.repeat(columnOf(text, key));
  let from = key;
  for (let line = lineStartAt(text, key); line > 0; ) {
    // A line break may be two characters: the end of the line above is found from its start.
    line = lineStartAt(text, text.startsWith('\r\n', line - 2) ? line - 2 : line - 1);
    if (!text.startsWith(`${indent}#`, line)) break;
    from = line;
  }
  return from;
}

function blockMapAt(document: Document, path: Path): MapNode | undefined {
  const { node, depth, detour } = find(document, path);
  const isThere = depth === path.length && detour === undefined && node?.is === 'map';
  return isThere && !node.flow && node.entries.length > 0 ? node : undefined;
}

/** One edit that does what several do one after the other, each on the text that the one before left; [] when a step has nothing to do. */
export function inTurn(document: Document, steps: readonly ((document: Document) => readonly TextEdit[])[]): readonly TextEdit[] {
  let now = document;
  for (const step of steps) {
    const edits = step(now);
    if (edits.length === 0) return [];
    now = parseDocument(applyEdits(now.text, edits));
  }
  return [difference(document.text, now.text)];
}

/** The one edit that makes `before` into `after`. */
export function difference(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end) && end < after.length - start) end++;
  return { range: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}

function reindented(line: string, by: number): string {
  if (line.trim() === '') return line;
  const own = /^ */.exec(line)?.[0].length ?? 0;
  return ' '.repeat(Math.max(0, own + by)) + line.slice(own);
}

function entryAt(document: Document, path: Path): Entry | undefined {
  const found = find(document, path);
  const isWritten = found.depth === path.length && found.detour === undefined && typeof path.at(-1) === 'string';
  return isWritten ? found.entry : undefined;
}

function isFlow(node: Node | undefined): boolean {
  return (node?.is === 'map' || node?.is === 'list') && node.flow;
}

function insertBehindColon(document: Document, entry: Entry, written: string): TextEdit {
  const at = colonEnd(document, entry);
  return { range: { start: at, end: at }, text: ` ${written}` };
}

function colonEnd(document: Document, entry: Entry): number {
  return document.text.indexOf(':', entry.keyRange.end) + 1;
}

function addToMap(document: Document, map: MapNode, key: string, value: Json): TextEdit {
  const style = styleOf(document);
  const last = map.entries.at(-1) as Entry;
  if (map.flow) return addInFlow(document, last.range, renderFlow({ [key]: value }, style).slice(1, -1));
  const indent = ' '.repeat(columnOf(document.text, map.range.start));
  return insertLinesBehind(
    document,
    last.range.end,
    renderEntry(key, value, style).map((line) => indent + line),
    style.lineBreak,
  );
}

function addToList(document: Document, list: ListNode, value: Json): TextEdit {
  const style = styleOf(document);
  const last = list.items.at(-1)?.range ?? list.range;
  if (list.flow) return addInFlow(document, last, renderFlow(value, style));
  const indent = ' '.repeat(columnOf(document.text, list.range.start));
  return insertLinesBehind(
    document,
    last.end,
    renderItem(value, style).map((line) => indent + line),
    style.lineBreak,
  );
}

/** Behind the last entry in braces or brackets: on a line of its own when that one has its own. */
function addInFlow({ text }: Document, last: Range, written: string): TextEdit {
  const range = { start: last.end, end: last.end };
  const line = text.slice(lineStartAt(text, last.start), last.start);
  if (line.trim() !== '') return { range, text: `, ${written}` };
  return { range, text: `,${text.includes('\r\n') ? '\r\n' : '\n'}${line}${written}` };
}

/** New lines behind the one that holds `offset`, whatever comment follows there. */
function insertLinesBehind(document: Document, offset: number, lines: readonly string[], lineBreak: string): TextEdit {
  const at = lineEndAt(document.text, offset);
  return { range: { start: at, end: at }, text: lines.map((line) => lineBreak + line).join('') };
}

function replaceNode(document: Document, path: Path, node: Node | undefined, written: string): readonly TextEdit[] {
  if (node !== undefined && node.range.end > node.range.start) return [{ range: node.range, text: written }];
  const entry = entryAt(document, path);
  return entry === undefined ? [] : [insertBehindColon(document, entry, written)];
}

/** Writes lines under the key at `path`, in place of an empty value. */
function putBelow(document: Document, path: Path, node: Node | undefined, lines: readonly string[], step: number): readonly TextEdit[] {
  const { text } = document;
  const { lineBreak } = styleOf(document);
  if (path.length === 0) {
    const range = node?.range ?? { start: text.length, end: text.length };
    return [{ range, text: lines.join(lineBreak) + (node === undefined ? lineBreak : '') }];
  }
  const entry = entryAt(document, path);
  if (entry === undefined) return [];
  const from = colonEnd(document, entry);
  // An empty value on a line of its own makes room right there: a comment may stand behind the key.
  if (node !== undefined && node.range.end > node.range.start && /[\r\n]/.test(text.slice(from, node.range.start))) {
    return [{ range: node.range, text: lines.join(lineBreak + ' '.repeat(columnOf(text, node.range.start))) }];
  }
  const indent = ' '.repeat(columnOf(text, entry.keyRange.start) + step);
  const insertion = insertLinesBehind(
    document,
    Math.max(from, node?.range.end ?? 0),
    lines.map((line) => indent + line),
    lineBreak,
  );
  if (node === undefined || node.range.end === node.range.start) return [insertion];
  return [{ range: { start: from, end: node.range.end }, text: '' }, insertion];
}

function deleteFrom(document: Document, map: MapNode, entry: Entry): readonly TextEdit[] {
  if (map.entries.length === 1) return [{ range: map.range, text: '{}' }];
  const index = map.entries.indexOf(entry);
  return deletePart(document, map.flow, entry.range, map.entries[index - 1]?.range, map.entries[index + 1]?.range);
}

/** Takes away one of several parts of a map or list. */
function deletePart(
  { text }: Document,
  isInFlow: boolean,
  part: Range,
  previous: Range | undefined,
  next: Range | undefined,
): readonly TextEdit[] {
  if (isInFlow) {
    if (next !== undefined) return [{ range: { start: part.start, end: next.start }, text: '' }];
    return [{ range: { start: previous?.end ?? part.start, end: part.end }, text: '' }];
  }
  const lineStart = lineStartAt(text, part.start);
  const standsAlone = text.slice(lineStart, part.start).trim() === '';
  // The first part of a list item shares its line with the dash: the next one takes its place.
  if (!standsAlone) return next === undefined ? [] : [{ range: { start: part.start, end: next.start }, text: '' }];
  const end = nextLineAt(text, part.end);
  const isLastLine = end === text.length && !/[\r\n]$/.test(text);
  // Without a line break at the end of the text, the one before goes.
  const start = isLastLine && previous !== undefined ? lineEndAt(text, previous.end) : lineStart;
  return [{ range: { start, end }, text: '' }];
}

function mapWithKeyAt(node: Node, offset: number): { readonly map: MapNode; readonly entry: Entry } | undefined {
  if (node.is === 'list') {
    for (const { value, range } of node.items) {
      if (value !== undefined && range.start <= offset && offset <= range.end) return mapWithKeyAt(value, offset);
    }
  }
  if (node.is !== 'map') return undefined;
  for (const entry of node.entries) {
    if (entry.keyRange.start === offset) return { map: node, entry };
    if (entry.value !== undefined && entry.range.start <= offset && offset <= entry.range.end) {
      const inner = mapWithKeyAt(entry.value, offset);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
