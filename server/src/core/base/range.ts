/** Half-open interval of UTF-16 offsets into the text of one file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

export function overlaps(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

export function shift(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by };
}

/** Replaces `range` of a file's text by `text`. Edits of one fix do not overlap. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** Applies edits that do not overlap; throws a RangeError when they do, since that would lose text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = '';
  let at = 0;
  for (const edit of ordered) {
    if (edit.range.start < at) throw new RangeError(`overlapping edits at offset ${edit.range.start}`);
    result += text.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + text.slice(at);
}
