import type { Entry } from './trace.ts';

/**
 * What an Event says, for telling whether another says the same: undefined for whatever is no Event. Warnings are the same apart from
 * the endings of generated names: a ReplicaSet whose pods are refused thinks up a new name for each attempt.
 */
export function sayingOf({ what, object }: Entry): string | undefined {
  if (what.verb !== 'event') return undefined;
  const text = what.type === 'Warning' ? withoutGeneratedEndings(what.message, object.name) : what.message;
  return `${what.reason}: ${text}`;
}

/** How an API server ends the names that it generates (`pkg/storage/names/generate.go`). */
const GENERATED_ENDING = /^[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9])/;

function withoutGeneratedEndings(text: string, owner: string): string {
  const [first = '', ...rest] = text.split(`${owner}-`);
  return [first, ...rest.map((part) => part.replace(GENERATED_ENDING, ''))].join(`${owner}-`);
}
