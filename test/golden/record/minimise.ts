import { type Failure, failuresOf } from './compare.ts';
import type { Recorder } from './recorder.ts';
import type { Room } from './room.ts';

/** Rounds of cutting, and variants tried in one round; a case is small long before. */
const MOST_ROUNDS = 60;
const MOST_VARIANTS = 400;

/** The smallest case found by cutting parts off that still shows the difference which the failure shows first. */
export function minimise(room: Room, recorder: Recorder, failure: Failure): Failure {
  const shown = signature(failure);
  let smallest = failure;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const variants = room.shrink(smallest.sample).slice(0, MOST_VARIANTS);
    const failures = failuresOf(room, room.record(recorder, variants));
    const next = failures.filter((each) => signature(each) === shown).reduce(shorter, undefined);
    if (next === undefined) break;
    smallest = next;
  }
  return smallest;
}

function shorter(best: Failure | undefined, each: Failure): Failure {
  return best !== undefined && best.sample.text.length <= each.sample.text.length ? best : each;
}

/** What differs, without the numbers that shift while a case shrinks. */
export function signature({ sample, differences }: Failure): string {
  const first = differences[0];
  const field = first?.path.replaceAll(/\[\d+\]/g, '') ?? '';
  return `${sample.place.split('/')[0]} ${field} ${first?.path === 'thrown' ? firstLine(first.got) : ''}`;
}

function firstLine(thrown: unknown): string {
  return String(thrown).split('\n')[0] ?? '';
}
