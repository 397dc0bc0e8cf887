import { isObject, type Json } from '../../base/json.ts';
import { applyEdits, shift, type TextEdit } from '../../base/range.ts';
import type { PreviewEdit, PreviewFix } from '../../protocol.ts';
import type { Remedy } from '../../sim/scheduler/remedies.ts';
import { type Language, say } from '../../text/text.ts';
import type { PlacedDocument } from '../../yaml/document.ts';
import { positionAt, type SourceFile, textOf } from '../../yaml/source-file.ts';
import { POD_AT, textEditsOf } from '../pod-edits.ts';

/** Lines of context around a change in the diff that is shown before it is made. */
const CONTEXT_LINES = 1;

/** Turns the scheduler's remedies into edits of the open manifest; those that have no place in it are left out. */
export function fixesOf(remedies: readonly Remedy[], workload: string, file: SourceFile, language: Language): readonly PreviewFix[] {
  const placed = file.documents.find(({ document }) => idIn(document.value) === workload);
  const kind = workload.slice(0, workload.indexOf(' '));
  const base = POD_AT[kind];
  if (placed === undefined || base === undefined) return [];
  return remedies.flatMap(({ steps }) => {
    const edits = steps.map(({ edit }) => textEditsOf(placed.document, base, edit));
    // Half a remedy would not help.
    if (edits.some((each) => each.length === 0)) return [];
    const all = edits.flat();
    const title = steps.map((step) => say(language, step.title)).join(' + ');
    const id = JSON.stringify([workload, steps.map(({ edit }) => edit)]);
    return [{ id, title, edits: all.map((each) => toPreviewEdit(file, placed, each)), diff: diffOf(file, placed, all) }];
  });
}

function idIn(value: Json | undefined): string | undefined {
  if (!isObject(value) || !isObject(value.metadata) || typeof value.kind !== 'string') return undefined;
  const { name, namespace = 'default' } = value.metadata;
  return `${value.kind} ${namespace}/${name}`;
}

function toPreviewEdit(file: SourceFile, placed: PlacedDocument, edit: TextEdit): PreviewEdit {
  const range = shift(edit.range, placed.start);
  return { range: { start: positionAt(file, range.start), end: positionAt(file, range.end) }, newText: edit.text };
}

/** The lines that change, as `-` and `+`, with a little around them. */
function diffOf(file: SourceFile, placed: PlacedDocument, edits: readonly TextEdit[]): string {
  const before = textOf(file).split('\n');
  const shifted = edits.map(({ range, text }) => ({ range: shift(range, placed.start), text }));
  const after = applyEdits(textOf(file), shifted).split('\n');
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  let tail = 0;
  while (tail < before.length - same && tail < after.length - same && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const around = before.slice(Math.max(0, same - CONTEXT_LINES), same).map((line) => `  ${line}`);
  const removed = before.slice(same, before.length - tail).map((line) => `- ${line}`);
  const added = after.slice(same, after.length - tail).map((line) => `+ ${line}`);
  return [...around, ...removed, ...added].join('\n');
}
