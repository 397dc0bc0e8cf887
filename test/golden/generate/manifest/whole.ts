import type { Field, Kind } from '../../../../server/src/core/kube/catalog.ts';
import type { Dice } from '../dice.ts';
import type { Corpus } from './corpus.ts';
import type { Mapping } from './sites.ts';
import { valueFor } from './values.ts';

/** How likely an optional field is written: those of the object itself, and those further in. */
const FILL_OF_ROOT = 0.9;
const FILL = 0.35;
const DEEPEST = 6;
/** How likely a structure is made anew instead of taken from a recording. */
const NEW = 0.75;
/** What only asks and answers is no manifest; these the recorder has no registry for. */
const NO_MANIFEST = /Review$|^(Binding|Scale|Eviction|TokenRequest|ComponentStatus)$/;
const UNKNOWN_TO_RECORDER = new Set(['apiregistration.k8s.io', 'events.k8s.io']);

/**
 * An object made from the API's types alone, so that kinds and fields come up that no recording has. Nearly all of them are
 * refused, for many reasons at once; what counts is that it is for the same ones.
 */
export function wholeObject(corpus: Corpus, dice: Dice): Mapping {
  const kinds = corpus.catalog.kinds.filter(
    ({ servedByDefault, kind, group }) => servedByDefault && !NO_MANIFEST.test(kind) && !UNKNOWN_TO_RECORDER.has(group),
  );
  const { apiVersion, kind, type, namespaced }: Kind = dice.pick(kinds);
  const metadata = { name: `${kind.toLowerCase()}-a`, ...(namespaced ? { namespace: 'default' } : {}) };
  return { apiVersion, kind, metadata, ...structure(type, 0, corpus, dice) };
}

const GIVEN = new Set(['apiVersion', 'kind', 'metadata', 'status']);

function structure(type: string, depth: number, corpus: Corpus, dice: Dice): Mapping {
  const fields = [...(corpus.catalog.type(type)?.fields.values() ?? [])].filter(({ name }) => depth > 0 || !GIVEN.has(name));
  const chosen = fields.filter(({ required }) => required || dice.chance(depth === 0 ? FILL_OF_ROOT : FILL));
  return Object.fromEntries(chosen.map((field) => [field.name, written(field, type, depth + 1, corpus, dice)]));
}

function written(field: Field, owner: string, depth: number, corpus: Corpus, dice: Dice): unknown {
  const { type } = field;
  if (depth < DEEPEST && dice.chance(NEW)) {
    if (type.is === 'object') return structure(type.type, depth, corpus, dice);
    if (type.is === 'list' && type.of.is === 'object') {
      const item = type.of.type;
      return dice.list(1, 2, () => structure(item, depth, corpus, dice));
    }
  }
  return valueFor(field, owner, corpus, dice, depth);
}
