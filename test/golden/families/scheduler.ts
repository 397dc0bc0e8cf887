/** `scheduler/<folder>`: recorded clusters, played with the product's own replay; `scheduler/vectors`: tables of its pure functions. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubeObject } from '../../../server/src/core/sim/object.ts';
import { type Entry, toEntry } from '../../../server/src/core/sim/scheduler/entry.ts';
import { feasibleNodesToFind } from '../../../server/src/core/sim/scheduler/pick.ts';
import { imageScore, normalizedImageName, scaledImageBytes } from '../../../server/src/core/sim/scheduler/plugins/image-locality.ts';
import { balanceScore } from '../../../server/src/core/sim/scheduler/plugins/node-resources-balanced-allocation.ts';
import type { Profile } from '../../../server/src/core/sim/scheduler/profile.ts';
import { readConfiguration } from '../../../server/src/core/sim/scheduler/read-configuration.ts';
import { replay } from '../../../server/src/core/sim/scheduler/replay.ts';
import { leastAllocatedScore } from '../../../server/src/core/sim/scheduler/scoring-strategy.ts';
import { say } from '../../../server/src/core/text/text.ts';
import { createFile } from '../../../server/src/core/yaml/source-file.ts';
import type { Case, Difference, Family, FindFamilies } from '../family.ts';
import { summarise } from './scheduler-summary.ts';

export const findFamilies: FindFamilies = (dir) => {
  const room = path.join(dir, 'scheduler');
  if (!existsSync(room)) return [];
  const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const families: Family[] = folders
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name: `scheduler/${name}`, cases: () => casesIn(path.join(room, name)) }));
  const vectors = path.join(room, 'vectors.json');
  if (existsSync(vectors)) families.push({ name: 'scheduler/vectors', cases: () => vectorCases(vectors) });
  return families;
};

/** What the recorder wrote about one scenario. */
interface Recording {
  readonly scenario: string;
  readonly retry: 'end' | 'immediate';
  readonly summarised?: boolean;
  readonly nodeOrder?: readonly string[];
  readonly varies?: readonly { readonly pod: string; readonly attempt: number; readonly fields: readonly string[] }[];
  /** Nodes that preemption could have chosen as well. */
  readonly tiedPreemptionNodes?: readonly { readonly pod: string; readonly attempt: number; readonly nodes: readonly string[] }[];
  readonly pods: readonly Readonly<Record<string, unknown>>[];
}

function* casesIn(folder: string): Iterable<Case> {
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    yield { id: file.slice(0, -'.json'.length), compare: () => compareCase(path.join(folder, file)) };
  }
}

function compareCase(file: string): readonly Difference[] {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const text = readFileSync(path.join(path.dirname(file), recording.scenario), 'utf8');
  const profiles = profilesIn(text);
  const decisions = replay(readObjects(text), {
    retry: recording.retry,
    detail: 'full',
    allFilters: true,
    ...(profiles === undefined ? {} : { profiles }),
  });
  const differences: Difference[] = [];
  if (recording.nodeOrder !== undefined)
    compareValue('nodeOrder', recording.nodeOrder, decisions[0]?.nodeOrder ?? recording.nodeOrder, differences);
  recording.pods.forEach((want, index) => {
    const decision = decisions[index];
    const varying = variesIn(recording, want);
    if (decision === undefined) {
      if (!varying.has('attempt')) differences.push({ path: `pods[${index}]`, want: want.pod, got: undefined });
      return;
    }
    if (isTied(recording, want, decision.nominatedNode)) for (const field of ['nominatedNode', 'victims']) varying.add(field);
    const entry = toEntry(decision);
    const got = recording.summarised === true ? summarise(entry) : { ...entry, nodeOrder: decision.nodeOrder };
    // A list without nodes is left out of the recording.
    const wanted = recording.summarised === true ? want : { nodeOrder: [], ...want };
    compareEntry(`pods[${index}]`, wanted, got, varying, differences);
  });
  if (decisions.length !== recording.pods.length && recording.varies === undefined) {
    differences.push({ path: 'pods.length', want: recording.pods.length, got: decisions.length });
  }
  return differences;
}

/** A scenario says the scheduler's configuration in its head: `# config: {…}`. */
function profilesIn(text: string): ReadonlyMap<string, Profile> | undefined {
  const [, config] = /^(?:#.*\n)*?# config: (.*)$/m.exec(text) ?? [];
  if (config === undefined) return undefined;
  const result = readConfiguration(JSON.parse(config));
  if ('problem' in result) throw new Error(say('en', result.problem));
  return result.profiles;
}

function readObjects(text: string): readonly KubeObject[] {
  const { documents } = createFile(text);
  return documents.flatMap(({ document }) => (document.value ? [document.value as KubeObject] : []));
}

/** Fields of an entry that came out differently from one recording of the scenario to the next. */
function variesIn(recording: Recording, { pod, attempt }: Readonly<Record<string, unknown>>): Set<string> {
  const rows = (recording.varies ?? []).filter((row) => row.pod === pod && row.attempt === attempt);
  return new Set(rows.flatMap(({ fields }) => fields));
}

/** Among candidates equal in every rank the scheduler's choice is that of a map's order. */
function isTied(recording: Recording, { pod, attempt }: Readonly<Record<string, unknown>>, nominatedNode: string): boolean {
  const ties = (recording.tiedPreemptionNodes ?? []).filter((row) => row.pod === pod && row.attempt === attempt);
  return ties.some(({ nodes }) => nodes.includes(nominatedNode));
}

/** Rows whose order means nothing. */
const SETS: ReadonlySet<string> = new Set(['filters', 'allFilters', 'filterCounts', 'allFilterCounts', 'candidates', 'candidateCounts']);

function compareEntry(
  at: string,
  want: Readonly<Record<string, unknown>>,
  got: Readonly<Partial<Record<keyof Entry | string, unknown>>>,
  varying: ReadonlySet<string>,
  differences: Difference[],
): void {
  for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
    if (varying.has(key)) continue;
    const [wanted, found] = SETS.has(key) ? [asSet(want[key]), asSet(got[key])] : [want[key], got[key]];
    compareValue(`${at}.${key}`, wanted, found, differences);
  }
}

function compareValue(at: string, want: unknown, got: unknown, differences: Difference[]): void {
  if (canonical(want) !== canonical(got)) differences.push({ path: at, want, got });
}

function asSet(rows: unknown): unknown {
  return Array.isArray(rows) ? rows.map(canonical).sort() : rows;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'object' && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? 'undefined'
  );
}

type Row = Readonly<Record<string, unknown>>;

/** How each table is computed: its result field, and the product's function. */
const TABLES: Readonly<Record<string, { readonly result: string; readonly compute: (row: never) => unknown }>> = {
  numFeasibleNodesToFind: {
    result: 'find',
    compute: (row: { nodes: number; percentageOfNodesToScore: number | null }) =>
      feasibleNodesToFind(row.nodes, row.percentageOfNodesToScore ?? undefined),
  },
  leastAllocatedPerResource: {
    result: 'score',
    compute: (row: { requested: number; allocatable: number }) => leastAllocatedScore(row.requested, row.allocatable),
  },
  balancedAllocation: {
    result: 'score',
    compute: (row: { usedBefore: number[]; usedWithPod: number[]; allocatable: number[] }) =>
      balanceScore(row.usedBefore, row.usedWithPod, row.allocatable),
  },
  imageLocalityScore: {
    result: 'score',
    compute: (row: { sumScores: number; containers: number }) => imageScore(row.sumScores, row.containers),
  },
  imageScaledSize: {
    result: 'scaled',
    compute: (row: { sizeBytes: number; nodesWithImage: number; totalNodes: number }) =>
      scaledImageBytes(row.sizeBytes, row.nodesWithImage, row.totalNodes),
  },
  imageName: { result: 'normalized', compute: (row: { image: string }) => normalizedImageName(row.image) },
};

function* vectorCases(file: string): Iterable<Case> {
  const tables = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly Row[]>>;
  for (const [name, rows] of Object.entries(tables)) {
    const table = TABLES[name];
    for (const [index, row] of rows.entries()) {
      yield {
        id: `${name}-${index}`,
        compare() {
          if (table === undefined) return [{ path: name, want: 'a table that is known', got: 'none' }];
          const [want, got] = [row[table.result], table.compute(row as never)];
          return want === got ? [] : [{ path: table.result, want, got }];
        },
      };
    }
  }
}
