import type { Path } from '../base/json.ts';
import { contains, type Range } from '../base/range.ts';
import type { Document, Entry, MapNode, Node } from './document.ts';

/** What stands at an offset. */
export interface Place {
  /** From the root to the entry or item. */
  readonly path: Path;
  /** On the key of an entry, on a value, or in the room between. */
  readonly on: 'key' | 'value' | 'room';
  readonly entry: Entry | undefined;
  readonly node: Node | undefined;
}

/** The innermost thing at `offset` of the document's text; aliases are not followed. */
export function placeAt(document: Document, offset: number): Place {
  let place: Place = { path: [], on: 'room', entry: undefined, node: document.root };
  for (;;) {
    const inner = step(place, offset);
    if (inner === undefined) return place;
    place = inner;
    if (place.on === 'key') return place;
  }
}

function step({ node, path }: Place, offset: number): Place | undefined {
  if (node?.is === 'map') {
    const entry = node.entries.find(({ range }) => contains(range, offset));
    if (entry === undefined) return undefined;
    const inner = [...path, entry.key];
    if (contains(entry.keyRange, offset)) return { path: inner, on: 'key', entry, node: entry.value };
    const onValue = entry.value !== undefined && contains(entry.value.range, offset);
    return { path: inner, on: onValue ? 'value' : 'room', entry, node: onValue ? entry.value : undefined };
  }
  if (node?.is === 'list') {
    const index = node.items.findIndex(({ range }) => contains(range, offset));
    const item = node.items[index];
    if (item === undefined) return undefined;
    const onValue = item.value !== undefined && contains(item.value.range, offset);
    return { path: [...path, index], on: onValue ? 'value' : 'room', entry: undefined, node: onValue ? item.value : undefined };
  }
  return undefined;
}

/** Where a path leads, as far as it is written. */
export interface Found {
  /** The last entry met on the way. */
  readonly entry: Entry | undefined;
  readonly node: Node | undefined;
  /** How many steps of the path are written. */
  readonly depth: number;
  /** Set where the path leaves the text it is written in, through an alias or a merge key: the place to show instead. */
  readonly detour: Range | undefined;
}

/** Follows `path` from the root; of repeated keys the last one counts, as for the server. */
export function find(document: Document, path: Path): Found {
  let found: Found = { entry: undefined, node: document.root, depth: 0, detour: undefined };
  for (const key of path) {
    const next = follow(found, key);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function follow(found: Found, key: string | number): Found | undefined {
  const { node } = found;
  if (node?.is === 'alias') {
    return follow({ ...found, node: node.target, detour: found.detour ?? node.range }, key);
  }
  if (node?.is === 'list') {
    const item = typeof key === 'number' ? node.items[key] : undefined;
    return item && { ...found, node: item.value, depth: found.depth + 1 };
  }
  if (node?.is !== 'map') return undefined;
  const entry = lastEntry(node, String(key));
  if (entry !== undefined) return { ...found, entry, node: entry.value, depth: found.depth + 1 };
  return followMerge(found, node, key);
}

function followMerge(found: Found, map: MapNode, key: string | number): Found | undefined {
  for (const { keyType, value, range } of map.entries) {
    if (keyType !== 'merge') continue;
    const sources = value?.is === 'list' ? value.items.map((item) => item.value) : [value];
    for (const source of sources) {
      const next = follow({ ...found, node: source, detour: found.detour ?? range }, key);
      if (next !== undefined) return next;
    }
  }
  return undefined;
}

export function lastEntry(map: MapNode, key: string): Entry | undefined {
  for (let index = map.entries.length - 1; index >= 0; index--) {
    const entry = map.entries[index];
    if (entry?.key === key) return entry;
  }
  return undefined;
}

/** The key at the end of `path`, or of the nearest written ancestor; the first word of the document when there is none. */
export function keyRangeOf(document: Document, path: Path): Range {
  const found = find(document, path);
  if (found.detour !== undefined) return found.detour;
  const { node } = found;
  // The last step is an item of a list: its first key stands for it.
  if (typeof path[found.depth - 1] === 'number' && node !== undefined) return firstWord(document, node);
  if (found.entry !== undefined) return found.entry.keyRange;
  return node === undefined ? firstLine(document.text) : firstWord(document, node);
}

/** The value at the end of `path` when it is one word or line; else its key. */
export function valueRangeOf(document: Document, path: Path): Range {
  const found = find(document, path);
  if (found.detour !== undefined) return found.detour;
  const { node } = found;
  if (found.depth === path.length && node !== undefined && node.is !== 'map' && node.is !== 'list') {
    const isBlock = node.is === 'scalar' && (node.style === 'literal' || node.style === 'folded');
    if (node.range.end > node.range.start && !isBlock) return node.range;
  }
  return keyRangeOf(document, path);
}

function firstWord(document: Document, node: Node): Range {
  const entry = node.is === 'map' ? node.entries[0] : undefined;
  if (entry !== undefined) return entry.keyRange;
  const line = firstLine(document.text.slice(node.range.start, node.range.end));
  return { start: node.range.start + line.start, end: node.range.start + line.end };
}

function firstLine(text: string): Range {
  const match = /\S.*/.exec(text);
  return match === null ? { start: 0, end: 0 } : { start: match.index, end: match.index + match[0].trimEnd().length };
}
