import { applyEdits, overlaps, shift, type TextEdit } from '../base/range.ts';
import { difference } from '../yaml/edit.ts';
import { createFile, type SourceFile, textOf } from '../yaml/source-file.ts';
import type { FileSettings, Place, Service } from './service.ts';
import { type PlacedFinding, settled } from './settle.ts';

/** How often fixes may bring forth new findings with new fixes. */
const MOST_ROUNDS = 20;

/** What all safe fixes make of a file, as one edit; undefined when there is nothing to mend. */
export function mended(service: Service, file: SourceFile, place: Place, settings: FileSettings): TextEdit | undefined {
  const before = textOf(file);
  const { text } = mendFile(file, (now) =>
    settled(now, settings, true, ({ document }) => [
      ...service.diagnose(document, settings.version, settings.severities),
      ...service.across(document, place, settings.version, settings.severities),
    ]),
  );
  return text === before ? undefined : difference(before, text);
}

/** Applies every safe fix, again and again, until nothing changes. What no fix touches stays to the byte. */
export function mendFile(file: SourceFile, findingsOf: (file: SourceFile) => readonly PlacedFinding[]): { readonly text: string } {
  let now = file;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = safeEdits(findingsOf(now));
    if (edits.length === 0) break;
    const before = textOf(now);
    const text = applyEdits(before, edits);
    if (text === before) break;
    now = createFile(text);
  }
  return { text: textOf(now) };
}

/** The edits of all safe fixes, in the file's offsets; a fix that meets an earlier one waits for the next round. */
export function safeEdits(findings: readonly PlacedFinding[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { placed, finding } of findings) {
    const fix = finding.fixes.find(({ safe, preferred }) => safe && preferred) ?? finding.fixes.find(({ safe }) => safe);
    const edits = fix?.edits.map((edit) => ({ ...edit, range: shift(edit.range, placed.start) })) ?? [];
    const meets = edits.some((edit) => taken.some((other) => overlaps(edit.range, other.range)));
    if (!meets) taken.push(...edits);
  }
  return taken;
}
