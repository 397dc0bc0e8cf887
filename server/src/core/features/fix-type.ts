import { isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Catalog, FieldType } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import { parseQuantity } from '../kube/quantity.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document, ListNode, MapNode, ScalarNode } from '../yaml/document.ts';
import { find } from '../yaml/locate.ts';
import { quoted } from '../yaml/quote.ts';
import { columnOf, lineStartAt, styleOf } from '../yaml/style.ts';
import { spacedItems, spacedWords } from './fix-dash.ts';
import { movesAcross, movesOf } from './fix-move.ts';
import { fixShorthand } from './fix-shorthand.ts';

/** A value of the wrong type, written as the type that is wanted. */
export function fixType(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { document, known, path } = resource;
  const at: Path = [...path, ...error.at];
  const wanted = (known && typeAt(catalog, known, error.at)?.type) ?? undefined;
  const { node, depth } = find(document, at);
  if (wanted === undefined || node === undefined || depth !== at.length) return [];
  const moves = movesOut(resource, error, catalog, wanted);
  if (moves.length > 0) return moves;
  if (node.is === 'scalar') {
    const words = wanted.is === 'list' ? spacedWords(document, node) : [];
    if (words.length > 0) return [{ title: message('editor.fix.asList'), safe: false, preferred: true, edits: words }];
    const fixes = fixScalar(node, wanted);
    return fixes.length > 0 ? fixes : fixShorthand(document, node, wanted, catalog);
  }
  if (node.is === 'list' && SCALARS.has(wanted.is)) return onlyWord(document, at, node);
  const value = valueAt(resource.value, error.at);
  if (node.is === 'map' && wanted.is === 'list') return mapAsList(document, node, value, wanted.of, catalog);
  if (node.is === 'list' && (wanted.is === 'map' || wanted.is === 'object'))
    return node.flow ? onlyItem(document, node) : listAsMap(document, node);
  return [];
}

/** A field among labels or amounts, which are written by name as fields are: indented one level too far, it is taken for one of them. */
function movesOut(resource: Resource, { at }: VerdictError, catalog: Catalog, wanted: FieldType): readonly Fix[] {
  const name = at.at(-1);
  const value = valueAt(resource.value, at);
  const isAmongNames = resource.known !== undefined && typeAt(catalog, resource.known, at.slice(0, -1))?.type.is === 'map';
  if (!isAmongNames || typeof name !== 'string' || !SCALARS.has(wanted.is) || value === null) return [];
  const misplaced = { resource, catalog, at, name, value };
  const near = movesOf(misplaced);
  return near.length > 0 || typeof value !== 'object' ? near : movesAcross(misplaced);
}

function fixScalar(node: ScalarNode, wanted: FieldType): readonly Fix[] {
  switch (wanted.is) {
    case 'string':
      return node.style === 'plain' && node.type !== 'string' && node.type !== 'null'
        ? [rewrite(node, quoted(node.source), true, 'quote')]
        : [];
    case 'int32':
    case 'int64':
      return asNumber(node);
    case 'boolean': {
      const text = String(node.value).toLowerCase();
      const meant = TRUE.has(text) ? 'true' : FALSE.has(text) ? 'false' : undefined;
      return meant === undefined ? [] : [rewrite(node, meant, text === meant)];
    }
    case 'quantity': {
      const meant = cleanedQuantity(String(node.value));
      return meant === undefined ? [] : [rewrite(node, meant, false)];
    }
    case 'map':
    case 'object':
      return spaceBehindColons(node);
    default:
      return [];
  }
}

/** `"80"`, `80/tcp`, `3.0`. */
function asNumber(node: ScalarNode): readonly Fix[] {
  const [, digits, rest] = /^(-?(?:0|[1-9]\d*))(\.0+|\/(?:tcp|udp|sctp)|%)?$/i.exec(String(node.value ?? '').trim() || node.source) ?? [];
  return digits === undefined ? [] : [rewrite(node, digits, rest === undefined && typeof node.value === 'string')];
}

const TRUE: ReadonlySet<string> = new Set(['true', 'yes', 'on', 'y', '1']);
const FALSE: ReadonlySet<string> = new Set(['false', 'no', 'off', 'n', '0']);

/** `512Mb`, `1 GB`, `2gi`, `500 m`, `0,5`: what people write for what the API has. */
function cleanedQuantity(text: string): string | undefined {
  const [, amount = '', unit = ''] = /^\s*([\d.,]+)\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
  if (amount === '') return undefined;
  const lower = unit.toLowerCase();
  const binary = /^([kmgtpe])(?:i?b|i|ib)$/.exec(lower)?.[1];
  const written =
    binary !== undefined
      ? `${binary === 'k' ? 'K' : binary.toUpperCase()}i`
      : /^(?:m|mcpu|milli|millicores?)$/.test(lower)
        ? 'm'
        : /^(?:b|bytes?|cores?|cpus?)$/.test(lower)
          ? ''
          : /^[ktpeg]$/.test(lower)
            ? lower === 'k'
              ? 'k'
              : lower.toUpperCase()
            : undefined;
  if (written === undefined) return undefined;
  const meant = `${amount.replace(',', '.')}${written}`;
  return meant !== text && parseQuantity(meant) !== undefined ? meant : undefined;
}

/** `type:app` is one word to YAML: the space makes it a key and its value. */
function spaceBehindColons(node: ScalarNode): readonly Fix[] {
  if (node.style !== 'plain' || !/^(?:[\w./-]+:[^\s/:]\S*\s*)+$/.test(node.source)) return [];
  const text = node.source.replace(/(^|\n\s*)([\w./-]+):(?=\S)/g, '$1$2: ');
  return [
    { title: message('editor.fix.replace', { text: text.trim() }), safe: false, preferred: true, edits: [{ range: node.range, text }] },
  ];
}

/** A map where a list is wanted: names become items, or the map becomes the only item. */
function mapAsList(document: Document, node: MapNode, value: Json | undefined, of: FieldType, catalog: Catalog): readonly Fix[] {
  const spaced = spacedItems(document, node);
  if (spaced.length > 0) return [{ title: message('editor.fix.asList'), safe: false, preferred: true, edits: spaced }];
  const fields = of.is === 'object' ? catalog.type(of.type)?.fields : undefined;
  if (node.flow || fields === undefined || !isObject(value)) return [];
  const isNamed =
    fields.has('name') && fields.has('value') && Object.values(value).every((each) => each === null || typeof each !== 'object');
  if (isNamed && !Object.keys(value).every((key) => fields.has(key))) return namedItems(document, node);
  const { text } = document;
  const edits: TextEdit[] = [{ range: { start: node.range.start, end: node.range.start }, text: '- ' }];
  for (let at = text.indexOf('\n', node.range.start); at >= 0 && at < node.range.end - 1; at = text.indexOf('\n', at + 1)) {
    if (text[at + 1] !== '\n' && text[at + 1] !== '\r') edits.push({ range: { start: at + 1, end: at + 1 }, text: '  ' });
  }
  return [{ title: message('editor.fix.asList'), safe: false, preferred: true, edits }];
}

function namedItems(document: Document, node: MapNode): readonly Fix[] {
  const indent = ' '.repeat(columnOf(document.text, node.range.start));
  const { lineBreak } = styleOf(document);
  const edits = node.entries.map(({ keyRange, value, valueStart }): TextEdit => {
    const key = document.text.slice(keyRange.start, keyRange.end);
    const isText = value?.is === 'scalar' && (value.style !== 'plain' || value.type === 'string');
    const written = value?.is !== 'scalar' ? '""' : isText ? value.source : quoted(value.source);
    return {
      range: { start: keyRange.start, end: value?.range.end ?? valueStart },
      text: `- name: ${key}${lineBreak}${indent}  value: ${written}`,
    };
  });
  return [{ title: message('editor.fix.asList'), safe: false, preferred: true, edits }];
}

const SCALARS: ReadonlySet<FieldType['is']> = new Set(['string', 'int32', 'int64', 'double', 'boolean', 'quantity', 'intOrString', 'time']);

/** `[web]` where one word is wanted: without the brackets or the dash. */
function onlyWord(document: Document, at: Path, node: ListNode): readonly Fix[] {
  const value = node.items.length === 1 ? node.items[0]?.value : undefined;
  const { entry } = find(document, at);
  if (value?.is !== 'scalar' || entry?.value !== node) return [];
  const start = document.text.indexOf(':', entry.keyRange.end) + 1;
  if (document.text.slice(start, node.range.start).includes('#')) return [];
  const edits = [{ range: { start, end: node.range.end }, text: ` ${value.source}` }];
  return [{ title: message('editor.fix.replace', { text: value.source }), safe: false, preferred: true, edits }];
}

/** `[{app: web}]` where a map is wanted: without the brackets. */
function onlyItem({ text }: Document, node: ListNode): readonly Fix[] {
  const value = node.items.length === 1 ? node.items[0]?.value : undefined;
  if (value?.is !== 'map') return [];
  const edits = [{ range: node.range, text: text.slice(value.range.start, value.range.end) }];
  return [{ title: message('editor.fix.asMap'), safe: false, preferred: true, edits }];
}

/** `- app: web` where a map is wanted: without the dashes, if no key repeats. */
function listAsMap(document: Document, node: ListNode): readonly Fix[] {
  const maps = node.items.map(({ value }) => (value?.is === 'map' && !value.flow ? value : undefined));
  const keys = maps.flatMap((map) => map?.entries.map(({ key }) => key) ?? []);
  if (node.flow || maps.length === 0 || maps.includes(undefined) || new Set(keys).size !== keys.length) return [];
  const { text } = document;
  const edits = node.items.map(({ range, value }): TextEdit => {
    const start = range.start;
    const column = columnOf(text, value?.range.start ?? start);
    return { range: { start: lineStartAt(text, start), end: value?.range.start ?? start }, text: ' '.repeat(column) };
  });
  return [{ title: message('editor.fix.asMap'), safe: false, preferred: true, edits }];
}

function rewrite(node: ScalarNode, text: string, safe: boolean, as: 'replace' | 'quote' = 'replace'): Fix {
  return {
    title: message(as === 'quote' ? 'editor.fix.quote' : 'editor.fix.replace', { text }),
    safe,
    preferred: true,
    edits: [{ range: node.range, text }],
  };
}
