import type { TextEdit } from '../base/range.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import { lineEndAt, nextLineAt } from '../yaml/style.ts';
import { isWhole } from './fix-line.ts';

/** How many ways to close a quote are tried. */
const MOST_TRIES = 16;

/** `"80` without its second quote, or with one of the other kind: closed at the first place that leaves no fault in the text. */
export function fixQuote(text: string): readonly Fix[] {
  let tries = 0;
  for (let start = 0; start < text.length; start = nextLineAt(text, start)) {
    const line = text.slice(start, lineEndAt(text, start));
    const open = openQuote(line);
    if (open === undefined) continue;
    for (const { at, length } of ends(line, open)) {
      if (tries++ >= MOST_TRIES) return [];
      const edits: readonly TextEdit[] = [{ range: { start: start + at, end: start + at + length }, text: line.charAt(open) }];
      if (!isWhole(text, edits)) continue;
      const title = message('editor.fix.replace', { text: `${line.slice(open, at)}${line.charAt(open)}` });
      return [{ title, safe: false, preferred: true, edits }];
    }
  }
  return [];
}

/** Where a quote opens that its line does not close, or closes in the midst of a word. */
function openQuote(line: string): number | undefined {
  let at = 0;
  while (at < line.length) {
    const before = line.slice(0, at);
    const isStart = /^\s*$|(?:^|[\s[{,:])$/.test(before) && /(?:[:\-?,]\s+|[[{]\s*|,|^\s*)$/.test(before);
    const mark = line.charAt(at);
    if (mark === '#' && /(?:^|\s)$/.test(before)) return undefined;
    if (!isStart || (mark !== '"' && mark !== "'")) {
      at++;
      continue;
    }
    const end = closing(line, at);
    if (end === undefined || !/^(?:\s*(?:$|[\]},:])|\s+#)/.test(line.slice(end + 1))) return at;
    at = end + 1;
  }
  return undefined;
}

function closing(line: string, open: number): number | undefined {
  const mark = line.charAt(open);
  for (let at = open + 1; at < line.length; at++) {
    if (mark === '"' && line.charAt(at) === '\\') at++;
    else if (mark === "'" && line.startsWith("''", at)) at++;
    else if (line.charAt(at) === mark) return at;
  }
  return undefined;
}

/** Where the quote may have been meant to close: at the other kind of quote, before what ends an item, or at the end of the line. */
function ends(line: string, open: number): readonly { readonly at: number; readonly length: number }[] {
  const rest = line.slice(open + 1);
  const other = line.charAt(open) === '"' ? "'" : '"';
  const places = [...rest.matchAll(/\s*[,\]}]|\s+#/g)].map(({ index }) => index);
  const whole = rest.trimEnd().length;
  const mixed = [...places, whole].filter((at) => rest.charAt(at - 1) === other).map((at) => ({ at: open + at, length: 1 }));
  return [...mixed, ...[...places, whole].map((at) => ({ at: open + 1 + at, length: 0 }))];
}
