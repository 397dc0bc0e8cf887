import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterGenerator } from '../generate/clusters.ts';
import { names, smallerValues } from './api.ts';
import type { Recorder } from './recorder.ts';
import type { Room, Sample } from './room.ts';

interface Attempt {
  readonly pod: string;
  readonly attempt: number;
  readonly [field: string]: unknown;
}

interface Recording {
  readonly scenario: string;
  readonly varies?: readonly { readonly pod: string; readonly attempt: number; readonly fields: readonly string[] }[];
  readonly pods: readonly Attempt[];
  readonly [field: string]: unknown;
}

/** How often a cluster is played, to see what varies. */
const RUNS = 5;
/** Lists that are sets. */
const SETS = new Set(['filters', 'allFilters', 'candidates', 'filterCounts', 'allFilterCounts']);

/** Clusters and what the scheduler does with their pending pods. */
export const schedulerRoom: Room<Recording> = {
  name: 'scheduler',
  keptIn: 'found',
  places(dir) {
    const room = path.join(dir, 'scheduler');
    const entries = existsSync(room) ? readdirSync(room, { withFileTypes: true }) : [];
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  },
  read(dir, place) {
    const folder = path.join(dir, 'scheduler', place);
    return names(folder, '.yaml').map((id) => {
      const text = readFileSync(path.join(folder, `${id}.yaml`), 'utf8');
      const recording = path.join(folder, `${id}.json`);
      return { place, id, text, ...(existsSync(recording) ? { recorded: JSON.parse(readFileSync(recording, 'utf8')) as Recording } : {}) };
    });
  },
  write(dir, place, samples) {
    const folder = path.join(dir, 'scheduler', place);
    mkdirSync(folder, { recursive: true });
    for (const { id, text, recorded } of samples) {
      writeFileSync(path.join(folder, `${id}.yaml`), text);
      if (recorded !== undefined)
        writeFileSync(path.join(folder, `${id}.json`), printed({ ...recorded, family: place, scenario: `${id}.yaml` }));
    }
  },
  generator: clusterGenerator,
  record: (recorder, samples) => play(recorder, samples, RUNS),
  recordBriefly: (recorder, samples) => play(recorder, samples, 1),
  differ(committed, fresh) {
    const [want, got] = [committed.recorded, fresh.recorded];
    if (want === undefined || got === undefined) return ['not recorded'];
    const varying = [...(want.varies ?? []), ...(got.varies ?? [])];
    if (varying.some(({ fields }) => fields.includes('pod')) || (want.pods.length !== got.pods.length && varying.length > 0)) return [];
    if (want.pods.length !== got.pods.length) return [`${want.pods.length} attempts are now ${got.pods.length}`];
    return want.pods.flatMap((attempt, position) => differingFields(attempt, got.pods[position] ?? attempt, varying));
  },
  shrink: smallerClusters,
};

function play(recorder: Recorder, samples: readonly Sample<Recording>[], runs: number): readonly Sample<Recording>[] {
  const files = samples.map(({ text }, position) => ({ name: `${position}.yaml`, text }));
  const answers = recorder.ask(['schedule', '--runs', String(runs)], files) as readonly (Recording | { readonly invalid: string })[];
  return samples.flatMap((sample, position) => {
    const answer = answers[position];
    if (answer === undefined || 'invalid' in answer) return [];
    return [{ ...sample, recorded: answer as Recording }];
  });
}

function differingFields(want: Attempt, got: Attempt, varying: NonNullable<Recording['varies']>): readonly string[] {
  const varies = varying.filter(({ pod, attempt }) => pod === want.pod && attempt === want.attempt).flatMap(({ fields }) => fields);
  const fields = [...new Set([...Object.keys(want), ...Object.keys(got)])].filter((field) => !varies.includes(field));
  return fields
    .filter((field) => canonical(field, want[field]) !== canonical(field, got[field]))
    .map((field) => `${want.pod} ${field}: ${JSON.stringify(want[field])} is now ${JSON.stringify(got[field])}`);
}

function canonical(field: string, value: unknown): string {
  const rows = SETS.has(field) && Array.isArray(value) ? value.map((row) => sortedJson(row)).sort() : value;
  return sortedJson(rows);
}

function sortedJson(value: unknown): string {
  const sorted = (_: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  return JSON.stringify(value, sorted) ?? 'undefined';
}

/** One attempt a line, as the first recordings have it. */
function printed({ pods, ...head }: Recording): string {
  return `${JSON.stringify(head).slice(0, -1)},"pods":[\n${pods.map((attempt) => JSON.stringify(attempt)).join(',\n')}\n]}\n`;
}

const SEPARATOR = '\n---\n';

/** The cluster without one of its objects, then with one object a little smaller. */
function smallerClusters(sample: Sample<Recording>): readonly Sample<Recording>[] {
  const documents = sample.text.split(SEPARATOR);
  const fewer = documents.map((_, position) => documents.toSpliced(position, 1));
  const smaller = documents.flatMap((document, position) => smallerDocuments(document).map((each) => documents.with(position, each)));
  return [...fewer, ...smaller].map((each) => ({ ...sample, text: each.join(SEPARATOR) }));
}

/** Each field of a scenario's object stands on a line of its own, its value written as JSON. */
function smallerDocuments(document: string): readonly string[] {
  const lines = document.split('\n');
  return lines.flatMap((line, position) => {
    const [, key = '', json = ''] = /^(\w+): ([{[].*)$/.exec(line) ?? [];
    if (json === '' || key === 'metadata') return [];
    return smallerValues(JSON.parse(json)).map((value) => lines.with(position, `${key}: ${JSON.stringify(value)}`).join('\n'));
  });
}
