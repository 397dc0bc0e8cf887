import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { manifestGenerator } from '../generate/manifests.ts';
import type { Room, Sample } from './room.ts';

/** What is compared of a verdict: see ../api/README.md. */
interface Verdict {
  readonly line: number;
  readonly accepted: boolean;
  readonly decode?: { readonly noKind?: string; readonly fatal?: string; readonly strict?: readonly string[] };
  readonly errors?: readonly { readonly type: string; readonly field: string }[];
  readonly warnings?: readonly string[];
  /** The server's own code fell over the document. */
  readonly panic?: string;
}

interface Line {
  readonly id: string;
  readonly yaml: string;
  readonly verdict: readonly Verdict[];
}

/** Manifests and what the API server says of them. */
export const apiRoom: Room<readonly Verdict[]> = {
  name: 'api',
  keptIn: 'found',
  places: (dir) => names(path.join(dir, 'api'), '.jsonl'),
  read: (dir, place) => readLines(fileOf(dir, place)).map((line) => toSample(place, line)),
  write(dir, place, samples) {
    mkdirSync(path.join(dir, 'api'), { recursive: true });
    const lines = samples.map(({ id, origin, text, recorded }) => JSON.stringify({ id, ...origin, yaml: text, verdict: recorded }));
    writeFileSync(fileOf(dir, place), `${lines.join('\n')}\n`);
  },
  generator: manifestGenerator,
  record(recorder, samples) {
    const lines = samples.map(({ text }) => JSON.stringify({ yaml: text }));
    const answers = recorder.ask(['validate'], [{ name: 'cases.jsonl', text: lines.join('\n') }]) as readonly Line[];
    const recorded = samples.map((sample, position) => ({ ...sample, recorded: answers[position]?.verdict ?? [] }));
    return recorded.filter((sample) => sample.recorded.every(({ panic }) => panic === undefined));
  },
  differ(committed, fresh) {
    const [want, got] = [committed.recorded ?? [], fresh.recorded ?? []].map((verdicts) => verdicts.map(compared));
    return JSON.stringify(want) === JSON.stringify(got) ? [] : [`${JSON.stringify(want)} is now ${JSON.stringify(got)}`];
  },
  shrink: (sample) => smallerTexts(sample.text).map((text) => ({ ...sample, text })),
};

export function names(folder: string, ending: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(ending));
  return files.sort().map((name) => name.slice(0, -ending.length));
}

function fileOf(dir: string, place: string): string {
  return path.join(dir, 'api', `${place}.jsonl`);
}

function readLines(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

function toSample(place: string, { id, yaml, verdict, ...origin }: Line): Sample<readonly Verdict[]> {
  return { place, id, text: yaml, origin, recorded: verdict };
}

function compared({ line, accepted, decode, errors, warnings }: Verdict): unknown {
  if (decode?.fatal !== undefined) return { line, fatal: decode.fatal };
  if (decode?.noKind !== undefined) return { line, noKind: true };
  return {
    line,
    accepted,
    strict: unique(decode?.strict ?? []),
    errors: unique((errors ?? []).map(({ type, field }) => `${type}: ${field}`)),
    warnings: unique(warnings ?? []),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** The text without one line, or without one value of its tree where it can be parsed. */
function smallerTexts(text: string): readonly string[] {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent' });
  } catch {
    const lines = text.split('\n');
    return lines.map((_, position) => lines.toSpliced(position, 1).join('\n'));
  }
  return smallerValues(value).map((smaller) => stringify(smaller, { lineWidth: 0 }));
}

/** Every value that lacks one entry of some mapping or list of this one; larger cuts first. */
export function smallerValues(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const without = value.map((_, position) => value.toSpliced(position, 1));
    return [...without, ...value.flatMap((each, position) => smallerValues(each).map((smaller) => value.with(position, smaller)))];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const without = entries.map((_, position) => Object.fromEntries(entries.toSpliced(position, 1)));
  const within = entries.flatMap(([key, each]) => smallerValues(each).map((smaller) => ({ ...value, [key]: smaller })));
  return [...without, ...within];
}
