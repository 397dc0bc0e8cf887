import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vectorGenerator } from '../generate/vectors.ts';
import { names } from './api.ts';
import type { Room } from './room.ts';

interface Vector {
  readonly id: string;
  readonly in: unknown;
  readonly out: unknown;
}

/** Inputs of pure functions and what those of Kubernetes give. */
export const vectorsRoom: Room<unknown> = {
  name: 'vectors',
  // The file names the function.
  keptIn: undefined,
  places: (dir) => names(path.join(dir, 'vectors'), '.jsonl'),
  read(dir, place) {
    const file = fileOf(dir, place);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const vectors = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Vector);
    return vectors.map(({ id, in: input, out }) => ({ place, id, text: JSON.stringify(input), recorded: out }));
  },
  write(dir, place, samples) {
    mkdirSync(path.join(dir, 'vectors'), { recursive: true });
    const lines = samples.map(({ id, text, recorded }) => `{"id":${JSON.stringify(id)},"in":${text},"out":${JSON.stringify(recorded)}}`);
    writeFileSync(fileOf(dir, place), `${lines.join('\n')}\n`);
  },
  generator: vectorGenerator,
  record(recorder, samples) {
    const place = samples[0]?.place;
    if (place === undefined) return [];
    const lines = samples.map(({ text }) => `{"in":${text}}`).join('\n');
    const answers = recorder.ask(['vectors'], [{ name: `${place}.jsonl`, text: lines }]) as readonly { readonly out: unknown }[];
    return samples.flatMap((sample, position) => {
      const out = answers[position]?.out;
      return isPlayable(out) ? [{ ...sample, recorded: out }] : [];
    });
  },
  differ(committed, fresh) {
    const [want, got] = [canonical(committed.recorded), canonical(fresh.recorded)];
    return want === got ? [] : [`${want} is now ${got}`];
  },
  // Inputs are small, and what holds one together is known to its function alone.
  shrink: () => [],
};

/** Random inputs may be none: a text where a list belongs. */
function isPlayable(out: unknown): boolean {
  return out !== undefined && !(typeof out === 'object' && out !== null && 'unplayable' in out);
}

function canonical(value: unknown): string {
  const sorted = (_: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  return JSON.stringify(value, sorted) ?? 'undefined';
}

function fileOf(dir: string, place: string): string {
  return path.join(dir, 'vectors', `${place}.jsonl`);
}
