/**
 * `npm run golden:record -- [FAMILY] [--check | --new N | --differential N] [--seed S]`: asks the real Kubernetes.
 * Without an option the committed cases are recorded anew; README.md of this folder explains the rest.
 */
import { parseArgs } from 'node:util';
import { makeCatalogs } from './catalogs.ts';
import { createDice } from './generate/dice.ts';
import { type Failure, failuresOf } from './record/compare.ts';
import { groupBy } from './record/group.ts';
import { minimise, signature } from './record/minimise.ts';
import { openRecorder, type Recorder } from './record/recorder.ts';
import type { Room, Sample } from './record/room.ts';
import { keep, type Place, placesOf } from './record/rooms.ts';

const OWN_DIR = import.meta.dirname;
const EXIT = { equal: 0, different: 1, unable: 2 } as const;
/** Cases of a place that `--check` records again. */
const CHECKED = 40;
/** Of each place a differential round keeps so many cases, one for each way to differ. */
const KEPT = 5;
/** Fresh cases are recorded and compared in rounds of so many, so that memory stays small. */
const AT_ONCE = 500;
const SHOWN = 3;

interface Options {
  readonly check: boolean;
  readonly fresh: number;
  readonly differential: number;
  readonly seed: number;
  readonly keeps: boolean;
}

function main(): number {
  let family: string | undefined;
  let options: Options;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        check: { type: 'boolean', default: false },
        new: { type: 'string', default: '0' },
        differential: { type: 'string', default: '0' },
        seed: { type: 'string', default: '1' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    family = positionals[0];
    options = {
      check: values.check,
      fresh: count(values.new),
      differential: count(values.differential),
      seed: count(values.seed),
      keeps: !values['dry-run'],
    };
  } catch (thrown) {
    return unable(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const places = placesOf(OWN_DIR, family);
  if (places.length === 0) return unable(`no family ${family}`);
  const recorder = openRecorder();
  if ('missing' in recorder) return unable(recorder.missing);
  if (options.check) return check(places, recorder);
  const unmade = makeCatalogs();
  if (unmade !== undefined) return unable(unmade);
  if (options.differential > 0) return differential(places, recorder, options);
  if (options.fresh > 0) return addFresh(places, recorder, options);
  return recordAnew(places, recorder);
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`not a number of cases: ${text}`);
  return number;
}

function unable(problem: string): number {
  console.error(`golden:record: ${problem}`);
  return EXIT.unable;
}

/** Records a sample of every place again and compares it with what is committed. */
function check(places: readonly Place[], recorder: Recorder): number {
  let differing = 0;
  for (const { room, place } of places) {
    const committed = createDice(1).shuffle(room.read(OWN_DIR, place)).slice(0, CHECKED);
    const changed = changedSamples(room, recorder, committed);
    differing += changed.length;
    console.log(`${room.name}/${place}: ${committed.length - changed.length} of ${committed.length} recorded as committed`);
    for (const { id, difference } of changed.slice(0, SHOWN)) console.log(`  ${id}: ${difference.slice(0, 500)}`);
  }
  return differing === 0 ? EXIT.equal : EXIT.different;
}

interface Changed {
  readonly id: string;
  readonly difference: string;
}

/** What differs is recorded again, each time with more of what chance may bring, before it is believed. */
function changedSamples(room: Room, recorder: Recorder, committed: readonly Sample[]): readonly Changed[] {
  let doubted = committed;
  let changed: readonly Changed[] = [];
  for (const record of [room.recordBriefly, room.record, room.recordThoroughly]) {
    if (record === undefined || doubted.length === 0) continue;
    const fresh = new Map(record(recorder, doubted).map((sample) => [sample.id, sample]));
    changed = doubted.flatMap((sample) => {
      const again = fresh.get(sample.id);
      const [difference] = again === undefined ? ['the recorder does not play it'] : room.differ(sample, again);
      return difference === undefined ? [] : [{ id: sample.id, difference }];
    });
    const ids = new Set(changed.map(({ id }) => id));
    doubted = doubted.filter(({ id }) => ids.has(id));
  }
  return changed;
}

/** Writes the committed places anew. */
function recordAnew(places: readonly Place[], recorder: Recorder): number {
  for (const { room, place } of places) {
    const samples = room.read(OWN_DIR, place);
    const recorded = room.record(recorder, samples);
    const byId = new Map(recorded.map((sample) => [sample.id, sample]));
    // Equal recordings stay as they are, so that a diff shows what has changed and nothing else.
    const written = samples.map((sample) => {
      const again = byId.get(sample.id);
      return again === undefined || room.differ(sample, again).length === 0 ? sample : again;
    });
    const changed = written.filter((sample, position) => sample !== samples[position]).length;
    if (changed > 0) room.write(OWN_DIR, place, written);
    console.log(`${room.name}/${place}: ${changed} of ${samples.length} changed`);
  }
  return EXIT.equal;
}

function addFresh(places: readonly Place[], recorder: Recorder, { fresh, seed }: Options): number {
  for (const { room, place } of places) {
    const samples = make({ room, place }, fresh, seed);
    const recorded = room.record(recorder, samples);
    keep(room, OWN_DIR, place, recorded);
    console.log(`${room.name}/${place}: ${recorded.length} added`);
  }
  return EXIT.equal;
}

/** Records fresh cases, compares Kijabi at once, and keeps those that fail, minimised, one for each way to differ. */
function differential(places: readonly Place[], recorder: Recorder, { differential: total, seed, keeps }: Options): number {
  const able = places.filter(({ room, place }) => room.generator(place, createDice(seed)) !== undefined);
  let differing = 0;
  for (const [index, { room, place }] of able.entries()) {
    const share = Math.floor(total / able.length) + (index < total % able.length ? 1 : 0);
    const samples = make({ room, place }, share, seed + index);
    const failures: Failure[] = [];
    let played = 0;
    for (let first = 0; first < samples.length; first += AT_ONCE) {
      const recorded = room.record(recorder, samples.slice(first, first + AT_ONCE));
      played += recorded.length;
      const differing = failuresOf(room, recorded);
      const thorough =
        differing.length > 0
          ? room.recordThoroughly?.(
              recorder,
              differing.map(({ sample }) => sample),
            )
          : undefined;
      failures.push(...(thorough === undefined ? differing : failuresOf(room, thorough)));
    }
    differing += failures.length;
    console.log(`${room.name}/${place}: ${failures.length} of ${played} differ`);
    keepSmallest({ room, place }, recorder, failures, keeps);
  }
  console.log(`all: ${differing} of ${total} differ`);
  return differing === 0 ? EXIT.equal : EXIT.different;
}

function keepSmallest({ room, place }: Place, recorder: Recorder, failures: readonly Failure[], keeps: boolean): void {
  const ways = [...groupBy(failures, signature).values()].map((same) =>
    same.reduce((a, b) => (a.sample.text.length <= b.sample.text.length ? a : b)),
  );
  for (const way of ways.slice(0, KEPT)) {
    const { sample, differences } = keeps ? minimise(room, recorder, way) : way;
    console.log(`  ${sample.id}`);
    for (const { path, want, got } of differences.slice(0, SHOWN)) console.log(`    ${path}: want ${brief(want)} got ${brief(got)}`);
    if (keeps) keep(room, OWN_DIR, room.keptIn ?? place, [sample]);
  }
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}

function make({ room, place }: Place, wanted: number, seed: number): readonly Sample[] {
  const next = room.generator(place, createDice(seed));
  return next === undefined ? [] : Array.from({ length: wanted }, next);
}

process.exitCode = main();
