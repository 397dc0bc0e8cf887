import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Sample } from '../record/room.ts';
import type { Dice } from './dice.ts';
import { type Base, type Corpus, readCorpus } from './manifest/corpus.ts';
import { type Done, edit } from './manifest/edits.ts';
import { editText } from './manifest/text-edits.ts';
import { wholeObject } from './manifest/whole.ts';

/** Letters of the digest that tell mutants of the same base and operator apart. */
const DIGEST_LENGTH = 6;

/** The place that has kinds of every group. */
const PLACE_OF_ALL_KINDS = 'extra';

/** Mutants of the manifests of a place: one to four edits of the tree, or slips in the text; and objects made from types alone. */
export function manifestGenerator(place: string, dice: Dice): (() => Sample<never>) | undefined {
  const corpus = readCorpus();
  const bases = corpus.basesByPlace.get(place);
  if (bases === undefined) return undefined;
  return () => (place === PLACE_OF_ALL_KINDS && dice.chance(0.5) ? made(place, corpus, dice) : mutant(dice.pick(bases), corpus, dice));
}

function made(place: string, corpus: Corpus, dice: Dice): Sample<never> {
  const manifest = wholeObject(corpus, dice);
  const text = stringify(manifest, { lineWidth: 0 });
  return { place, id: `${manifest.kind}~made~${digestOf(text)}`, text, origin: { operator: 'made' } };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
}

function mutant(base: Base, corpus: Corpus, dice: Dice): Sample<never> {
  const manifest = structuredClone(base.manifest);
  const edits = dice.weighted([
    [6, 1],
    [5, 2],
    [3, 3],
    [1, 4],
    [1, 0],
  ]);
  const done: Done[] = Array.from({ length: edits }, () => edit(manifest, corpus, dice));
  const operators = done.map(({ operator }) => operator);
  let text = stringify(manifest, { lineWidth: 0, collectionStyle: dice.chance(0.05) ? 'flow' : 'any' });
  if (edits === 0 || dice.chance(0.05)) {
    const slip = editText(text, dice);
    text = slip.text;
    operators.push(slip.operator);
  }
  const operator = operators.length === 1 ? (operators[0] ?? 'none') : 'combo';
  const note = done.map(({ operator: each, path }) => `${each} ${path}`).join(', ');
  return { place: base.place, id: `${base.id}~${operator}~${digestOf(text)}`, text, origin: { base: base.id, operator, note } };
}
