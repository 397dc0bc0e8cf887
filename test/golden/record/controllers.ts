import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scenarioGenerator } from '../generate/scenarios.ts';
import { names, smallerValues } from './api.ts';
import type { Recorder } from './recorder.ts';
import type { Room, Sample } from './room.ts';

interface Trace {
  readonly count: number;
  readonly states: readonly unknown[];
  readonly scales?: readonly (readonly string[])[];
  readonly events?: readonly string[];
}

/** What a run adds to its scenario. */
interface Recorded {
  readonly runs: number;
  readonly traces: readonly Trace[];
}

interface Line extends Recorded {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** How often a scenario is played at least; one that shows several traces is played on until no new one comes up. */
const RUNS = 6;
const FEW_RUNS = 1;
const MANY_RUNS = 36;

/** Workloads and what the controllers make of them in virtual time. */
export const controllersRoom: Room<Recorded> = {
  name: 'controllers',
  // The file names the controller; the family within it tells kept cases from the first ones.
  keptIn: undefined,
  places: (dir) => names(path.join(dir, 'controllers'), '.jsonl'),
  read(dir, place) {
    const file = fileOf(dir, place);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return lines.filter((line) => line !== '').map((line) => toSample(place, JSON.parse(line) as Line));
  },
  write(dir, place, samples) {
    mkdirSync(path.join(dir, 'controllers'), { recursive: true });
    const lines = samples.map(({ id, text, recorded }) => JSON.stringify({ ...(JSON.parse(text) as object), id, ...recorded }));
    writeFileSync(fileOf(dir, place), `${lines.join('\n')}\n`);
  },
  generator: scenarioGenerator,
  record: (recorder, samples) => play(recorder, acceptedOf(recorder, samples), RUNS),
  recordBriefly: (recorder, samples) => play(recorder, samples, FEW_RUNS),
  recordThoroughly: (recorder, samples) => play(recorder, samples, MANY_RUNS),
  differ(committed, fresh) {
    const known = (committed.recorded?.traces ?? []).map(shown);
    const seen = (fresh.recorded?.traces ?? []).map(shown);
    // What varies may show a new face; that none is known is another matter.
    if (seen.some((trace) => known.includes(trace))) return [];
    return [`none of ${seen.length} traces is one of the ${known.length} committed ones: ${seen[0]}`];
  },
  shrink: smallerScenarios,
};

function play(recorder: Recorder, samples: readonly Sample<Recorded>[], runs: number): readonly Sample<Recorded>[] {
  const lines = samples.map(({ text }) => text).join('\n');
  const answers = recorder.ask(['run', '--runs', String(runs)], [{ name: 'scenarios.jsonl', text: lines }]) as readonly Line[];
  return samples.map((sample, position) => ({ ...sample, recorded: recordedOf(answers[position]) }));
}

/** Samples of which the API server takes every object; recorded ones are as they are. */
function acceptedOf(recorder: Recorder, samples: readonly Sample<Recorded>[]): readonly Sample<Recorded>[] {
  const lines = samples.map(({ text }) => JSON.stringify({ yaml: (JSON.parse(text) as { objects: string }).objects }));
  const answers = recorder.ask(['validate'], [{ name: 'objects.jsonl', text: lines.join('\n') }]);
  const verdicts = answers as readonly { readonly verdict: readonly { readonly accepted: boolean }[] }[];
  return samples.filter(
    ({ recorded }, position) => recorded !== undefined || (verdicts[position]?.verdict.every(({ accepted }) => accepted) ?? false),
  );
}

function shown({ states }: Trace): string {
  return JSON.stringify(states, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function fileOf(dir: string, place: string): string {
  return path.join(dir, 'controllers', `${place}.jsonl`);
}

function toSample(place: string, line: Line): Sample<Recorded> {
  const { runs, traces, ...scenario } = line;
  return { place, id: line.id, text: JSON.stringify(scenario), recorded: { runs, traces } };
}

function recordedOf(line: Line | undefined): Recorded {
  if (line === undefined) throw new Error('the recorder left a scenario out');
  return { runs: line.runs, traces: line.traces };
}

/** Without one of its actions or rules, with fewer replicas, or ending earlier. */
function smallerScenarios(sample: Sample<Recorded>): readonly Sample<Recorded>[] {
  const { actions, pods, until, objects, ...rest } = JSON.parse(sample.text) as {
    readonly actions: readonly { readonly at: number }[];
    readonly pods: readonly object[];
    readonly until: number;
    readonly objects: string;
  };
  const last = actions.at(-1)?.at ?? 0;
  const fewerReplicas = objects.replace(
    /^( {2}replicas: )(\d+)/m,
    (_, key: string, count: string) => `${key}${Math.floor(Number(count) / 2)}`,
  );
  const smaller = [
    ...actions.map((_, position) => ({ actions: actions.toSpliced(position, 1), pods, until, objects })),
    ...(smallerValues(pods) as (readonly object[])[]).map((fewer) => ({ actions, pods: fewer, until, objects })),
    { actions, pods, until: last + Math.floor((until - last) / 2), objects },
    ...(fewerReplicas === objects ? [] : [{ actions, pods, until, objects: fewerReplicas }]),
  ];
  return smaller.map((each) => ({ ...sample, text: JSON.stringify({ ...rest, ...each }) }));
}
