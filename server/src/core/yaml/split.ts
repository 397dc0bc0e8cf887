/** A piece of a file: a separator line (or nothing), and the text of one document up to the next separator. */
export interface Piece {
  readonly lead: string;
  readonly text: string;
}

const SEPARATOR = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;

/**
 * Cuts a text at its `---` and `...` lines. The pieces joined give the text back. A `---` with content behind it begins the
 * document's own text; directives (`%YAML`) belong to the document after them.
 */
export function splitDocuments(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let lead = '';
  let start = 0;
  SEPARATOR.lastIndex = 0;
  for (let match = SEPARATOR.exec(text); match !== null; match = SEPARATOR.exec(text)) {
    const at = match.index;
    const end = lineEnd(text, at);
    const before = text.slice(start, at);
    SEPARATOR.lastIndex = end;
    if (holdsOnlyDirectives(before)) continue;
    if (at > 0 || lead !== '') pieces.push({ lead, text: before });
    const rest = text.slice(at + 3, end).trim();
    const isWholeLine = match[0] === '...' || rest === '' || rest.startsWith('#');
    lead = isWholeLine ? text.slice(at, end) : '';
    start = isWholeLine ? end : at;
  }
  pieces.push({ lead, text: text.slice(start) });
  return pieces;
}

/** Offset behind the line break of the line that holds `offset`. */
function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  const end = feed < 0 ? text.length : feed + 1;
  const carriage = text.slice(offset, end).indexOf('\r');
  if (carriage < 0) return end;
  return text[offset + carriage + 1] === '\n' ? end : offset + carriage + 1;
}

function holdsOnlyDirectives(text: string): boolean {
  return text.includes('%') && /^(?:[ \t]*(?:#.*)?[\r\n]|%.*[\r\n])+$/.test(text);
}
