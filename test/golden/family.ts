/** One recorded case, or one document of it, that did not come out as recorded. */
export interface Difference {
  /** What differs, e.g. `errors`, `pods[3].scores`. */
  readonly path: string;
  readonly want: unknown;
  readonly got: unknown;
}

export interface Case {
  /** Unique within its family. */
  readonly id: string;
  /** Plays the case with the product's own functions and says where it differs from the recording. */
  compare(): readonly Difference[];
}

/** A family of recordings: a prefix (`api/pod`), its files, and how one of its cases is played. */
export interface Family {
  /** `api/pod`, `scheduler/taints`, `controllers/deployment/basic`, `vectors/cron`, `notes`. */
  readonly name: string;
  cases(): Iterable<Case>;
}

/** Finds the families of one kind below a folder laid out as test/golden. */
export type FindFamilies = (dir: string) => readonly Family[];
