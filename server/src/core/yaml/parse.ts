import type { Range } from '../base/range.ts';
import { isBreak, lineAt } from './characters.ts';
import { type Composition, compose, type Remark } from './compose.ts';
import type { Document, SyntaxProblem, YamlProblem } from './document.ts';
import type { Fault } from './token.ts';
import { readValue, type ValueProblem } from './value.ts';

/** How often a half-written text is mended to read what follows the fault. */
const MENDINGS = 8;
/** Texts longer than this are mended once only. */
const LONG_TEXT = 200_000;

/** A Document that is read when it is first looked into: opening a large file costs next to nothing. */
export function createDocument(text: string): Document {
  let read: Document | undefined;
  const reading = (): Document => {
    read ??= parseDocument(text);
    return read;
  };
  return {
    text,
    get root() {
      return reading().root;
    },
    get value() {
      return reading().value;
    },
    get problems() {
      return reading().problems;
    },
  };
}

/** Reads one YAML document. Never throws: faults become problems, and the tree holds all that could be read beside them. */
export function parseDocument(text: string): Document {
  const control = findControlCharacter(text);
  if (control >= 0) return unreadable(text, control);
  const first = compose(text);
  const { root } = first.fault === undefined ? first : mend(text, first);
  const lineOf = (offset: number): number => lineAt(text, offset) + 1;
  const read = root === undefined ? undefined : readValue(root, lineOf);
  const problems = gather(first, read?.problems ?? [], text, lineOf);
  return { text, root, value: read?.value, problems };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function findControlCharacter(text: string): number {
  return text.search(CONTROL);
}

/** The server refuses the whole text; what stands before the character is still worth reading. */
function unreadable(text: string, at: number): Document {
  const reason = 'control characters are not allowed';
  const range = { start: at, end: at + 1 };
  const problem: SyntaxProblem = { is: 'syntax', range, reason, line: lineAt(text, at) + 1, serverText: `yaml: ${reason}` };
  const cleaned = parseDocument(text.replace(new RegExp(CONTROL, 'g'), ' '));
  return { ...cleaned, text, problems: [problem, ...cleaned.problems] };
}

/**
 * Blanks out what is at fault, from its place to the end of the line, and reads again: the lines that follow a half-written one
 * keep their tree. Falls back to what the first reading gave.
 */
function mend(text: string, first: Composition): Composition {
  let mended = text;
  let { fault } = first;
  for (let round = 0; round < (text.length > LONG_TEXT ? 1 : MENDINGS); round++) {
    if (fault === undefined) break;
    const blanked = blankLine(mended, fault.at);
    if (blanked === mended) break;
    mended = blanked;
    const again = compose(mended);
    if (again.fault === undefined) return again;
    fault = again.fault;
  }
  return first;
}

function blankLine(text: string, from: number): string {
  let end = from;
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++;
  return text.slice(0, from) + ' '.repeat(end - from) + text.slice(end);
}

function gather(
  composition: Composition,
  read: readonly ValueProblem[],
  text: string,
  lineOf: (offset: number) => number,
): readonly YamlProblem[] {
  const { fault, remarks, refusals } = composition;
  const syntax = ({ reason, range }: Remark): SyntaxProblem => ({
    is: 'syntax',
    range,
    reason,
    line: lineOf(range.start),
    serverText: `yaml: ${reason}`,
  });
  const ofFault =
    fault === undefined ? [] : [{ ...syntax({ reason: fault.reason, range: rangeOf(fault, text) }), serverText: serverText(fault) }];
  // After a fault the value is only the best that could be read: what the server would never come to is left out.
  const ofValue = fault === undefined ? read.map((problem) => (problem.is === 'refused' ? syntax(problem) : problem)) : [];
  return [...remarks.map(syntax), ...ofFault, ...(fault === undefined ? refusals.map(syntax) : []), ...ofValue];
}

function serverText(fault: Fault): string {
  return fault.serverLine === 0 ? `yaml: ${fault.reason}` : `yaml: line ${fault.serverLine}: ${fault.reason}`;
}

/** From the fault to the end of the word or the line, so that something is there to be underlined. */
function rangeOf(fault: Fault, text: string): Range {
  const start = Math.min(fault.at, text.length);
  let end = start;
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++;
  const line = text.slice(start, end).trimEnd();
  if (line !== '') return { start, end: start + line.length };
  // At the end of a line or of the text: the last character before it.
  let before = start;
  while (before > 0 && /\s/.test(text[before - 1] ?? '')) before--;
  return before > 0 ? { start: before - 1, end: before } : { start, end: Math.min(text.length, start + 1) };
}
