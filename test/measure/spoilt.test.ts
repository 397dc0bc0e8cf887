import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { allFamilies } from '../golden/families.ts';
import type { Family } from '../golden/family.ts';
import { type Json, type JsonObject, spoil, spoiltTraces, spoiltVerdicts } from './spoil.ts';

/** The measure is worth something only if a wrong recording makes it fail: for every family, in everything it compares. */
const GOLDEN = path.join(import.meta.dirname, '..', 'golden');
/** Cases spoilt of each family. Clusters and traces take long to play, and a wrong trace longest: every order of events is tried. */
const CASES = { api: 3, notes: 3, vectors: 3, scheduler: 1, controllers: 1 } as const;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'kijabi-spoilt-'));
after(() => rmSync(scratch, { recursive: true }));

/** Ids of the first cases of a family that pass. */
function passing(family: Family, most: number): readonly string[] {
  const ids: string[] = [];
  for (const each of family.cases()) {
    if (ids.length === most) break;
    if (isEqual(each.compare)) ids.push(each.id);
  }
  return ids;
}

function isEqual(compare: () => readonly unknown[]): boolean {
  try {
    return compare().length === 0;
  } catch {
    return false;
  }
}

/** Plays the only family of that name in a folder, and gives the ids that pass all the same. */
function survivors(dir: string, name: string): readonly string[] {
  const family = allFamilies(dir).find((each) => each.name === name);
  assert.ok(family, `${name} is compared`);
  return [...family.cases()].filter(({ compare }) => isEqual(compare)).map(({ id }) => id);
}

function readLines(file: string): readonly JsonObject[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as JsonObject);
}

/** Writes spoilt entries under the ids `<id> <n>` and expects all of them to fail. */
function expectFailures(
  family: string,
  file: string,
  entries: readonly JsonObject[],
  write: (entries: readonly JsonObject[]) => string,
): void {
  assert.ok(entries.length > 0, `${family} has a passing case to spoil`);
  const dir = mkdtempSync(path.join(scratch, 'set-'));
  const target = path.join(dir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, write(entries));
  assert.deepEqual(survivors(dir, family), []);
}

function numbered(entry: JsonObject, wrongs: readonly JsonObject[]): readonly JsonObject[] {
  return wrongs.map((wrong, index) => ({ ...entry, ...wrong, id: `${String(entry.id)} ${index}` }));
}

const asLines = (entries: readonly JsonObject[]): string => entries.map((entry) => JSON.stringify(entry)).join('\n');

for (const family of allFamilies(GOLDEN)) {
  const [room = '', place = '', inner = ''] = family.name.split('/');
  test(`a spoilt case of ${family.name} fails`, (context) => {
    const ids = passing(family, CASES[room as keyof typeof CASES]);
    if (ids.length === 0) {
      context.skip('no case passes yet');
      return;
    }
    if (room === 'scheduler' && place !== 'vectors') spoilClusters(family.name, place, ids);
    else if (room === 'scheduler') spoilTables(family.name, ids);
    else if (room === 'notes') spoilNotes(ids);
    else spoilLines(room, place, inner, family.name, ids);
  });
}

function spoilLines(room: string, place: string, inner: string, family: string, ids: readonly string[]): void {
  const file = path.join(room, `${place}.jsonl`);
  const entries = readLines(path.join(GOLDEN, file)).filter(
    (entry) => ids.includes(String(entry.id)) && (inner === '' || entry.family === inner),
  );
  const spoilt = entries.flatMap((entry) => {
    if (room === 'vectors') return numbered(entry, [{ out: spoil(entry.out as Json) }]);
    if (room === 'api')
      return numbered(
        entry,
        spoiltVerdicts(entry.verdict as readonly JsonObject[]).map((verdict) => ({ verdict })),
      );
    return numbered(
      entry,
      spoiltTraces(entry.traces as readonly JsonObject[]).map((traces) => ({ traces })),
    );
  });
  expectFailures(family, file, spoilt, asLines);
}

function spoilNotes(ids: readonly string[]): void {
  const { blocks } = JSON.parse(readFileSync(path.join(GOLDEN, 'notes.json'), 'utf8')) as { blocks: readonly JsonObject[] };
  const spoilt = blocks
    .filter((entry) => ids.includes(String(entry.id)))
    .flatMap((entry) =>
      numbered(
        entry,
        spoiltVerdicts(entry.verdict as readonly JsonObject[]).map((verdict) => ({ verdict })),
      ),
    );
  expectFailures('notes', 'notes.json', spoilt, (entries) => JSON.stringify({ blocks: entries }));
}

function spoilTables(family: string, ids: readonly string[]): void {
  const tables = JSON.parse(readFileSync(path.join(GOLDEN, 'scheduler', 'vectors.json'), 'utf8')) as Record<string, readonly JsonObject[]>;
  const results = new Set(['find', 'score', 'scaled', 'normalized']);
  const wrong = (row: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, results.has(key) ? spoil(value) : value]));
  const spoilt = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(wrong)]));
  expectFailures(
    family,
    path.join('scheduler', 'vectors.json'),
    ids.map((id) => ({ id })),
    () => JSON.stringify(spoilt),
  );
}

/** Every field of the first attempts, one by one. */
function spoilClusters(family: string, place: string, ids: readonly string[]): void {
  const source = path.join(GOLDEN, 'scheduler', place);
  const dir = mkdtempSync(path.join(scratch, 'set-'));
  const target = path.join(dir, 'scheduler', place);
  mkdirSync(target, { recursive: true });
  for (const id of ids) {
    cpSync(path.join(source, `${id}.yaml`), path.join(target, `${id}.yaml`));
    const recording = JSON.parse(readFileSync(path.join(source, `${id}.json`), 'utf8')) as JsonObject & { pods: readonly JsonObject[] };
    for (const [index, attempt] of recording.pods.slice(0, 2).entries()) {
      for (const [field, value] of Object.entries(attempt)) {
        const pods = recording.pods.with(index, { ...attempt, [field]: spoil(value) });
        writeFileSync(path.join(target, `${id}-${index}-${field}.json`), JSON.stringify({ ...recording, pods }));
      }
    }
    writeFileSync(path.join(target, `${id}-fewer.json`), JSON.stringify({ ...recording, pods: recording.pods.slice(1) }));
  }
  assert.ok(readdirSync(target).length > ids.length);
  assert.deepEqual(survivors(dir, family), []);
}
