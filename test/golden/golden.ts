/** `npm run golden -- [--dir DIR] [--family NAME]… [--json] [--raise-floors]`: compares Kijabi with every recorded case. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeCatalogs } from './catalogs.ts';
import { allFamilies } from './families.ts';
import type { Difference, Family } from './family.ts';
import { raiseFloors } from './floors.ts';

const OWN_DIR = import.meta.dirname;
const EXIT = { equal: 0, different: 1, usage: 2 } as const;
/** How much of the failures the table shows; `--json` has them all. */
const SHOWN_CASES = 5;
const SHOWN_DIFFERENCES = 4;
const SHOWN_CHARACTERS = 300;

export interface FamilyResult {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  readonly exceptions: number;
  readonly failures: readonly { readonly id: string; readonly differences: readonly Difference[] }[];
}

/** Case ids that may differ, each with its reason; they count as not passed. */
export function readExceptions(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(OWN_DIR, 'exceptions.json'), 'utf8')) as Record<string, string>;
}

/** Plays every case of a family. A case that throws has failed, with what was thrown as its difference. */
export function play(family: Family, exceptions: Readonly<Record<string, string>>): FamilyResult {
  const failures: { id: string; differences: readonly Difference[] }[] = [];
  let total = 0;
  let excepted = 0;
  for (const each of family.cases()) {
    total++;
    const differences = differencesOf(each.compare);
    if (differences.length === 0) continue;
    if (Object.hasOwn(exceptions, `${family.name}/${each.id}`)) excepted++;
    else failures.push({ id: each.id, differences });
  }
  return { name: family.name, passed: total - failures.length - excepted, total, exceptions: excepted, failures };
}

function differencesOf(compare: () => readonly Difference[]): readonly Difference[] {
  try {
    return compare();
  } catch (thrown) {
    return [{ path: 'thrown', want: 'no exception', got: thrown instanceof Error ? thrown.stack : String(thrown) }];
  }
}

/** The families that `names` select: an exact name or a prefix that ends at a slash. */
export function select(families: readonly Family[], names: readonly string[]): readonly Family[] | { readonly unknown: string } {
  if (names.length === 0) return families;
  const chosen = new Set<Family>();
  for (const name of names) {
    const matching = families.filter((family) => family.name === name || family.name.startsWith(`${name}/`));
    if (matching.length === 0) return { unknown: name };
    for (const family of matching) chosen.add(family);
  }
  return families.filter((family) => chosen.has(family));
}

function shown(value: unknown): string {
  const text = value === undefined ? '(nothing)' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function printTable(results: readonly FamilyResult[]): void {
  const width = Math.max(...results.map((result) => result.name.length), 6);
  const row = (name: string, passed: number, total: number, exceptions: number): string =>
    `${name.padEnd(width)}  ${String(passed).padStart(6)} / ${String(total).padEnd(6)} ${((100 * passed) / total).toFixed(1).padStart(6)} %${exceptions > 0 ? `  (${exceptions} excepted)` : ''}`;
  for (const result of results) console.log(row(result.name, result.passed, result.total, result.exceptions));
  const sum = (of: (result: FamilyResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  console.log(
    row(
      'all',
      sum((result) => result.passed),
      sum((result) => result.total),
      sum((result) => result.exceptions),
    ),
  );
  for (const result of results.filter(({ failures }) => failures.length > 0)) {
    console.log(`\n${result.name}: ${result.failures.length} differ`);
    for (const failure of result.failures.slice(0, SHOWN_CASES)) {
      console.log(`  ${failure.id}`);
      for (const difference of failure.differences.slice(0, SHOWN_DIFFERENCES)) {
        console.log(`    ${difference.path}\n      want ${shown(difference.want)}\n      got  ${shown(difference.got)}`);
      }
    }
  }
}

function usage(problem: string): number {
  console.error(`golden: ${problem}`);
  return EXIT.usage;
}

function main(): number {
  let options: {
    dir?: string | undefined;
    family?: string[] | undefined;
    json?: boolean | undefined;
    'raise-floors'?: boolean | undefined;
  };
  try {
    options = parseArgs({
      options: {
        dir: { type: 'string' },
        family: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        'raise-floors': { type: 'boolean' },
      },
    }).values;
  } catch (thrown) {
    return usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const dir = path.resolve(options.dir ?? OWN_DIR);
  if (!existsSync(dir)) return usage(`no folder ${dir}`);
  if (options['raise-floors'] && dir !== OWN_DIR) return usage('floors are those of the committed recordings');
  const chosen = select(allFamilies(dir), options.family ?? []);
  if ('unknown' in chosen) return usage(`no family ${chosen.unknown} in ${dir}`);
  const unmade = makeCatalogs();
  if (unmade !== undefined) return usage(unmade);
  const exceptions = readExceptions();
  let results: readonly FamilyResult[];
  try {
    results = chosen.map((family) => play(family, exceptions)).filter((result) => result.total > 0);
  } catch (thrown) {
    // A case that throws has failed; what throws here is a recording that cannot be read.
    return usage(`unreadable recordings in ${dir}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  if (results.length === 0) return usage(`nothing to compare in ${dir}`);
  if (options['raise-floors']) raiseFloors(results);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const total = results.reduce((sum, result) => sum + result.total, 0);
  if (options.json)
    console.log(JSON.stringify({ passed, total, families: results }, (_, value: unknown) => (value === undefined ? null : value)));
  else printTable(results);
  return results.every((result) => result.failures.length === 0 && result.exceptions === 0) ? EXIT.equal : EXIT.different;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
