import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Sample } from '../record/room.ts';
import { vectorsRoom } from '../record/vectors.ts';
import type { Dice } from './dice.ts';

const OWN_DIR = path.join(import.meta.dirname, '..');
const DIGEST_LENGTH = 8;
/** What fields are called tells which values fit: `cpu` of one input suits `cpu` of another. */
type ValuesByKey = ReadonlyMap<string, readonly unknown[]>;

/** Fresh inputs for a function: recorded ones in which a few values are those of other inputs. */
export function vectorGenerator(place: string, dice: Dice): (() => Sample<never>) | undefined {
  const inputs = vectorsRoom.read(OWN_DIR, place).map(({ text }) => JSON.parse(text) as unknown);
  if (inputs.length === 0) return undefined;
  const values = new Map<string, unknown[]>();
  for (const input of inputs) harvest(input, '', values);
  return () => {
    let input = structuredClone(dice.pick(inputs));
    for (const _ of Array.from({ length: dice.int(1, 4) })) input = exchange(input, '', values, dice);
    const text = JSON.stringify(input);
    return { place, id: `${place}-${createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH)}`, text };
  };
}

function harvest(value: unknown, key: string, values: Map<string, unknown[]>): void {
  values.set(key, [...(values.get(key) ?? []), value]);
  if (typeof value !== 'object' || value === null) return;
  for (const [inner, each] of Object.entries(value)) harvest(each, Array.isArray(value) ? `${key}[]` : inner, values);
}

/** Walks down to some place and puts there what stands under the same key elsewhere. */
function exchange(value: unknown, key: string, values: ValuesByKey, dice: Dice): unknown {
  const isInner = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  const others = values.get(key) ?? [];
  if (!isInner || (key !== '' && dice.chance(0.2))) return others.length > 0 ? structuredClone(dice.pick(others)) : value;
  if (Array.isArray(value)) {
    const at = dice.int(0, value.length - 1);
    if (dice.chance(0.1)) return value.toSpliced(at, 1);
    if (dice.chance(0.1)) return [...value, structuredClone(dice.pick(values.get(`${key}[]`) ?? [value[at]]))];
    return value.with(at, exchange(value[at], `${key}[]`, values, dice));
  }
  const inner = dice.pick(Object.keys(value));
  return { ...value, [inner]: exchange((value as Record<string, unknown>)[inner], inner, values, dice) };
}
