import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case, Difference, Family } from '../family.ts';
import { functionByVector } from './vector-functions.ts';

interface Vector {
  readonly id: string;
  readonly in: unknown;
  readonly out: unknown;
}

/** One family for each file of recorded inputs and outputs of a pure function: `vectors/quantity`, `vectors/cron`. */
export function findFamilies(dir: string): readonly Family[] {
  const folder = path.join(dir, 'vectors');
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return []; // a set without vectors is a set all the same
  }
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => familyOf(folder, file));
}

function familyOf(folder: string, file: string): Family {
  const name = path.basename(file, '.jsonl');
  return {
    name: `vectors/${name}`,
    *cases() {
      for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
        if (line.trim() !== '') yield caseOf(name, JSON.parse(line) as Vector);
      }
    },
  };
}

function caseOf(name: string, vector: Vector): Case {
  return {
    id: vector.id,
    compare() {
      const call = functionByVector.get(name);
      if (call === undefined) return [{ path: 'out', want: vector.out, got: 'no function of the product plays this file' }];
      return differences('out', vector.out, call(vector.in));
    },
  };
}

function differences(place: string, want: unknown, got: unknown): readonly Difference[] {
  if (isRecord(want) && isRecord(got)) {
    const keys = [...new Set([...Object.keys(want), ...Object.keys(got)])];
    return keys.flatMap((key) => differences(`${place}.${key}`, want[key], got[key]));
  }
  if (Array.isArray(want) && Array.isArray(got) && want.length === got.length) {
    return want.flatMap((each, index) => differences(`${place}[${index}]`, each, got[index]));
  }
  if (typeof want === 'number' && typeof got === 'number' && isClose(want, got)) return [];
  return want === got ? [] : [{ path: place, want, got }];
}

/** Equal within double precision: integers of the recordings are small enough to be equal exactly. */
function isClose(want: number, got: number): boolean {
  if (Number.isSafeInteger(want) && Number.isSafeInteger(got)) return want === got;
  return Math.abs(want - got) <= Math.abs(want) * 1e-15 * 4;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
