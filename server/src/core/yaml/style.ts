import type { Document, Node } from './document.ts';
import type { Style } from './render.ts';

const DEFAULT_STEP = 2;

/** The habits of a document: how far it indents, how its lines end, whether it is JSON. */
export function styleOf(document: Document): Style {
  const { text, root } = document;
  const found: { step?: number; listStep?: number } = {};
  if (root !== undefined) measure(text, root, found);
  return {
    step: found.step ?? DEFAULT_STEP,
    listStep: found.listStep ?? 0,
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    json: /^\s*[{[]/.test(text) && /^\s*[{[]\s*(?:["\]}{[]|$)/.test(text),
  };
}

/** The first nested map and the first nested list tell. */
function measure(text: string, node: Node, found: { step?: number; listStep?: number }): void {
  if (found.step !== undefined && found.listStep !== undefined) return;
  if (node.is === 'list') {
    for (const { value } of node.items) if (value !== undefined) measure(text, value, found);
  }
  if (node.is !== 'map' || node.flow) return;
  for (const { keyRange, value } of node.entries) {
    if (value === undefined || (value.is !== 'map' && value.is !== 'list')) continue;
    const by = columnOf(text, value.range.start) - columnOf(text, keyRange.start);
    if (value.is === 'map' && !value.flow && by > 0) found.step ??= by;
    if (value.is === 'list' && !value.flow && by >= 0) found.listStep ??= by;
    measure(text, value, found);
  }
}

/** Characters between the start of the line and `offset`. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStartAt(text, offset);
}

export function lineStartAt(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Offset of the line break (or the end of the text) that ends the line of `offset`. */
export function lineEndAt(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** Offset behind the line break of the line of `offset`. */
export function nextLineAt(text: string, offset: number): number {
  const end = lineEndAt(text, offset);
  if (text[end] === '\r' && text[end + 1] === '\n') return end + 2;
  return Math.min(end + 1, text.length);
}
