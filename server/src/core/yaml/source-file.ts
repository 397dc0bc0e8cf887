import type { Range } from '../base/range.ts';
import type { Document, PlacedDocument } from './document.ts';
import { createDocument } from './parse.ts';
import { type Piece, splitDocuments } from './split.ts';

/** The text of one file as its documents in order: at least one, and joined they are the text. Immutable. */
export interface SourceFile {
  readonly documents: readonly PlacedDocument[];
  /** In UTF-16 units. */
  readonly length: number;
}

/** A place as editors count it: lines from 0, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export function createFile(text: string): SourceFile {
  return assemble([], splitDocuments(text), new Map(), []);
}

export function textOf(file: SourceFile): string {
  return file.documents.map(({ lead, document }) => lead + document.text).join('');
}

/**
 * The file after `range` was replaced by `text`. Only documents whose text changed are new; the others keep their identity, and
 * with it all that was computed for them. Costs what the edited documents cost, plus a little for each document behind them.
 */
export function editFile(file: SourceFile, range: Range, text: string): SourceFile {
  const { documents } = file;
  // A neighbour on either side: an edit at the edge may make or unmake the separator line itself.
  const first = Math.max(0, indexAt(file, range.start) - 1);
  const last = Math.min(documents.length - 1, indexAt(file, range.end) + 1);
  const edited = documents.slice(first, last + 1);
  const base = startOf(documents[first]);
  const old = edited.map(({ lead, document }) => lead + document.text).join('');
  const joined = old.slice(0, range.start - base) + text + old.slice(range.end - base);
  const known = new Map(edited.map(({ document }) => [document.text, document]));
  return assemble(documents.slice(0, first), splitDocuments(joined), known, documents.slice(last + 1));
}

function assemble(
  before: readonly PlacedDocument[],
  pieces: readonly Piece[],
  known: Map<string, Document>,
  after: readonly PlacedDocument[],
): SourceFile {
  const documents = [...before];
  const previous = before.at(-1);
  let offset = previous === undefined ? 0 : previous.start + previous.document.text.length;
  let line = previous === undefined ? 0 : previous.startLine + countBreaks(previous.document.text);
  const place = (lead: string, document: Document): void => {
    const start = offset + lead.length;
    const startLine = line + countBreaks(lead);
    documents.push({ document, lead, start, startLine });
    offset = start + document.text.length;
    line = startLine + countBreaks(document.text);
  };
  for (const { lead, text } of pieces) {
    const document = known.get(text) ?? createDocument(text);
    // Each stands at one place only: a copy is another document.
    known.delete(text);
    place(lead, document);
  }
  const [next] = after;
  if (next !== undefined) {
    const byOffset = offset - startOf(next);
    const byLine = line + countBreaks(next.lead) - next.startLine;
    for (const { document, lead, start, startLine } of after) {
      documents.push({ document, lead, start: start + byOffset, startLine: startLine + byLine });
    }
  }
  const end = documents.at(-1);
  return { documents, length: end === undefined ? 0 : end.start + end.document.text.length };
}

function startOf(placed: PlacedDocument | undefined): number {
  return placed === undefined ? 0 : placed.start - placed.lead.length;
}

/** Index of the document that holds `offset`, its separator included. */
export function indexAt(file: SourceFile, offset: number): number {
  return lastIndexWhere(file.documents, (placed) => startOf(placed) <= offset);
}

export function documentAt(file: SourceFile, offset: number): PlacedDocument {
  return file.documents[indexAt(file, offset)] as PlacedDocument;
}

/** The offset of a position; beyond the end of a line it is the line's end, beyond the last line the end of the text. */
export function offsetAt(file: SourceFile, { line, character }: Position): number {
  const placed = file.documents[lastIndexWhere(file.documents, (each) => leadLine(each) <= line)] as PlacedDocument;
  if (placed.lead !== '' && line === leadLine(placed)) {
    return startOf(placed) + Math.min(character, placed.lead.replace(/[\r\n]+$/, '').length);
  }
  const { text } = placed.document;
  const starts = lineStartsOf(placed.document);
  const start = starts[line - placed.startLine];
  if (start === undefined) return file.length;
  const next = starts[line - placed.startLine + 1];
  let end = next ?? text.length;
  while (next !== undefined && end > start && isLineBreak(text.charCodeAt(end - 1))) end--;
  return placed.start + Math.min(start + Math.max(0, character), end);
}

export function positionAt(file: SourceFile, offset: number): Position {
  const placed = documentAt(file, Math.max(0, Math.min(offset, file.length)));
  if (offset < placed.start || isUnfinished(placed)) return { line: leadLine(placed), character: offset - startOf(placed) };
  const starts = lineStartsOf(placed.document);
  const within = Math.min(offset, placed.start + placed.document.text.length) - placed.start;
  const index = lastIndexWhere(starts, (start) => start <= within);
  return { line: placed.startLine + index, character: within - (starts[index] ?? 0) };
}

function leadLine(placed: PlacedDocument): number {
  return placed.startLine - countBreaks(placed.lead);
}

/** A separator at the very end of a file, without a line break behind it. */
function isUnfinished({ lead }: PlacedDocument): boolean {
  return lead !== '' && countBreaks(lead) === 0;
}

function lastIndexWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(items[middle] as T)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line starts by document, kept as long as the document is. */
const lineStarts = new WeakMap<Document, readonly number[]>();

function lineStartsOf(document: Document): readonly number[] {
  const kept = lineStarts.get(document);
  if (kept !== undefined) return kept;
  const { text } = document;
  const starts = [0];
  for (let at = 0; at < text.length; at++) if (endsLine(text, at)) starts.push(at + 1);
  lineStarts.set(document, starts);
  return starts;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (endsLine(text, at)) count++;
  return count;
}

/** Whether a line ends with the character at `at`, as editors see it (LF, CRLF, CR). */
function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
