/** Mends a text as a person would who takes every preferred fix, one after the other. */
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from './workspace.ts';

const MOST_STEPS = 30;

export function takePreferred(text: string): string {
  let now = text;
  for (let step = 0; step < MOST_STEPS; step++) {
    const fixes = diagnoseDocument(parseDocument(now), catalog)
      .filter(({ severity }) => severity === 'error')
      .flatMap((finding) => finding.fixes.filter(({ preferred, edits }) => preferred && edits.length > 0));
    const [first] = fixes;
    if (first === undefined) return now;
    now = applyEdits(now, first.edits);
  }
  return now;
}
