import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Sample } from '../record/room.ts';
import type { Dice } from './dice.ts';
import { type Base, type Corpus, readCorpus } from './manifest/corpus.ts';
import { type Done, edit } from './manifest/edits.ts';
import { editText } from './manifest/text-edits.ts';

/** Letters of the digest that tell mutants of the same base and operator apart. */
const DIGEST_LENGTH = 6;

/** Mutants of the manifests of a place: one to four edits of the tree, or slips in the text. */
export function manifestGenerator(place: string, dice: Dice): (() => Sample<never>) | undefined {
  const corpus = readCorpus();
  const bases = corpus.basesByPlace.get(place);
  if (bases === undefined) return undefined;
  return () => mutant(dice.pick(bases), corpus, dice);
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
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  const note = done.map(({ operator: each, path }) => `${each} ${path}`).join(', ');
  return { place: base.place, id: `${base.id}~${operator}~${digest}`, text, origin: { base: base.id, operator, note } };
}
