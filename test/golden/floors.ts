import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FamilyResult } from './golden.ts';

const FILE = path.join(import.meta.dirname, 'floors.json');

/** How many cases of each family pass at least. A floor may only rise. */
export type Floors = Readonly<Record<string, number>>;

export function readFloors(): Floors {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Floors;
}

/** Families that pass fewer cases than they once did, or are gone; one line each. */
export function belowFloor(floors: Floors, results: readonly FamilyResult[]): readonly string[] {
  const passedByName = new Map(results.map(({ name, passed }) => [name, passed]));
  return Object.entries(floors).flatMap(([name, floor]) => {
    const passed = passedByName.get(name);
    return passed !== undefined && passed >= floor ? [] : [`${name}: ${passed ?? 'no'} cases pass, the floor is ${floor}`];
  });
}

/** Lifts every floor to what passes now; none sinks. */
export function raiseFloors(results: readonly FamilyResult[]): void {
  const floors = readFloors();
  const passed = results.map((result) => [result.name, Math.max(result.passed, floors[result.name] ?? 0)] as const);
  const raised = Object.fromEntries([...new Map([...Object.entries(floors), ...passed])].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(raised, undefined, 2)}\n`);
}
