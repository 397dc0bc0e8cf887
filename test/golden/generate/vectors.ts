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
    let input: unknown;
    do {
      input = structuredClone(dice.pick(inputs));
      for (const _ of Array.from({ length: dice.int(1, 4) })) input = exchange(input, '', values, dice);
    } while (hasTwins(input));
    const text = JSON.stringify(input);
    return { place, id: `${place}-${createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH)}`, text };
  };
}

/** Two things of one name in a list: no API server would have them. */
function hasTwins(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const names = Array.isArray(value) ? value.map(nameOf).filter((name) => name !== undefined) : [];
  return new Set(names).size < names.length || Object.values(value).some(hasTwins);
}

function nameOf(value: unknown): string | undefined {
  const { name, metadata } = (value ?? {}) as { name?: string; metadata?: { name?: string } };
  return name ?? metadata?.name;
}

function harvest(value: unknown, key: string, values: Map<string, unknown[]>): void {
  values.set(key, [...(values.get(key) ?? []), value]);
  if (typeof value !== 'object' || value === null) return;
  for (const [inner, each] of Object.entries(value)) harvest(each, Array.isArray(value) ? `${key}[]` : inner, values);
}

/** What things are called holds an input together. */
const KEPT = new Set(['name', 'namespace', 'uid', 'apiVersion', 'kind']);

/** Walks down to some value and puts there what stands under the same key elsewhere; lists gain and lose elements. */
function exchange(value: unknown, key: string, values: ValuesByKey, dice: Dice): unknown {
  const elements = values.get(`${key}[]`) ?? [];
  if (Array.isArray(value) && elements.length > 0) {
    // Other values stand beside `pods`, one for each.
    if (key !== 'pods' && dice.chance(0.15)) return [...value, structuredClone(dice.pick(elements))];
    if (value.length === 0) return value;
    const at = dice.int(0, value.length - 1);
    if (key !== 'pods' && dice.chance(0.1)) return value.toSpliced(at, 1);
    return value.with(at, exchange(value[at], `${key}[]`, values, dice));
  }
  if (typeof value !== 'object' || value === null) {
    const others = (values.get(key) ?? []).filter((each) => typeof each !== 'object' || each === null);
    return others.length > 0 ? dice.pick(others) : value;
  }
  const keys = Object.keys(value).filter((inner) => !KEPT.has(inner));
  if (keys.length === 0) return value;
  const inner = dice.pick(keys);
  return { ...value, [inner]: exchange((value as Record<string, unknown>)[inner], inner, values, dice) };
}
