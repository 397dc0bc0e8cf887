import { quoteGo } from '../base/go-text.ts';
import type { Json } from '../base/json.ts';
import type { Range } from '../base/range.ts';
import type { AliasNode, DuplicateKey, Entry, MapNode, Node, NotJson } from './document.ts';

/** What stands in the way of reading a tree as plain data. */
export type ValueProblem = DuplicateKey | NotJson | { readonly is: 'refused'; readonly reason: string; readonly range: Range };

export interface ReadValue {
  readonly value: Json;
  readonly problems: readonly ValueProblem[];
}

/**
 * Reads a tree as plain data: aliases stand for their targets, merged keys count, the last of equal keys wins.
 *
 * Mirrors the decoding of go.yaml.in/yaml/v2 into interface{} and its conversion by sigs.k8s.io/yaml.
 * `lineOf` gives the line of an offset, from 1.
 */
export function readValue(root: Node, lineOf: (offset: number) => number): ReadValue {
  const reading: Reading = { lineOf, problems: [], openAliases: new Set(), steps: 0, aliasSteps: 0, depth: 0, exhausted: false };
  return { value: read(reading, root), problems: reading.problems };
}

interface Reading {
  readonly lineOf: (offset: number) => number;
  readonly problems: ValueProblem[];
  readonly openAliases: Set<AliasNode>;
  steps: number;
  aliasSteps: number;
  depth: number;
  exhausted: boolean;
}

type OpenObject = Record<string, Json>;

/** How deep data may be once aliases are resolved. */
const DEEPEST = 1000;
/** The server's guard against texts that explode through aliases: steps, and the share of them that aliases may cause. */
const FREE_STEPS = 1000;
const FREE_ALIAS_STEPS = 100;
const LOW_STEPS = 400_000;
const HIGH_STEPS = 4_000_000;
const HIGH_SHARE = 0.99;
const LOW_SHARE = 0.1;

function read(reading: Reading, node: Node | undefined): Json {
  if (!mayGoOn(reading, node)) return null;
  if (node === undefined) return null;
  switch (node.is) {
    case 'scalar':
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
        const text = Number.isNaN(node.value) ? 'NaN' : node.value > 0 ? '+Inf' : '-Inf';
        reject(reading, `json: unsupported value: ${text}`, node.range);
        return null;
      }
      return node.value;
    case 'alias':
      return throughAlias(reading, node, () => read(reading, node.target)) ?? null;
    case 'list':
      return deeper(reading, () => node.items.map((item) => read(reading, item.value)));
    case 'map':
      return deeper(reading, () => {
        const object: OpenObject = {};
        readEntries(reading, node, object, hasPlainKeys(node) ? undefined : new Map());
        return object;
      });
  }
}

function deeper<T extends Json>(reading: Reading, build: () => T): T {
  reading.depth++;
  const value = build();
  reading.depth--;
  return value;
}

function mayGoOn(reading: Reading, node: Node | undefined): boolean {
  if (reading.exhausted) return false;
  reading.steps++;
  if (reading.openAliases.size > 0) reading.aliasSteps++;
  const range = node?.range ?? { start: 0, end: 0 };
  if (reading.depth > DEEPEST) refuse(reading, `exceeded max depth of ${DEEPEST}`, range);
  const { steps, aliasSteps } = reading;
  if (aliasSteps > FREE_ALIAS_STEPS && steps > FREE_STEPS && aliasSteps / steps > allowedShare(steps)) {
    refuse(reading, 'document contains excessive aliasing', range);
  }
  return !reading.exhausted;
}

function allowedShare(steps: number): number {
  if (steps <= LOW_STEPS) return HIGH_SHARE;
  if (steps >= HIGH_STEPS) return LOW_SHARE;
  return HIGH_SHARE - (HIGH_SHARE - LOW_SHARE) * ((steps - LOW_STEPS) / (HIGH_STEPS - LOW_STEPS));
}

/** Ends the reading: what follows is read as null. */
function refuse(reading: Reading, reason: string, range: Range): void {
  reading.problems.push({ is: 'refused', reason, range });
  reading.exhausted = true;
}

function reject(reading: Reading, reason: string, range: Range): void {
  reading.problems.push({ is: 'notJson', reason, range, line: reading.lineOf(range.start), serverText: reason });
}

function throughAlias<T>(reading: Reading, alias: AliasNode, visit: () => T): T | undefined {
  if (reading.openAliases.has(alias)) {
    refuse(reading, `anchor '${alias.name}' value contains itself`, alias.range);
    return undefined;
  }
  reading.openAliases.add(alias);
  const value = visit();
  reading.openAliases.delete(alias);
  return value;
}

function hasPlainKeys(map: MapNode): boolean {
  for (const entry of map.entries) if (entry.keyType !== 'string') return false;
  return true;
}

/** Where each key was set first, by type and text: `1` and `"1"` are different keys. */
type Seen = Map<string, Range>;

/** Puts a map's entries into `object`; without `seen` all keys are strings, and the object itself tells which are set. */
function readEntries(reading: Reading, map: MapNode, object: OpenObject, seen: Seen | undefined): void {
  for (const entry of map.entries) {
    if (reading.exhausted) return;
    if (entry.keyType === 'merge' && seen !== undefined) {
      merge(reading, entry, object, seen);
      continue;
    }
    mayGoOn(reading, undefined);
    if (entry.keyType === 'collection') {
      refuse(reading, `invalid map key: ${entry.key}`, entry.keyRange);
      return;
    }
    const value = read(reading, entry.value);
    const first = seen === undefined ? placeInObject(map, entry, object) : placeInSeen(entry, seen);
    if (first !== undefined) reading.problems.push(duplicate(reading, entry, first));
    const refusal = keyRefusal(entry);
    if (refusal !== undefined) reject(reading, `unsupported map key of type: ${refusal}, value: ${goValue(value)}`, entry.keyRange);
    else setValue(object, entry.key, value);
  }
}

/** Why JSON cannot have this key; in Go's words for it. */
function keyRefusal({ keyType, key }: Entry): string | undefined {
  if (keyType === 'null') return '%!s(<nil>), key: <nil>';
  const isUnsigned = keyType === 'int' && key.length > LONGEST_SAFE_KEY && BigInt(key) > MOST_SIGNED;
  return isUnsigned ? `uint64, key: 0x${BigInt(key).toString(16)}` : undefined;
}

const LONGEST_SAFE_KEY = 15;
const MOST_SIGNED = 2n ** 63n - 1n;

function setValue(object: OpenObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function placeInObject(map: MapNode, entry: Entry, object: OpenObject): Range | undefined {
  return Object.hasOwn(object, entry.key) ? map.entries.find(({ key }) => key === entry.key)?.keyRange : undefined;
}

function placeInSeen(entry: Entry, seen: Seen): Range | undefined {
  const typedKey = `${entry.keyType}:${entry.key}`;
  const first = seen.get(typedKey);
  if (first === undefined) seen.set(typedKey, entry.keyRange);
  return first;
}

function duplicate(reading: Reading, entry: Entry, first: Range): DuplicateKey {
  const line = reading.lineOf(entry.valueStart);
  const shown = entry.keyType === 'string' ? quoteGo(entry.key) : entry.keyType === 'null' ? '<nil>' : entry.key;
  return {
    is: 'duplicateKey',
    range: entry.keyRange,
    key: entry.key,
    line,
    first,
    serverText: `line ${line}: key ${shown} already set in map`,
  };
}

function merge(reading: Reading, entry: Entry, object: OpenObject, seen: Seen): void {
  const { value } = entry;
  const sources = value?.is === 'list' ? [...value.items].reverse().map((item) => item.value) : [value];
  for (const source of sources) {
    const target = source?.is === 'alias' ? source.target : source;
    // An unknown anchor has been told of already.
    if (source?.is === 'alias' && target === undefined) continue;
    if (target?.is !== 'map') {
      refuse(reading, 'map merge requires map or sequence of maps as the value', source?.range ?? entry.keyRange);
      return;
    }
    const readTarget = (): void => readEntries(reading, target, object, seen);
    if (!mayGoOn(reading, source)) return;
    if (source?.is === 'alias') {
      throughAlias(reading, source, () => {
        if (mayGoOn(reading, target)) readTarget();
      });
    } else readTarget();
  }
}

/** As Go prints a small value with %+#v. */
function goValue(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  return typeof value === 'string' ? quoteGo(value) : typeof value === 'object' ? '{…}' : String(value);
}
