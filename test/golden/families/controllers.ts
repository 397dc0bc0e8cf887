import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case, Family } from '../family.ts';
import type { RecordedCase } from './controllers/case.ts';
import { compareCase } from './controllers/compare.ts';

/** One family for each recorded file and family in it: `controllers/deployment/basic`. */
export function findFamilies(dir: string): readonly Family[] {
  const folder = path.join(dir, 'controllers');
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return []; // a set without traces is a set all the same
  }
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => familiesOf(path.join(folder, file)));
}

function familiesOf(file: string): readonly Family[] {
  const byFamily = new Map<string, RecordedCase[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const recorded = JSON.parse(line) as RecordedCase;
    byFamily.set(recorded.family, [...(byFamily.get(recorded.family) ?? []), recorded]);
  }
  const kind = path.basename(file, '.jsonl');
  return [...byFamily].map(([family, cases]) => ({ name: `controllers/${kind}/${family}`, cases: () => cases.map(caseOf) }));
}

function caseOf(recorded: RecordedCase): Case {
  return { id: recorded.id, compare: () => compareCase(recorded) };
}
