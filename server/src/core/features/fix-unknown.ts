import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import { type Json, type Path, valueAt } from '../base/json.ts';
import type { Catalog, Elsewhere, Field } from '../kube/catalog.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { deleteEntry, renameKey } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { parseDocument } from '../yaml/parse.ts';
import { quoted } from '../yaml/quote.ts';
import { columnOf, styleOf } from '../yaml/style.ts';
import { fits, isTelling } from './fix-fit.ts';
import { type Misplaced, movesAcross, movesOf, ownerAt } from './fix-move.ts';
import { fixLeftOut } from './fix-wrap.ts';

/** How many names are offered for one that is misspelt. */
const MOST_SUGGESTIONS = 3;

/** A field that the API does not have there: it is misspelt, or belongs to another level, or means nothing. */
export function fixUnknown(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const name = error.at.at(-1);
  if (typeof name !== 'string') return [];
  const meant: Misplaced = { resource, catalog, at: error.at, name, value: valueAt(resource.value, error.at) };
  const parted = [...partGlued(meant), ...namedValue(meant)];
  if (parted.length > 0) return parted;
  const moved = movesOf(meant);
  const near = moved.length > 0 ? moved : fixLeftOut(resource, error.at, catalog);
  const isOfOtherVersion = elsewhereAt(resource, error.at, catalog) !== undefined;
  const renames = isOfOtherVersion ? [] : renamesOf(meant, near.length > 0);
  // What stands far from its place is more likely misspelt where a name is near.
  const moves = near.length > 0 || renames.some(({ preferred }) => preferred) ? near : movesAcross(meant);
  const edits = deleteEntry(resource.document, [...resource.path, ...error.at]);
  const title = message('editor.fix.removeField', { field: name });
  const remove: readonly Fix[] = edits.length === 0 ? [] : [{ title, safe: false, preferred: false, edits }];
  return [...moves, ...renames, ...remove];
}

/** `{name:web}`: without a space behind its colon the whole is a key. */
function partGlued({ resource, catalog, at, name, value }: Misplaced): readonly Fix[] {
  const { document, path } = resource;
  const [, key = '', text = ''] = /^([\w.-]+):(\S.*)$/.exec(name) ?? [];
  const field = ownerAt(resource, catalog, at.slice(0, -1))?.fields.get(key);
  const { entry, detour } = find(document, [...path, ...at]);
  if (field === undefined || entry === undefined || detour !== undefined || (value ?? null) !== null) return [];
  const { start, end } = entry.keyRange;
  if (document.text.slice(start, end) !== name) return [];
  const isFitting = fits(parseDocument(text).value, field.type, catalog);
  const title = message('editor.fix.replace', { text: `${key}: ${text}` });
  const edits = [{ range: { start: start + key.length + 1, end: start + key.length + 1 }, text: ' ' }];
  return [{ title, safe: isFitting, preferred: true, edits }];
}

/** `- LEVEL: debug` among environment variables: the key is the name, what stands behind it the value. */
function namedValue({ resource, catalog, at, name, value }: Misplaced): readonly Fix[] {
  const { document, path } = resource;
  const parent = [...path, ...at.slice(0, -1)];
  const { node, detour } = find(document, parent);
  const isPair = ownerAt(resource, catalog, at.slice(0, -1))?.name === 'core.v1.EnvVar' && node?.is === 'map' && node.entries.length === 1;
  const entry = isPair ? node.entries[0] : undefined;
  if (entry?.value?.is !== 'scalar' || detour !== undefined || value === null) return [];
  const { lineBreak } = styleOf(document);
  const isText = entry.value.style !== 'plain' || entry.value.type === 'string';
  const between = node?.is === 'map' && node.flow ? ', ' : lineBreak + ' '.repeat(columnOf(document.text, entry.range.start));
  const text = `name: ${name}${between}value: ${isText ? entry.value.source : quoted(entry.value.source)}`;
  const title = message('editor.fix.replace', { text: `name: ${name}, value: ${entry.value.source}` });
  return [{ title, safe: false, preferred: true, edits: [{ range: entry.range, text }] }];
}

/** The field most likely meant comes first, and is preferred when no other is as near. */
function renamesOf({ resource, catalog, at, name, value }: Misplaced, isMoved: boolean): readonly Fix[] {
  const { document, path } = resource;
  const owner = ownerAt(resource, catalog, at.slice(0, -1));
  const { node } = find(document, [...path, ...at.slice(0, -1)]);
  if (owner === undefined || node?.is !== 'map') return [];
  const free = [...owner.fields.values()].filter((field) => !node.entries.some(({ key }) => key === field.name));
  const suggestions = didYouMean(
    name,
    free.map((field) => field.name),
  );
  const { names, meant } = suggestions.length > 0 ? spelt(suggestions, free, value, catalog) : shaped(name, value, free, catalog);
  return names.slice(0, MOST_SUGGESTIONS).map((to): Fix => {
    const field = owner.fields.get(to);
    const isClear = to === meant && !isMoved;
    return {
      title: message('editor.fix.rename', { from: name, to }),
      safe: isClear && field !== undefined && fits(value, field.type, catalog),
      preferred: isClear,
      edits: renameKey(document, [...path, ...at], to),
    };
  });
}

interface Named {
  readonly names: readonly string[];
  readonly meant: string | undefined;
}

/** Near in spelling; of several as near, the one that can hold the value. */
function spelt(suggestions: ReturnType<typeof didYouMean>, free: readonly Field[], value: Json | undefined, catalog: Catalog): Named {
  const canHold = new Set(free.filter(({ type }) => fits(value, type, catalog)).map(({ name }) => name));
  const fitting = suggestions.filter(({ text }) => canHold.has(text));
  return { names: suggestions.map(({ text }) => text), meant: clearlyMeant(suggestions) ?? clearlyMeant(fitting) };
}

/** Not near in spelling: a longer name that begins so, or the one field whose own fields are those written below. */
function shaped(name: string, value: Json | undefined, free: readonly Field[], catalog: Catalog): Named {
  const fitting = free.filter(({ type }) => type.is !== 'any' && fits(value, type, catalog));
  const longer = fitting.filter((field) => field.name.startsWith(name) && name.length > 2);
  const found = longer.length > 0 || !isTelling(value) ? longer : fitting.filter(({ type }) => type.is === 'object' || type.is === 'list');
  const names = found.map((field) => field.name);
  return { names, meant: names.length === 1 ? names[0] : undefined };
}

/** The other versions of Kubernetes that have the field which this one does not know: then its name is no slip. */
export function elsewhereAt(resource: Resource, at: Path, catalog: Catalog): Elsewhere | undefined {
  const owner = ownerAt(resource, catalog, at.slice(0, -1));
  return owner && catalog.elsewhere(owner.name, String(at.at(-1)));
}
