import type { Note, NoteBook } from '../notes/note.ts';
import type { NoteSummary } from '../protocol.ts';

/** `kijabi/notes`: the notes with every word of `search`, closest first (title, summary, body); without words all, by id. */
export function searchNotes(book: NoteBook | undefined, search = ''): readonly NoteSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (book?.notes ?? [])
    .map((note) => ({ note, depth: depthOf(note, words) }))
    .filter(({ depth }) => depth !== -1)
    .sort((a, b) => a.depth - b.depth)
    .map(({ note, depth }) => summaryOf(note, depth === 2 ? lineWith(note.body, words) : undefined));
}

/** How far into a note one reads until all words are met: 0 its title and id, 1 its summary, 2 its body; -1 never. */
function depthOf({ id, title, summary, body }: Note, words: readonly string[]): number {
  const layers = [`${id} ${title}`, summary, body];
  return layers.findIndex((_, depth) => countOf(layers.slice(0, depth + 1).join(' '), words) === words.length);
}

function summaryOf({ id, title, summary }: Note, found: string | undefined): NoteSummary {
  return { id, title, summary, ...(found === undefined ? {} : { found }) };
}

/** The line with most of the words, without its Markdown bullet. */
function lineWith(body: string, words: readonly string[]): string | undefined {
  const [best] = body
    .split('\n')
    .map((line) => ({ line, count: countOf(line, words) }))
    .sort((a, b) => b.count - a.count);
  return best?.line.replace(/^[\s#>*-]+/, '');
}

function countOf(text: string, words: readonly string[]): number {
  const lower = text.toLowerCase();
  return words.filter((word) => lower.includes(word)).length;
}
