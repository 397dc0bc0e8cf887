import type { Range } from '../base/range.ts';
import type { Document, Entry, MapNode, Node } from '../yaml/document.ts';
import { lastEntry } from '../yaml/locate.ts';
import { DEEPEST } from './structure.ts';

/** A named part of a document, for outlines. Offsets are of the document's own text. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly is: 'object' | 'map' | 'list' | 'value';
  readonly range: Range;
  readonly nameRange: Range;
  readonly children: readonly DocumentSymbol[];
}

/** How many parts a level of an outline has: beyond that it helps nobody. */
const MOST_CHILDREN = 200;

/** The outline of a document: the object as kind/name, its fields below, to a depth. */
export function symbolsOf(document: Document, depth = DEEPEST): readonly DocumentSymbol[] {
  const { root } = document;
  if (root?.is !== 'map') return [];
  const children = childrenOf(root, depth);
  const kind = textOf(lastEntry(root, 'kind')?.value);
  if (kind === '') return children;
  const metadata = lastEntry(root, 'metadata')?.value;
  const name = metadata?.is === 'map' ? textOf(lastEntry(metadata, 'name')?.value) : '';
  const nameRange = lastEntry(root, 'kind')?.range ?? root.range;
  const fields = children.filter((child) => child.name !== 'apiVersion' && child.name !== 'kind');
  return [
    {
      name: name === '' ? kind : `${kind}/${name}`,
      detail: textOf(lastEntry(root, 'apiVersion')?.value),
      is: 'object',
      range: root.range,
      nameRange,
      children: fields,
    },
  ];
}

function childrenOf(node: Node | undefined, depth: number): readonly DocumentSymbol[] {
  if (node === undefined || depth === 0) return [];
  if (node.is === 'map') return node.entries.slice(0, MOST_CHILDREN).map((entry) => symbolOf(entry, depth));
  if (node.is === 'list') {
    return node.items.slice(0, MOST_CHILDREN).flatMap(({ value, range }, index): readonly DocumentSymbol[] => {
      if (value?.is !== 'map') return [];
      return [
        {
          name: itemName(value, index),
          detail: '',
          is: 'map',
          range,
          nameRange: value.entries[0]?.range ?? range,
          children: childrenOf(value, depth - 1),
        },
      ];
    });
  }
  return [];
}

function symbolOf(entry: Entry, depth: number): DocumentSymbol {
  const { value } = entry;
  const is = value?.is === 'map' || value?.is === 'list' ? value.is : 'value';
  return {
    name: entry.key === '' ? '~' : entry.key,
    detail: is === 'value' ? textOf(value).slice(0, 60) : '',
    is,
    range: entry.range,
    nameRange: entry.keyRange,
    children: childrenOf(value, depth - 1),
  };
}

/** What people call an item by: its name, or what else tells it from others. */
function itemName(map: MapNode, index: number): string {
  for (const key of ['name', 'key', 'mountPath', 'containerPort', 'port', 'path', 'host', 'kind', 'type']) {
    const text = textOf(lastEntry(map, key)?.value);
    if (text !== '') return text;
  }
  return `[${index}]`;
}

function textOf(node: Node | undefined): string {
  return node?.is === 'scalar' && node.value !== null ? String(node.value) : '';
}
