/** What holds for a safe fix, whatever text it mends. */
import { Lexer } from 'yaml';
import { isArray, isObject, type Json, valueAt } from '../../server/src/core/base/json.ts';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument, findAll } from '../../server/src/core/features/diagnose.ts';
import type { Finding, Fix } from '../../server/src/core/rules/finding.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from './workspace.ts';

/** Everything that is wrong with the safe fixes of a document: [] where all laws hold. */
export function brokenLaws(text: string, diagnose = (document: Document) => diagnoseDocument(document, catalog)): readonly string[] {
  const document = parseDocument(text);
  const findings = diagnose(document);
  return findings.flatMap((finding) =>
    finding.fixes.filter(({ safe }) => safe).flatMap((fix) => breaches({ document, findings, finding, fix, diagnose })),
  );
}

interface Mending {
  readonly document: Document;
  readonly findings: readonly Finding[];
  readonly finding: Finding;
  readonly fix: Fix;
  readonly diagnose: (document: Document) => readonly Finding[];
}

function breaches({ document, findings, finding, fix, diagnose }: Mending): readonly string[] {
  const said = (law: string): string => `${law}: ${finding.rule} ${finding.path} ${JSON.stringify(fix.title)}`;
  if (fix.edits.length === 0) return [said('it changes nothing')];
  const text = applyEdits(document.text, fix.edits);
  if (text === document.text) return [said('it changes nothing')];
  const after = parseDocument(text);
  const left = diagnose(after);
  const nameOf = ({ rule, path, message }: Finding): string => `${rule} ${path} ${JSON.stringify(message)}`;
  const count = (all: readonly Finding[]): number => all.filter((each) => nameOf(each) === nameOf(finding)).length;
  // Consequences, which the editor tells with their cause, count as told.
  const known = [...findings, ...findAll(document, catalog)];
  const unknown = left.filter((each) => each.severity === 'error' && !known.some((one) => isSame(one, each)));
  const added = unknown.filter((each) => !stoodHidden(document, after, finding, each));
  return [
    ...(count(left) < count(findings) ? [] : [said('its finding stays')]),
    ...added.map((each) => said(`it adds ${each.rule} ${each.path}`)),
    ...(sameMeaning(document, after, finding) ? [] : [said('it changes what it was not asked to')]),
    ...(commentsOf(document.text) === commentsOf(text) ? [] : [said('it changes comments')]),
    ...(hasForeignBreak(document.text, text) ? [said('its line ends are others')] : []),
  ];
}

function isSame(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && one.path === other.path;
}

/**
 * An error that the server did not get to see because of what is mended: it is about values that are as they were, and it stands
 * as well when the mended place says nothing at all, or, where it was the kind, when only the header is what it became.
 */
function stoodHidden(before: Document, after: Document, { at, class: errorClass }: Finding, error: Finding): boolean {
  const [old, now] = [before.value ?? null, after.value ?? null];
  if (JSON.stringify(valueAt(old, error.at)) !== JSON.stringify(valueAt(now, error.at))) return false;
  const isHeader = errorClass === 'no such kind';
  if (!isHeader && errorClass !== 'type error') return false;
  const header = isObject(now) ? { apiVersion: now.apiVersion ?? null, kind: now.kind ?? null } : {};
  const without = isHeader && isObject(old) ? { ...old, ...header } : withNull(old, at);
  // JSON is YAML, and what is said of a value does not hang on how it is written.
  return findAll(parseDocument(JSON.stringify(without)), catalog).some((each) => isSame(each, error));
}

function withNull(value: Json, [first, ...rest]: Finding['at']): Json {
  if (first === undefined) return null;
  if (isArray(value)) return value.map((item, index) => (index === first ? withNull(item, rest) : item));
  return isObject(value) ? { ...value, [first]: withNull(value[first] ?? null, rest) } : value;
}

/** Leaves away from the finding's place are the same; a value that moved or whose key has another name is still there. */
function sameMeaning(before: Document, after: Document, finding: Finding): boolean {
  const [old, now] = [leavesOf(before.value), leavesOf(after.value)];
  const gone = old.filter((each) => !now.some((leaf) => leaf.path === each.path && leaf.value === each.value));
  const come = now.filter((each) => !old.some((leaf) => leaf.path === each.path && leaf.value === each.value));
  // What an object of a removed version becomes is held to the letter by the tests of these fixes.
  if (finding.rule === 'removed-api') return true;
  const place = JSON.stringify(finding.at).slice(0, -1);
  const isThere = gone.every(({ path }) => path.startsWith(place) || finding.rule === 'missing-field');
  const values = (leaves: readonly Leaf[]): string => JSON.stringify(leaves.map(({ value }) => value).sort());
  const isMoved = values(gone) === values(come);
  const [one, other] = [gone[0]?.path ?? '', come[0]?.path ?? ''];
  // `a:b` as a key becomes the key `a` with the value `b`.
  const isParted = gone[0]?.value === 'null' && one.startsWith(`${other.slice(0, -2)}:`);
  const isReplaced = gone.length === 1 && come.length === 1 && (one === other || isParted);
  const isHeader = come.length - gone.length === 1 && come.some(({ path }) => path === '["apiVersion"]');
  return isThere && (isMoved || isReplaced || isHeader);
}

interface Leaf {
  readonly path: string;
  readonly value: string;
}

function leavesOf(value: Json | undefined, at: readonly (string | number)[] = []): readonly Leaf[] {
  if (isArray(value) && value.length > 0) return value.flatMap((item, index) => leavesOf(item, [...at, index]));
  if (isObject(value) && Object.keys(value).length > 0) return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...at, key]));
  return [{ path: JSON.stringify(at), value: JSON.stringify(value) ?? '' }];
}

function commentsOf(text: string): string {
  return [...new Lexer().lex(text)]
    .filter((token) => token.startsWith('#'))
    .sort()
    .join('\n');
}

/** A line feed alone where all lines ended otherwise. */
function hasForeignBreak(before: string, after: string): boolean {
  const alone = /(?<!\r)\n/;
  return before.includes('\r\n') && !alone.test(before) && alone.test(after);
}
