/**
 * Fixtures with marks: a comment line `#   ~~~~ text` under a line marks the columns above it; `$0` is the cursor. Marks are
 * taken out before the text is used, so that offsets are those of what a person would have written.
 */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** What stands behind the tildes. */
  readonly text: string;
}

export interface Marked {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export function readMarks(fixture: string): Marked {
  let text = '';
  let lineStart = 0;
  const marks: Mark[] = [];
  for (const line of fixture.split(/(?<=\n)/)) {
    const mark = /^#?( *)(#?)( *)(~+) ?(.*?)\r?\n?$/.exec(line);
    const isMark = mark !== null && line.startsWith('#');
    if (isMark) {
      const from = line.indexOf('~');
      const length = mark[4]?.length ?? 0;
      marks.push({ start: lineStart + from, end: lineStart + from + length, text: mark[5] ?? '' });
    } else {
      lineStart = text.length;
      text += line;
    }
  }
  return { text, marks };
}

/** A text with its cursor. */
export function readCursor(fixture: string): { readonly text: string; readonly offset: number } {
  const offset = fixture.indexOf('$0');
  if (offset < 0) throw new Error(`no $0 in ${JSON.stringify(fixture)}`);
  return { text: fixture.slice(0, offset) + fixture.slice(offset + 2), offset };
}
