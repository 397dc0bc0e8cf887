import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Room } from './room.ts';

/** The field of a table's rows that holds the result. */
const RESULTS: Readonly<Record<string, string>> = {
  numFeasibleNodesToFind: 'find',
  leastAllocatedPerResource: 'score',
  balancedAllocation: 'score',
  imageLocalityScore: 'score',
  imageScaledSize: 'scaled',
  imageName: 'normalized',
};

type Row = Readonly<Record<string, unknown>>;

/** Small tables of the scheduler's pure functions; a sample is a whole table. */
export const tablesRoom: Room<readonly unknown[]> = {
  name: 'scheduler',
  keptIn: undefined,
  places: (dir) => (existsSync(fileOf(dir)) ? ['vectors'] : []),
  read: (dir, place) =>
    Object.entries(tablesOf(dir)).map(([id, rows]) => {
      const result = RESULTS[id] ?? '';
      const inputs = rows.map(({ [result]: _, ...input }) => input);
      return { place, id, text: inputs.map((input) => JSON.stringify({ in: input })).join('\n'), recorded: rows.map((row) => row[result]) };
    }),
  write(dir, _, samples) {
    const tables = samples.map(({ id, text, recorded = [] }) => {
      const inputs = text.split('\n').map((line) => (JSON.parse(line) as { in: Row }).in);
      const rows = inputs.map((input, position) => sortedRow({ ...input, [RESULTS[id] ?? '']: recorded[position] }));
      return `${JSON.stringify(id)}:[\n${rows.join(',\n')}\n]`;
    });
    mkdirSync(path.dirname(fileOf(dir)), { recursive: true });
    writeFileSync(fileOf(dir), `{\n${tables.join(',\n')}\n}\n`);
  },
  generator: () => undefined,
  record: (recorder, samples) =>
    samples.map((sample) => {
      const answers = recorder.ask(['vectors'], [{ name: `${sample.id}.jsonl`, text: sample.text }]) as readonly {
        readonly out: unknown;
      }[];
      return { ...sample, recorded: answers.map(({ out }) => out) };
    }),
  differ: (committed, fresh) =>
    (committed.recorded ?? []).flatMap((want, position) =>
      want === fresh.recorded?.[position] ? [] : [`row ${position}: ${String(want)} is now ${JSON.stringify(fresh.recorded?.[position])}`],
    ),
  shrink: () => [],
};

function fileOf(dir: string): string {
  return path.join(dir, 'scheduler', 'vectors.json');
}

function tablesOf(dir: string): Readonly<Record<string, readonly Row[]>> {
  return JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Readonly<Record<string, readonly Row[]>>;
}

function sortedRow(row: Row): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}
