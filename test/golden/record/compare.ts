import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { allFamilies } from '../families.ts';
import type { Difference } from '../family.ts';
import { play } from '../golden.ts';
import { groupBy } from './group.ts';
import type { Room, Sample } from './room.ts';

/** A sample on which Kijabi and the real Kubernetes disagree. */
export interface Failure {
  readonly sample: Sample;
  readonly differences: readonly Difference[];
}

/** Compares Kijabi with recorded samples, through the very families that `npm run golden` plays. */
export function failuresOf(room: Room, samples: readonly Sample[]): readonly Failure[] {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kijabi-compare-'));
  try {
    // Ids of fresh samples may repeat; positions do not.
    const numbered = samples.map((sample, position) => ({ ...sample, id: String(position).padStart(6, '0') }));
    for (const [place, group] of groupBy(numbered, (sample) => sample.place)) room.write(dir, place, group);
    const results = allFamilies(dir).map((family) => play(family, {}));
    const failures = results.flatMap((result) => result.failures);
    const found = failures.map(({ id, differences }) => ({ position: Number(id), differences }));
    found.sort((a, b) => a.position - b.position);
    return found.flatMap(({ position, differences }) => {
      const sample = samples[position];
      return sample === undefined ? [] : [{ sample, differences }];
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
}
