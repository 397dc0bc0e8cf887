import { contains, type Range } from '../base/range.ts';
import type { Document, Node } from '../yaml/document.ts';
import { lineEndAt } from '../yaml/style.ts';

/** How deep outlines and folds go. */
export const DEEPEST = 8;
/** With more documents the objects themselves are parts enough: editors show some thousand, and wait until all are there. */
const MANY_DOCUMENTS = 200;

/** How deep outlines and folds of a file with so many documents go. */
export function depthFor(documents: number): number {
  return documents > MANY_DOCUMENTS ? 0 : DEEPEST;
}

/** Parts of a document that can be folded away: every collection and block text of more than one line, and runs of comments. */
export function foldsOf(document: Document, depth = DEEPEST): readonly { readonly range: Range; readonly is: 'region' | 'comment' }[] {
  const { text, root } = document;
  const folds: { range: Range; is: 'region' | 'comment' }[] = [];
  const add = (range: Range): void => {
    if (lineEndAt(text, range.start) < range.end) folds.push({ range, is: 'region' });
  };
  const visit = (node: Node | undefined, left: number): void => {
    if (left === 0) return;
    if (node?.is === 'map') {
      for (const { range, value } of node.entries) {
        if (value !== undefined) add(range);
        visit(value, left - 1);
      }
    } else if (node?.is === 'list') {
      for (const { range, value } of node.items) {
        add(range);
        visit(value, left - 1);
      }
    }
  };
  if (root !== undefined) add(root.range);
  visit(root, depth);
  for (const match of text.matchAll(/^[ ]*#.*(?:\r?\n[ ]*#.*)+/gm)) {
    folds.push({ range: { start: match.index, end: match.index + match[0].length }, is: 'comment' });
  }
  return folds;
}

/** Ranges around an offset from the innermost outwards: word, value, entry, block, document. */
export function selectionsAt(document: Document, offset: number): readonly Range[] {
  const ranges: Range[] = [{ start: 0, end: document.text.length }];
  const add = (range: Range): void => {
    const last = ranges.at(-1);
    if (last !== undefined && (last.start !== range.start || last.end !== range.end)) ranges.push(range);
  };
  let node = document.root;
  while (node !== undefined && contains(node.range, offset)) {
    add(node.range);
    if (node.is === 'map') {
      const entry = node.entries.find(({ range }) => contains(range, offset));
      if (entry === undefined) break;
      add(entry.range);
      if (contains(entry.keyRange, offset)) {
        add(entry.keyRange);
        break;
      }
      node = entry.value;
    } else if (node.is === 'list') {
      const item = node.items.find(({ range }) => contains(range, offset));
      if (item === undefined) break;
      add(item.range);
      node = item.value;
    } else break;
  }
  return ranges.reverse();
}
