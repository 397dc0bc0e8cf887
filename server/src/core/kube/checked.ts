import type { Json } from '../base/json.ts';
import type { CustomError, Place } from './custom-error.ts';

/** What a check of a value found, and how many checks in it held: of several alternatives the one with most speaks. */
export interface Checked {
  readonly errors: readonly CustomError[];
  readonly matches: number;
}

export const HELD: Checked = { errors: [], matches: 1 };
/** Held too, but the server does not count it. */
export const NOTHING: Checked = { errors: [], matches: 0 };

export function failed(error: CustomError): Checked {
  return { errors: [error], matches: 0 };
}

/** `spec.size in body should …`: the server's wording of a fault of one value. */
export function invalid(place: Place, value: Json, words: string): Checked {
  return failed({ class: 'invalid value', ...place, detail: `${place.path} in body ${words}`, value });
}

export function sum(parts: readonly Checked[]): Checked {
  return { errors: parts.flatMap(({ errors }) => errors), matches: parts.reduce((total, { matches }) => total + matches, 0) };
}
