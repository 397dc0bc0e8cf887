import { applyEdits, type TextEdit } from '../base/range.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { Document, SyntaxProblem } from '../yaml/document.ts';
import { parseDocument } from '../yaml/parse.ts';
import { lineEndAt, lineStartAt, styleOf } from '../yaml/style.ts';
import { spacedFrom } from './fix-dash.ts';
import { fixLine } from './fix-line.ts';
import { fixQuote } from './fix-quote.ts';

/** How many lines above a fault its cause is looked for. */
const MOST_LINES = 3;

/** Faults of the text with a well-known cause. Each change is tried out: it is offered only when the fault goes with it. */
export function fixSyntax(document: Document, problem: SyntaxProblem): readonly Fix[] {
  const candidates = [...tabs(document, problem), ellipsis(document, problem), ...glued(document, problem), ...dashes(document, problem)];
  const mending = candidates.filter((fix) => fix !== undefined && isMending(document, problem, fix.edits));
  const [first] = mending;
  if (first !== undefined) return [first];
  const quote = fixQuote(document.text);
  return quote.length > 0 ? quote : fixLine(document.text, linesUpFrom(document.text, problem.range.start));
}

function isMending({ text }: Document, { range, reason }: SyntaxProblem, edits: readonly TextEdit[]): boolean {
  const after = parseDocument(applyEdits(text, edits)).problems;
  return !after.some((problem) => problem.is === 'syntax' && problem.reason === reason && problem.range.start <= range.end);
}

/** A tab may stand for as many spaces as the document indents by, or as the author's editor showed; the first width that leaves no fault is meant. */
function tabs(document: Document, { reason, range }: SyntaxProblem): readonly Fix[] {
  const { text } = document;
  const isTab = reason.includes('tab character') || (reason.includes('cannot start any token') && text[range.start] === '\t');
  if (!isTab) return [];
  const title = message('editor.fix.tabs');
  const ways = [styleOf(document).step, 2, 4, 8].flatMap((width) => [
    (blank: string): string => blank.replaceAll('\t', ' '.repeat(width)),
    (blank: string): string =>
      blank.replaceAll(/[^\t]*\t/g, (part) => part.slice(0, -1).padEnd((Math.floor((part.length - 1) / width) + 1) * width)),
  ]);
  const fixes = ways.map((way): Fix => {
    const edits = [...text.matchAll(/^[ \t]*\t[ \t]*|(?<=^ *(?:- *)*-)[ \t]*\t[ \t]*/gm)].map((match) => ({
      range: { start: match.index, end: match.index + match[0].length },
      text: match.index === 0 || text[match.index - 1] !== '-' ? way(match[0]) : ' ',
    }));
    return { title, safe: false, preferred: true, edits };
  });
  const whole = fixes.find(({ edits }) => !parseDocument(applyEdits(text, edits)).problems.some(({ is }) => is === 'syntax'));
  return whole === undefined ? fixes.slice(0, 1) : [whole];
}

/** `-name: web`: without a space the dash makes no item. */
function dashes({ text }: Document, { range }: SyntaxProblem): readonly Fix[] {
  return linesUpFrom(text, range.start).flatMap((start): readonly Fix[] => {
    const edits = spacedFrom(text, start);
    return edits.length === 0 ? [] : [{ title: message('editor.fix.asList'), safe: false, preferred: true, edits }];
  });
}

/** `...` in place of containers that are still to be written. */
function ellipsis({ text }: Document, { range }: SyntaxProblem): Fix | undefined {
  for (const start of linesUpFrom(text, range.start)) {
    const line = text.slice(start, lineEndAt(text, start));
    const [, indent] = /^( *)\.\.\.[ \t]*$/.exec(line) ?? [];
    if (indent === undefined || start === 0) continue;
    const above = text.slice(lineStartAt(text, start - 1), start - 1);
    const isContainers = /(?:containers|initContainers):\s*$/.test(above);
    const replaced = isContainers ? `${indent}- name: app\n${indent}  image: nginx:1.29` : '';
    const title = isContainers
      ? message('editor.fix.insert', { text: 'name, image' })
      : message('editor.fix.removeField', { field: '...' });
    return { title, safe: false, preferred: true, edits: [{ range: { start, end: start + line.length }, text: replaced }] };
  }
  return undefined;
}

/** `port:9000`: without a space it is no key. */
function glued({ text }: Document, { range }: SyntaxProblem): readonly Fix[] {
  return linesUpFrom(text, range.start).flatMap((start): readonly Fix[] => {
    const line = text.slice(start, lineEndAt(text, start));
    const [whole, before = '', key = '', value = ''] = /^(\s*(?:- +)*)([\w./-]+):((?!\/\/)[^\s:][^#]*?)\s*(?:#.*)?$/.exec(line) ?? [];
    if (whole === undefined) return [];
    const from = start + before.length;
    const edits = [{ range: { start: from, end: from + key.length + 1 + value.length }, text: `${key}: ${value}` }];
    return [{ title: message('editor.fix.replace', { text: `${key}: ${value}` }), safe: false, preferred: true, edits }];
  });
}

/** Starts of the line of an offset and of those above it, the nearest first. */
function linesUpFrom(text: string, offset: number): readonly number[] {
  const starts: number[] = [];
  let start = lineStartAt(text, offset);
  while (starts.length < MOST_LINES) {
    starts.push(start);
    if (start === 0) break;
    start = lineStartAt(text, start - 1);
  }
  return starts;
}
