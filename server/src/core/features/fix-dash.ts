import type { TextEdit } from '../base/range.ts';
import type { Document, MapNode, ScalarNode } from '../yaml/document.ts';
import { difference } from '../yaml/edit.ts';
import { lineEndAt, lineStartAt } from '../yaml/style.ts';

/** A dash glued to what follows makes no item: `-name: web` is a key, `-a` a word. */
const GLUED = /^( *)-(?=[A-Za-z_"'/.][^\s:]*:(?:\s|$))/;

/** The items that a map would be, were there a space behind its dashes; [] when it has no such keys. */
export function spacedItems({ text }: Document, node: MapNode): readonly TextEdit[] {
  if (node.flow || !node.entries[0]?.key.startsWith('-')) return [];
  return spaced(text, lineStartAt(text, node.range.start), lineEndAt(text, node.range.end), true);
}

/** The words of a list whose dashes have no space behind them: YAML reads them as one text over several lines. */
export function spacedWords({ text }: Document, { range, source, style }: ScalarNode): readonly TextEdit[] {
  const isAlone = text.slice(lineStartAt(text, range.start), range.start).trim() === '';
  const lines = source.split(/\r?\n/);
  if (style !== 'plain' || !isAlone || !lines.every((line) => /^\s*-[^\s-]/.test(line))) return [];
  return [{ range, text: source.replace(/^(\s*)-/gm, '$1- ') }];
}

/** The same from the line at `start` on, as far as the list goes. */
export function spacedFrom(text: string, start: number): readonly TextEdit[] {
  const [, indent] = GLUED.exec(text.slice(start, lineEndAt(text, start))) ?? [];
  if (indent === undefined) return [];
  const rest = text.slice(start);
  const beyond = new RegExp(`\\n(?! {${indent.length}}[ -]|\\s*(?:\\r?\\n|$))`).exec(rest);
  return spaced(text, start, beyond === null ? text.length : start + beyond.index, false);
}

/** `ownsLevel`: keys that stand as far in as the dash belong to its item. */
function spaced(text: string, start: number, end: number, ownsLevel: boolean): readonly TextEdit[] {
  let dash = -1;
  let by: number | undefined;
  const lines = text.slice(start, end).split('\n');
  const written = lines.map((line) => {
    const [found, indent] = GLUED.exec(line) ?? [];
    if (found !== undefined && indent !== undefined) {
      dash = indent.length;
      by = undefined;
      return `${found} ${line.slice(found.length)}`;
    }
    const column = /^ */.exec(line)?.[0].length ?? 0;
    if (dash < 0 || line.trim() === '' || column < dash || (column === dash && !ownsLevel)) return line;
    by ??= Math.max(0, dash + 2 - column);
    return ' '.repeat(by) + line;
  });
  const changed = difference(text.slice(start, end), written.join('\n'));
  return [{ range: { start: start + changed.range.start, end: start + changed.range.end }, text: changed.text }];
}
