import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { allFamilies } from '../golden/families.ts';
import { belowFloor, type Floors, readFloors } from '../golden/floors.ts';
import { type FamilyResult, play, readExceptions } from '../golden/golden.ts';

const GOLDEN = path.join(import.meta.dirname, '..', 'golden');

let played: readonly FamilyResult[] | undefined;

/** Every family once, with the committed exceptions or none. */
function playAll(): readonly FamilyResult[] {
  played ??= allFamilies(GOLDEN).map((family) => play(family, readExceptions()));
  return played;
}

test('every family of the golden comparison passes as many cases as it ever did', () => {
  assert.deepEqual(belowFloor(readFloors(), playAll()), []);
});

test('every family has a floor', () => {
  const floors = readFloors();
  const bare = playAll().filter(({ name }) => !Object.hasOwn(floors, name));
  assert.deepEqual(
    bare.map(({ name }) => name),
    [],
    'npm run golden -- --raise-floors writes them',
  );
});

test('every exception names a case that is there and differs', () => {
  const excepted = Object.keys(readExceptions());
  const touched = allFamilies(GOLDEN).filter(({ name }) => excepted.some((id) => id.startsWith(`${name}/`)));
  const failing = new Set(touched.flatMap((family) => play(family, {}).failures.map(({ id }) => `${family.name}/${id}`)));
  const stale = Object.entries(readExceptions()).filter(([id, reason]) => !failing.has(id) || reason.trim() === '');
  assert.deepEqual(stale, []);
});

test('no floor is lower than the one that is committed', (context) => {
  let committed: Floors;
  try {
    const text = execFileSync('git', ['show', 'HEAD:test/golden/floors.json'], {
      cwd: GOLDEN,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    committed = JSON.parse(text) as Floors;
  } catch {
    context.skip('no history here');
    return;
  }
  const floors = readFloors();
  const sunk = Object.entries(committed).filter(([name, floor]) => (floors[name] ?? 0) < floor);
  assert.deepEqual(sunk, []);
});
