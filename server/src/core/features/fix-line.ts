import { applyEdits, type TextEdit } from '../base/range.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import { parseDocument } from '../yaml/parse.ts';
import { quoted } from '../yaml/quote.ts';
import { lineEndAt, lineStartAt, nextLineAt } from '../yaml/style.ts';

/** Lines around the one at fault whose indentation it may have been meant to have. */
const NEIGHBOURS = 12;
/** By how many spaces a line may have slipped. */
const FURTHEST = 4;

/**
 * What a single line near a fault of the text may lack: its colon, quotes, or a space of indentation; only what leaves no fault
 * at all, and of several lines that may have slipped the one that slipped least.
 */
export function fixLine(text: string, starts: readonly number[]): readonly Fix[] {
  // A word alone is part of a text, or still being written: no line around it has slipped.
  const areWhole = starts.every((start) => /^ *(?:$|#|- |[^#\s].*:(?:\s|$))/.test(text.slice(start, lineEndAt(text, start))));
  const slips = areWhole ? starts.flatMap((start) => shifts(text, start)).sort((a, b) => a.by - b.by) : [];
  const ways = [
    ...starts.flatMap((start) => colons(text, start)),
    ...starts.flatMap((start) => quotes(text, start)),
    ...slips.map(({ fix }) => fix),
  ];
  const found = ways.find(({ edits }) => isWhole(text, edits));
  return found === undefined ? [] : [found];
}

/** Whether the edits leave no fault in the text. */
export function isWhole(text: string, edits: readonly TextEdit[]): boolean {
  return !parseDocument(applyEdits(text, edits)).problems.some(({ is }) => is === 'syntax');
}

/** `template` or `name web`, without a colon. */
function colons(text: string, start: number): readonly Fix[] {
  const line = text.slice(start, lineEndAt(text, start));
  const [, before = '', key, blank = '', value = ''] =
    /^( *(?:- +)*)([A-Za-z][\w./-]*)([ \t]*)((?:[^\s#:][^#:]*)?)(?:\s#.*)?$/.exec(line) ?? [];
  if (key === undefined) return [];
  // The last word of a text is still being written.
  const next = nextLineAt(text, start);
  const [own, below] = [indentAt(text, start), indentAt(text, next)];
  const holdsMore = next < text.length && (below > own || (below === own && text.startsWith('- ', next + below)));
  if (value === '' && !holdsMore) return [];
  const at = start + before.length + key.length;
  const edits = [{ range: { start: at, end: at + (value === '' ? 0 : blank.length) }, text: value === '' ? ':' : ': ' }];
  return [{ title: message('editor.fix.replace', { text: `${key}: ${value}`.trim() }), safe: false, preferred: true, edits }];
}

/** `description: note: this`: a second colon needs quotes. */
function quotes(text: string, start: number): readonly Fix[] {
  const line = text.slice(start, lineEndAt(text, start));
  const [, before = '', value] = /^( *(?:- +)*[\w./-]+: +)([^\s"'#[{|>&*!].*?)(?:\s+#.*)?$/.exec(line) ?? [];
  if (value === undefined || !/:(?:\s|$)/.test(value)) return [];
  const at = start + before.length;
  const written = quoted(value);
  return [
    {
      title: message('editor.fix.quote', { text: written }),
      safe: false,
      preferred: true,
      edits: [{ range: { start: at, end: at + value.length }, text: written }],
    },
  ];
}

interface Slip {
  readonly fix: Fix;
  readonly by: number;
}

/** A line that stands a little beside a level that its neighbours have, alone or with what stands below it. */
function shifts(text: string, start: number): readonly Slip[] {
  const own = indentAt(text, start);
  const levels = [...new Set(neighbours(text, start).flatMap((each) => levelsAt(text, each)))];
  const near = levels.filter((level) => level !== own && Math.abs(level - own) <= FURTHEST);
  const block = blockBelow(text, start);
  const ways = block.length === 1 ? [block] : [[start], block];
  return near.flatMap((level) =>
    ways.map((lines): Slip => {
      const edits = lines.map((each): TextEdit => {
        const column = indentAt(text, each);
        return { range: { start: each, end: each + column }, text: ' '.repeat(Math.max(0, column + level - own)) };
      });
      const title = message('editor.fix.indent', { columns: level });
      return { fix: { title, safe: false, preferred: true, edits }, by: Math.abs(level - own) };
    }),
  );
}

/** Indentation of a line, and where what follows its dashes stands. */
function levelsAt(text: string, start: number): readonly number[] {
  const [whole = '', indent = ''] = /^( *)(?:- +)*(?=\S)/.exec(text.slice(start, lineEndAt(text, start))) ?? [];
  return [indent.length, whole.length];
}

function indentAt(text: string, start: number): number {
  let end = start;
  while (text[end] === ' ') end++;
  return end - start;
}

function neighbours(text: string, start: number): readonly number[] {
  const found: number[] = [];
  for (let at = start; at > 0 && found.length < NEIGHBOURS; ) {
    at = lineStartAt(text, text.startsWith('\r\n', at - 2) ? at - 2 : at - 1);
    found.push(at);
  }
  for (let at = nextLineAt(text, start); at < text.length && found.length < 2 * NEIGHBOURS; at = nextLineAt(text, at)) found.push(at);
  return found;
}

/** The line and those below it that stand further in. */
function blockBelow(text: string, start: number): readonly number[] {
  const own = indentAt(text, start);
  const lines = [start];
  for (let at = nextLineAt(text, start); at < text.length && indentAt(text, at) > own; at = nextLineAt(text, at)) lines.push(at);
  return lines;
}
