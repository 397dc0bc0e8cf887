/** Completion indexes, as a Job's status writes them: `1,3-5,7`. */
export type Indexes = ReadonlySet<number>;

/** Reads a list of indexes; those at or above `completions` do not count (parseIndexesFromString). */
export function parseIndexes(text: string | undefined, completions: number): Indexes {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (range === null) continue;
    const first = Number(range[1]);
    if (first >= completions) break;
    const last = Math.min(Number(range[2] ?? range[1]), completions - 1);
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return indexes;
}

/** Two neighbours are listed singly, three and more as a range. */
export function formatIndexes(indexes: Indexes): string {
  const parts: string[] = [];
  const sorted = [...indexes].sort((a, b) => a - b);
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] as number;
    let last = first;
    while (sorted[at + 1] === last + 1) last = sorted[++at] as number;
    at++;
    parts.push(last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`);
  }
  return parts.join(',');
}
