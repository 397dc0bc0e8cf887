/** What a person has just deleted from a good manifest is offered at its place: a seeded sample, whose shares are told and may not sink. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { createPrng } from '../../server/src/core/base/prng.ts';
import { complete } from '../../server/src/core/features/complete.ts';
import { typeAt } from '../../server/src/core/kube/field-type.ts';
import type { Entry, Node, ScalarNode } from '../../server/src/core/yaml/document.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { renderBlock } from '../../server/src/core/yaml/render.ts';
import { fixtures } from '../fuzz/fixtures.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';
const SAMPLE = Number(process.env.KIJABI_DELETED ?? 800);

/** Something that may be deleted: what is lost, what replaces it (the cursor is at its end), and how the place is written. */
interface Deletion {
  readonly what: string;
  readonly lost: string;
  readonly start: number;
  readonly end: number;
  /** What a person has typed again. */
  readonly typed: string;
}

type Path = readonly (string | number)[];

function* entriesOf(node: Node | undefined, path: Path, flow: boolean): Generator<readonly [Entry, Path, boolean, boolean]> {
  if (node?.is === 'list')
    for (const [index, { value }] of node.items.entries()) yield* entriesOf(value, [...path, index], flow || node.flow);
  if (node?.is !== 'map') return;
  for (const [index, entry] of node.entries.entries()) {
    const isFirstOfItem = index === 0 && typeof path.at(-1) === 'number';
    yield [entry, path, flow || node.flow, isFirstOfItem];
    yield* entriesOf(entry.value, [...path, entry.key], flow || node.flow);
  }
}

function deletionsIn(text: string): readonly Deletion[] {
  const { root, value } = parseDocument(text);
  const { apiVersion, kind } = value as { readonly apiVersion: string; readonly kind: string };
  const known = catalog.kind(apiVersion, kind);
  if (known === undefined) return [];
  return [...entriesOf(root, [], false)].flatMap(([entry, path, flow, isFirstOfItem]) => {
    const owner = typeAt(catalog, known, path)?.type;
    const field = typeAt(catalog, known, [...path, entry.key]);
    const isStructured = owner?.is === 'object' && field?.field !== undefined;
    const style = flow ? 'in braces' : isFirstOfItem ? 'behind a dash' : 'on its line';
    const { start, end } = entry.keyRange;
    const wholeEnd = entry.range.end + (flow ? (/^\s*,\s*/.exec(text.slice(entry.range.end))?.[0].length ?? 0) : 0);
    const keys: Deletion[] = !isStructured
      ? []
      : [
          { what: `key ${style}, its value kept`, lost: entry.key, start, end, typed: '' },
          { what: `key ${style}`, lost: entry.key, start, end: wholeEnd, typed: '' },
          { what: `half a key ${style}`, lost: entry.key, start, end: entry.range.end, typed: entry.key.slice(0, 2) },
        ];
    if (entry.value?.is !== 'scalar' || entry.value.style === 'literal' || entry.value.style === 'folded') return keys;
    const isHeader = path.length === 0 && (entry.key === 'apiVersion' || entry.key === 'kind');
    const answer = isHeader ? 'apiVersion or kind' : answerOf(field);
    return answer === undefined ? keys : [...keys, ...valueDeletions(entry.value, `${answer} ${flow ? 'in braces' : 'on its line'}`)];
  });
}

/** Which values can be known at all. */
function answerOf(field: ReturnType<typeof typeAt>): string | undefined {
  if (field === undefined) return undefined;
  if (field.type.is === 'boolean') return 'boolean';
  return field.field?.values !== undefined && field.field.name !== 'signerName' && field.field.name !== 'fieldPath'
    ? 'member of a set'
    : undefined;
}

function valueDeletions({ range: { start, end }, value }: ScalarNode, what: string): readonly Deletion[] {
  const lost = String(value);
  return [
    { what, lost, start, end, typed: '' },
    { what: `half a ${what}`, lost, start, end, typed: lost.slice(0, 2) },
  ];
}

/** The place of what was lost in the list as an editor shows it, from 0; undefined when it is not offered. */
function placeAmongOffers(text: string, { lost, start, end, typed }: Deletion): number | undefined {
  const left = text.slice(0, start) + typed + text.slice(end);
  const document = parseDocument(left);
  const { items } = complete({ snapshot: snapshotOf({ [URI]: left }), uri: URI, catalog, document, offset: start + typed.length });
  const shown = items.filter(({ label, filter }) => (filter ?? label).toLowerCase().replace(/^["']/, '').startsWith(typed.toLowerCase()));
  const place = [...shown].sort((a, b) => a.rank - b.rank).findIndex(({ label }) => label === lost);
  return place < 0 ? undefined : place;
}

interface Share {
  readonly ranks: number[];
  readonly misses: string[];
}

/** The same manifest as others write it. */
const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
  'as recorded': (text) => text,
  'wide, lists indented': (text) => rendered(text, { step: 4, listStep: 2, json: false }),
  'lists at their key': (text) => rendered(text, { step: 2, listStep: 0, json: false }),
  'with CRLF, below Korean words': (text) => `# 한국어 설명 😀\n${text}`.replaceAll('\n', '\r\n'),
  'in braces': (text) => stringify(parseDocument(text).value, { collectionStyle: 'flow', lineWidth: 0 }),
  'as JSON': (text) => JSON.stringify(parseDocument(text).value, null, 2),
  'as JSON on one line': (text) => JSON.stringify(parseDocument(text).value),
  'without an end of line': (text) => text.trimEnd(),
};

function rendered(text: string, style: { readonly step: number; readonly listStep: number; readonly json: boolean }): string {
  return `${renderBlock(parseDocument(text).value ?? null, { ...style, lineBreak: '\n' }).lines.join('\n')}\n`;
}

function sample(): ReadonlyMap<string, Share> {
  const prng = createPrng(5);
  const texts = fixtures()
    .flatMap((text) => text.split(/^---\n/m))
    .filter((text) => parseDocument(text).problems.length === 0);
  const writings = Object.entries(WRITINGS);
  const shares = new Map<string, Share>();
  for (let count = 0; count < SAMPLE; ) {
    const [writing, write] = writings[count % writings.length] ?? ['', String];
    const text = write(texts[prng.below(texts.length)] ?? '');
    const deletions = deletionsIn(text);
    const deletion = deletions[prng.below(Math.max(1, deletions.length))];
    if (deletion === undefined) continue;
    count++;
    const share = shares.get(deletion.what) ?? { ranks: [], misses: [] };
    shares.set(deletion.what, share);
    const place = placeAmongOffers(text, deletion);
    if (place !== undefined) share.ranks.push(place);
    else
      share.misses.push(
        `${writing}: ` +
          `${deletion.lost} at ${JSON.stringify(text.slice(Math.max(0, deletion.start - 60), deletion.start))}^${JSON.stringify(text.slice(deletion.end, deletion.end + 40))}`,
      );
  }
  return shares;
}

test('what was deleted is offered', (context) => {
  const shares = [...sample()].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [what, { ranks, misses }] of shares) {
    const all = ranks.length + misses.length;
    const near = ranks.filter((place) => place < 5).length;
    context.diagnostic(`${what}: ${ranks.length} of ${all} offered, ${near} among the first five`);
    if (process.env.KIJABI_DELETED !== undefined) for (const miss of misses.slice(0, 8)) context.diagnostic(`   missed ${miss}`);
  }
  for (const [what, { ranks, misses }] of shares)
    assert.ok(ranks.length >= 0.99 * (ranks.length + misses.length), `${what}: ${misses.join('\n')}`);
});
