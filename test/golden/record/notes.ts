import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiRoom } from './api.ts';
import type { Room } from './room.ts';

interface Block {
  readonly id: string;
  readonly yaml: string;
  readonly verdict: unknown;
  readonly [field: string]: unknown;
}

/** The YAML blocks of the notes, judged as any other manifest. */
export const notesRoom: Room = {
  ...(apiRoom as Room),
  name: 'notes',
  keptIn: undefined,
  places: (dir) => (existsSync(fileOf(dir)) ? ['blocks'] : []),
  read(dir, place) {
    const { blocks } = JSON.parse(readFileSync(fileOf(dir), 'utf8')) as { blocks: readonly Block[] };
    return blocks.map(({ id, yaml, verdict, ...origin }) => ({ place, id, text: yaml, origin, recorded: verdict }));
  },
  write(dir, _, samples) {
    const blocks = samples.map(({ id, origin, text, recorded }) => ({ id, ...origin, yaml: text, verdict: recorded }));
    writeFileSync(fileOf(dir), `${JSON.stringify({ blocks }, undefined, 1)}\n`);
  },
  generator: () => undefined,
};

function fileOf(dir: string): string {
  return path.join(dir, 'notes.json');
}
