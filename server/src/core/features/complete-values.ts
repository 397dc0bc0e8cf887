import { didYouMean } from '../base/did-you-mean.ts';
import { type TypedPlace, typeAt } from '../kube/field-type.ts';
import type { CursorSite } from '../yaml/cursor-site.ts';
import { plainOrQuoted, quoted } from '../yaml/quote.ts';
import { resolveScalar } from '../yaml/resolve.ts';
import { styleOf } from '../yaml/style.ts';
import { namesFor } from './complete-names.ts';
import { type Completion, isSubsequence, literally } from './completion.ts';
import type { Choice, Surroundings } from './surroundings.ts';

/** Values of a field: closed sets, booleans, names of the workspace, what the server would take by itself. */
export function completeValues(site: CursorSite, place: TypedPlace, around: Surroundings): readonly Completion[] {
  const names = namesFor(place, around);
  const fixed = fixedValues(place, around);
  const choices = names.length > 0 ? names : fixed;
  return asCompletions(site, choices, names.length > 0 ? 'reference' : 'value', place);
}

function fixedValues({ type, field }: TypedPlace, around: Surroundings): readonly Choice[] {
  if (type.is === 'boolean') {
    return ['true', 'false'].map((text) => ({ text, ...(field?.default === text ? { detail: '=' } : {}) }));
  }
  const values = field?.values ?? valuesOfItem(around);
  if (values !== undefined) return values.map((text) => ({ text }));
  return field?.default !== undefined && field.default !== '' ? [{ text: field.default }] : [];
}

/** Items of lists and entries of maps take the values of the field that holds them. */
function valuesOfItem({ catalog, kind, path }: Surroundings): readonly string[] | undefined {
  if (kind === undefined) return undefined;
  for (let end = path.length - 1; end > 0; end--) {
    const { field } = typeAt(catalog, kind, path.slice(0, end)) ?? {};
    if (field !== undefined) return field.values;
  }
  return undefined;
}

export function asCompletions(
  site: CursorSite,
  choices: readonly Choice[],
  is: Completion['is'],
  place?: TypedPlace,
): readonly Completion[] {
  const unique = [...new Map(choices.map((choice) => [choice.text, choice])).values()];
  const near = slips(site.prefix, unique);
  const isDefault = (text: string): boolean => place?.field?.default === text;
  return unique.map(
    (choice, index): Completion => ({
      label: choice.text,
      is,
      ...(choice.detail === undefined ? {} : { detail: choice.detail }),
      insert: literally(written(site, choice, place)),
      replace: site.replace,
      rank: isDefault(choice.text) ? -1 : index,
      ...(near.has(choice.text) ? { filter: site.prefix } : filterOf(site, choice)),
      ...(isDefault(choice.text) ? { preselect: true } : {}),
      ...(place?.owner === undefined || place.field === undefined
        ? {}
        : { about: { type: place.owner.name, field: place.field.name, value: choice.text } }),
    }),
  );
}

/** Inside quotes editors compare with the quote as well. */
function filterOf(site: CursorSite, choice: Choice): { filter?: string } {
  const quote = site.document.text[site.replace.start];
  return quote === '"' || quote === "'" ? { filter: `${quote}${choice.text}` } : {};
}

function slips(typed: string, choices: readonly Choice[]): ReadonlySet<string> {
  const texts = choices.map(({ text }) => text);
  if (typed.length < 2 || texts.some((text) => isSubsequence(typed, text))) return new Set();
  return new Set(didYouMean(typed, texts).map(({ text }) => text));
}

/** Quoted where YAML would take it for something else than the field wants. */
function written(site: CursorSite, { text, isNumber }: Choice, place: TypedPlace | undefined): string {
  const style = styleOf(site.document);
  const type = place?.type.is;
  const isBare =
    isNumber === true || type === 'boolean' || type === 'int32' || type === 'int64' || type === 'intOrString' || type === 'quantity';
  const lead = site.is === 'value' || site.startsLine ? '' : ' ';
  if (isBare && isPlainScalar(text)) return lead + text;
  return lead + (style.json ? quoted(text) : plainOrQuoted(text));
}

function isPlainScalar(text: string): boolean {
  const read = resolveScalar(text, '', true);
  return 'value' in read && read.type !== 'string';
}
