import { formatPath, type Path } from '../base/json.ts';
import { applyEdits, overlaps, type Range, type TextEdit } from '../base/range.ts';
import type { Finding, Fix } from '../rules/finding.ts';
import type { Document, Node } from '../yaml/document.ts';
import { replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { parseDocument } from '../yaml/parse.ts';

/** All that is to be told of a text. */
export type Judge = (document: Document) => readonly Finding[];

/**
 * The same findings, in which a fix that is thought safe is so only when trying it out shows that its finding goes and that it
 * causes no error. Errors that stood in the text before, where the server did not look because of what is mended, only come to
 * light. It is tried when somebody wants to rely on it: typing does not pay for it.
 */
export function onTrial(document: Document, findings: readonly Finding[], judge: Judge): readonly Finding[] {
  let known: readonly string[] | undefined;
  const before = (): readonly string[] => {
    known ??= judge(document).map(nameOf);
    return known;
  };
  return findings.map((finding) => {
    if (!finding.fixes.some(({ safe }) => safe)) return finding;
    return {
      ...finding,
      fixes: finding.fixes.map((fix) => (fix.safe ? tried(fix, () => stands(document, finding, fix, before(), judge)) : fix)),
    };
  });
}

function tried({ title, preferred, edits }: Fix, holds: () => boolean): Fix {
  let outcome: boolean | undefined;
  return {
    title,
    preferred,
    edits,
    get safe() {
      outcome ??= holds();
      return outcome;
    },
  };
}

function stands(document: Document, finding: Finding, { edits }: Fix, before: readonly string[], judge: Judge): boolean {
  const { text, root } = document;
  if (text.includes('&') && root !== undefined && isShared(root, edits)) return false;
  const mended = parseDocument(applyEdits(text, edits));
  const after = judge(mended);
  const own = nameOf(finding);
  const isGone = countOf(after.map(nameOf), own) < countOf(before, own);
  const added = after.filter((each) => each.severity === 'error' && !before.includes(nameOf(each)));
  return isGone && (added.length === 0 || areRevealed(added, document, mended, finding, edits, judge));
}

/** Whether errors stood there before the edit, hidden by what is mended: their places are as they were, and their cause is not the new value. */
function areRevealed(
  added: readonly Finding[],
  document: Document,
  mended: Document,
  { class: errorClass, at }: Finding,
  edits: readonly TextEdit[],
  judge: Judge,
): boolean {
  const written = writtenRanges(edits);
  if (added.some((each) => isTouched(mended, each.at, written))) return false;
  // Of a kind that is not served nothing else is looked at, and its name decides nothing but what is looked at.
  if (errorClass === 'no such kind') return true;
  if (errorClass !== 'type error') return false;
  const without = replaceValue(document, at, null);
  const known = without.length === 0 ? [] : judge(parseDocument(applyEdits(document.text, without))).map(nameOf);
  return added.every((each) => known.includes(nameOf(each)));
}

/** Where the edits' own texts stand once they are applied. */
function writtenRanges(edits: readonly TextEdit[]): readonly Range[] {
  let moved = 0;
  return edits
    .toSorted((a, b) => a.range.start - b.range.start)
    .map(({ range, text }) => {
      const start = range.start + moved;
      moved += text.length - (range.end - range.start);
      return { start, end: start + text.length };
    });
}

/** What is missing was touched when all that it is missing in is new. */
function isTouched(document: Document, at: Path, written: readonly Range[]): boolean {
  const { node, entry, depth } = find(document, at);
  const isThere = depth === at.length;
  const place = isThere && typeof at.at(-1) === 'string' ? entry?.range : node?.range;
  if (place === undefined) return true;
  return written.some((each) => (isThere ? overlaps(each, place) : each.start <= place.start && place.end <= each.end));
}

/** What stands behind an anchor that is named elsewhere means something there too. */
function isShared(root: Node, edits: readonly TextEdit[]): boolean {
  const nodes = nodesIn(root);
  const named = new Set(nodes.map((node) => (node.is === 'alias' ? node.name : undefined)));
  return nodes.some(
    (node) =>
      node.is !== 'alias' && node.anchor !== undefined && named.has(node.anchor) && edits.some(({ range }) => overlaps(range, node.range)),
  );
}

function nodesIn(node: Node): readonly Node[] {
  if (node.is === 'scalar' || node.is === 'alias') return [node];
  const values = node.is === 'map' ? node.entries.map(({ value }) => value) : node.items.map(({ value }) => value);
  return [node, ...values.flatMap((value) => (value === undefined ? [] : nodesIn(value)))];
}

function nameOf({ rule, at }: Finding): string {
  return `${rule} ${formatPath(at)}`;
}

function countOf(names: readonly string[], wanted: string): number {
  return names.filter((name) => name === wanted).length;
}
