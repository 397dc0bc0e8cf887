import type { Dice } from '../generate/dice.ts';
import type { Recorder } from './recorder.ts';

/** One case on its way: what is played, and once recorded what the real Kubernetes made of it. */
export interface Sample<Recorded = unknown> {
  /** Its file or folder below the room, e.g. `pod` for api/pod, `taints` for scheduler/taints. */
  readonly place: string;
  readonly id: string;
  /** What is played: YAML, or for controllers and vectors one line of JSON. */
  readonly text: string;
  /** Fields that only tell where the case comes from. */
  readonly origin?: Readonly<Record<string, unknown>>;
  readonly recorded?: Recorded;
}

/** A kind of recordings: how they lie on disk, and how new ones are made. */
export interface Room<Recorded = unknown> {
  readonly name: 'api' | 'notes' | 'scheduler' | 'controllers' | 'vectors';
  /** Where new cases are kept that a differential round has found, unless their own place is the only one. */
  readonly keptIn: string | undefined;
  /** The places below `dir`. */
  places(dir: string): readonly string[];
  read(dir: string, place: string): readonly Sample<Recorded>[];
  /** Writes a place whole. */
  write(dir: string, place: string, samples: readonly Sample<Recorded>[]): void;
  /** A source of fresh cases for one place; undefined where none can be made. */
  generator(place: string, dice: Dice): (() => Sample<Recorded>) | undefined;
  /** Asks the real Kubernetes. Samples it cannot play (an invalid pod in a cluster) are left out. */
  record(recorder: Recorder, samples: readonly Sample<Recorded>[]): readonly Sample<Recorded>[];
  /** Where chance plays a part: records so shortly that most cases are seen to be what they were. */
  readonly recordBriefly?: (recorder: Recorder, samples: readonly Sample<Recorded>[]) => readonly Sample<Recorded>[];
  /** Where chance plays a part: records once more with all its faces, before a difference is believed. */
  readonly recordThoroughly?: (recorder: Recorder, samples: readonly Sample<Recorded>[]) => readonly Sample<Recorded>[];
  /** Where two recordings of the same case differ by the room's README; empty: they are equal. */
  differ(committed: Sample<Recorded>, fresh: Sample<Recorded>): readonly string[];
  /** Smaller cases that may still show the same difference. */
  shrink(sample: Sample<Recorded>): readonly Sample<Recorded>[];
}
