import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { applyEdits, type TextEdit } from '../base/range.ts';
import type { Document } from '../yaml/document.ts';
import { difference } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { parseDocument } from '../yaml/parse.ts';
import { renderFlow } from '../yaml/render.ts';
import { columnOf, styleOf } from '../yaml/style.ts';

/** One of several changes that follow each other, each on the text that the one before left. */
export type Step = (document: Document) => readonly TextEdit[];

/**
 * One step for many places: done from the same text as far as their edits do not meet, the rest from what that
 * leaves. A file of many such places is so parsed a few times, not once for each. [] when a step has nothing to do.
 */
export function together<Place>(places: readonly Place[], stepAt: (place: Place) => Step): readonly Step[] {
  return places.length === 0 ? [] : [(document) => inRounds(document, places.map(stepAt))];
}

function inRounds(document: Document, steps: readonly Step[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  const seen: TextEdit[] = [];
  const left: Step[] = [];
  for (const step of steps) {
    const edits = step(document);
    if (edits.length === 0) return [];
    const meets = edits.some(({ range }) => seen.some((each) => each.range.start <= range.end && range.start <= each.range.end));
    seen.push(...edits);
    if (meets) left.push(step);
    else taken.push(...edits);
  }
  if (left.length === 0) return taken;
  const now = parseDocument(applyEdits(document.text, taken));
  const rest = inRounds(now, left);
  return rest.length === 0 ? [] : [difference(document.text, applyEdits(now.text, rest))];
}

/**
 * Puts the scalar at `path` one level further down without leaving its line or its comment: `a: 1` becomes `key:` with the
 * texts of `beside` and `name: 1` below it. [] when no scalar is written there.
 */
export function nestScalar(path: Path, key: string, name: string, beside: Readonly<Record<string, string>> = {}): Step {
  return (document) => {
    const { node: owner } = find(document, path.slice(0, -1));
    const { entry, node, detour } = find(document, path);
    const value = valueAt(document.value, path);
    if (owner?.is !== 'map' || node?.is !== 'scalar' || entry === undefined || value === undefined || detour !== undefined) return [];
    const style = styleOf(document);
    if (owner.flow) return [{ range: entry.range, text: renderFlow({ [key]: { ...beside, [name]: value } }, style).slice(1, -1) }];
    const below = style.lineBreak + ' '.repeat(columnOf(document.text, entry.keyRange.start) + style.step);
    const lines = [`${key}:`, ...Object.entries(beside).map(([each, text]) => `${each}: ${text}`), name];
    return [{ range: entry.keyRange, text: lines.join(below) }];
  };
}

export interface Item {
  readonly item: JsonObject;
  readonly at: Path;
}

/** The maps of the list at `path` below `from`, each with its place in the document. */
export function itemsAt(value: Json, path: Path, from: Path): readonly Item[] {
  const found = valueAt(value, path);
  const items = isArray(found) ? found : [];
  return items.flatMap((item, index) => (isObject(item) ? [{ item, at: [...from, ...path, index] }] : []));
}
