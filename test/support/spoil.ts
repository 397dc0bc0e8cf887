/** Mistakes as people make them, put into good texts at any place, and the many ways in which the same text may be written. */
import { isArray, isObject, type Json, type Path } from '../../server/src/core/base/json.ts';
import { applyEdits } from '../../server/src/core/base/range.ts';
import type { Document, Entry } from '../../server/src/core/yaml/document.ts';
import { deleteEntry, insertEntry, moveEntry, renameKey, replaceValue } from '../../server/src/core/yaml/edit.ts';
import { find } from '../../server/src/core/yaml/locate.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { renderFlow } from '../../server/src/core/yaml/render.ts';
import { lineStartAt, nextLineAt, styleOf } from '../../server/src/core/yaml/style.ts';

/** The text with a mistake at a place; undefined where the place does not lend itself to it. */
export type Spoiling = (document: Document, at: Path, seed: number) => string | undefined;

export const SPOILINGS: Readonly<Record<string, Spoiling>> = {
  'letters swapped': (document, at, seed) => {
    const key = String(at.at(-1));
    if (key.length < 4) return undefined;
    const from = seed % (key.length - 1);
    return renamed(document, at, key.slice(0, from) + key.charAt(from + 1) + key.charAt(from) + key.slice(from + 2));
  },
  'a letter left out': (document, at, seed) => {
    const key = String(at.at(-1));
    const from = seed % key.length;
    return key.length < 4 ? undefined : renamed(document, at, key.slice(0, from) + key.slice(from + 1));
  },
  'key in the wrong case': (document, at, seed) => {
    const key = String(at.at(-1));
    return renamed(document, at, seed % 2 === 0 ? key.toLowerCase() : key.charAt(0).toUpperCase() + key.slice(1));
  },
  'one level up': (document, at) => (at.length < 2 ? undefined : moved(document, at, at.slice(0, -2))),
  'at the root': (document, at) => (at.length < 2 ? undefined : moved(document, at, [])),
  'beside below': (document, at, seed) => {
    const beside = placesIn(document.value).filter((each) => each.length === at.length && each.at(-1) !== at.at(-1));
    const below = beside[seed % Math.max(1, beside.length)];
    return below === undefined ? undefined : moved(document, at, below);
  },
  'value in the wrong case': (document, at, seed) =>
    inScalar(document, at, (text) => (seed % 2 === 0 ? text.toLowerCase() : text.charAt(0).toLowerCase() + text.slice(1))),
  'value with a slip': (document, at, seed) =>
    inScalar(document, at, (text) =>
      text.length < 4 ? text : text.slice(0, (seed % (text.length - 1)) + 1) + text.slice((seed % (text.length - 1)) + 2),
    ),
  'quotes around a number': (document, at) =>
    rewritten(document, at, (source, type) => (type === 'int' || type === 'bool' ? `"${source}"` : source)),
  'quotes left out': (document, at) => rewritten(document, at, (source) => source.replace(/^(["'])([\w.]+)\1$/, '$2')),
  'a word for a list or map': (document, at) => replaced(document, at, 'word'),
  'left out': (document, at) => edited(document, deleteEntry(document, at)),
  twice: (document, at) => {
    const entry = blockEntry(document, at);
    if (entry === undefined) return undefined;
    const { text } = document;
    const [start, end] = [lineStartAt(text, entry.range.start), nextLineAt(text, entry.range.end)];
    if (text.slice(start, entry.range.start).trim() !== '' || !text.slice(0, end).endsWith('\n')) return undefined;
    return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  },
  'no space behind the colon': (document, at) => {
    const entry = find(document, at).entry;
    if (entry?.value?.is !== 'scalar') return undefined;
    return document.text.slice(0, entry.keyRange.end + 1) + document.text.slice(entry.valueStart);
  },
  'tabs for spaces': (document, at) => {
    const entry = find(document, at).entry;
    if (entry === undefined) return undefined;
    const start = lineStartAt(document.text, entry.range.start);
    return (
      document.text.slice(0, start) + document.text.slice(start).replace(/^ +/, (spaces) => '\t'.repeat(Math.max(1, spaces.length >> 1)))
    );
  },
  'a stranger': (document, at, seed) => edited(document, insertEntry(document, at.slice(0, -1), `stranger${seed % 3}`, seed)),
};

/** Another way to write the same. */
export const STYLES: Readonly<Record<string, (text: string, seed: number) => string>> = {
  'as it is': (text) => text,
  'line ends of Windows': (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  'no line end at the end': (text) => text.trimEnd(),
  'comments at the ends of lines': (text) => withComments(text, (line, number) => `${line} # note ${number}`),
  'comments above lines': (text) => withComments(text, (line, number) => `${/^ */.exec(line)?.[0] ?? ''}# note ${number}\n${line}`),
  'one part in braces': (text, seed) => {
    const document = parseDocument(text);
    const places = placesIn(document.value).filter(
      (each) => typeof find(document, each).node === 'object' && find(document, each).node?.is !== 'scalar',
    );
    const place = places[seed % Math.max(1, places.length)];
    const { node, entry, detour } = place === undefined ? { node: undefined, entry: undefined, detour: undefined } : find(document, place);
    if (node === undefined || entry === undefined || detour !== undefined || node.is === 'alias') return text;
    if (/[#&*|>!]/.test(text.slice(node.range.start, node.range.end))) return text;
    const value = valueIn(document, place ?? []);
    if (value === undefined) return text;
    const written = applyEdits(text, [
      { range: { start: entry.keyRange.end, end: node.range.end }, text: `: ${renderFlow(value, styleOf(document))}` },
    ]);
    return JSON.stringify(parseDocument(written).value) === JSON.stringify(document.value) ? written : text;
  },
  'all in braces': (text) => {
    const document = parseDocument(text);
    return document.value === undefined || /[#&*]/.test(text) ? text : `${renderFlow(document.value, styleOf(document))}\n`;
  },
  JSON: (text) => JSON.stringify(parseDocument(text).value ?? null, undefined, 2),
  'an anchor': (text, seed) => {
    const document = parseDocument(text);
    const places = placesIn(document.value);
    const { entry, detour } = find(document, places[seed % Math.max(1, places.length)] ?? []);
    if (entry?.value === undefined || detour !== undefined || text[entry.valueStart] === '&' || text[entry.valueStart] === '*') return text;
    const written = applyEdits(text, [{ range: { start: entry.keyRange.end + 1, end: entry.keyRange.end + 1 }, text: ' &here' }]);
    return JSON.stringify(parseDocument(written).value) === JSON.stringify(document.value) ? written : text;
  },
  'lists not indented': (text) =>
    text.replace(
      /^( *)([\w.-]+:)\n((?:\1 {2}(?:- | {2}).*\n?)+)/gm,
      (_, indent: string, key: string, items: string) => `${indent}${key}\n${items.replace(/^ {2}/gm, '')}`,
    ),
};

/** Every key of a document. */
export function placesIn(value: Json | undefined, at: Path = []): readonly Path[] {
  if (isArray(value)) return value.flatMap((item, index) => placesIn(item, [...at, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...at, key], ...placesIn(each, [...at, key])]);
}

function valueIn(document: Document, at: Path): Json | undefined {
  return at.reduce<Json | undefined>(
    (value, key) => (isArray(value) ? value[Number(key)] : isObject(value) ? value[String(key)] : undefined),
    document.value,
  );
}

function edited(document: Document, edits: ReturnType<typeof renameKey>): string | undefined {
  return edits.length === 0 ? undefined : applyEdits(document.text, edits);
}

function renamed(document: Document, at: Path, key: string): string | undefined {
  return key === at.at(-1) || key === '' ? undefined : edited(document, renameKey(document, at, key));
}

function moved(document: Document, at: Path, to: Path): string | undefined {
  return edited(document, moveEntry(document, at, to));
}

function replaced(document: Document, at: Path, value: Json): string | undefined {
  const { node } = find(document, at);
  return node === undefined || node.is === 'scalar' || node.is === 'alias' || node.flow
    ? undefined
    : edited(document, replaceValue(document, at, value));
}

function inScalar(document: Document, at: Path, change: (text: string) => string): string | undefined {
  const { node } = find(document, at);
  if (node?.is !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = change(node.value);
  return text === node.value ? undefined : edited(document, replaceValue(document, at, text));
}

function rewritten(document: Document, at: Path, change: (source: string, type: string) => string): string | undefined {
  const { node, detour } = find(document, at);
  if (node?.is !== 'scalar' || detour !== undefined) return undefined;
  const text = change(node.source, node.type);
  return text === node.source ? undefined : applyEdits(document.text, [{ range: node.range, text }]);
}

function blockEntry(document: Document, at: Path): Entry | undefined {
  const parent = find(document, at.slice(0, -1)).node;
  const { entry, detour } = find(document, at);
  return parent?.is === 'map' && !parent.flow && detour === undefined ? entry : undefined;
}

/** Only at lines that hold a key and at most a plain word: elsewhere it might become part of a text. */
function withComments(text: string, change: (line: string, number: number) => string): string {
  return text
    .split('\n')
    .map((line, number) => (/^ *(?:- )?[\w.-]+:(?: [\w.-]+)?$/.test(line) ? change(line, number) : line))
    .join('\n');
}
