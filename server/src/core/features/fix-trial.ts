import { formatPath } from '../base/json.ts';
import { applyEdits, overlaps, type TextEdit } from '../base/range.ts';
import type { Finding, Fix } from '../rules/finding.ts';
import type { Document, Node } from '../yaml/document.ts';
import { parseDocument } from '../yaml/parse.ts';

/** All that is to be told of a text. */
export type Judge = (document: Document) => readonly Finding[];

/**
 * The same findings, in which a fix that is thought safe is so only when trying it out shows that its finding goes and no
 * error comes. It is tried when somebody wants to rely on it: typing does not pay for it.
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

function stands({ text, root }: Document, finding: Finding, { edits }: Fix, before: readonly string[], judge: Judge): boolean {
  if (text.includes('&') && root !== undefined && isShared(root, edits)) return false;
  const after = judge(parseDocument(applyEdits(text, edits)));
  const own = nameOf(finding);
  const isGone = countOf(after.map(nameOf), own) < countOf(before, own);
  const isClean = after.every((each) => each.severity !== 'error' || before.includes(nameOf(each)));
  return isGone && isClean;
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
