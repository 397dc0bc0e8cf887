import type { Json, Path } from '../base/json.ts';

/** What the API server says of a custom resource: its class, its own name for the place, and the place. */
export interface CustomError {
  readonly class:
    | 'unknown field'
    | 'type error'
    | 'required value'
    | 'invalid value'
    | 'unsupported value'
    | 'too long'
    | 'too many'
    | 'duplicate value';
  /** As the server writes it: map keys with a dot or in brackets, depending on the check, and `<nil>` where it names no field. */
  readonly path: string;
  readonly at: Path;
  readonly detail: string;
  readonly value?: Json;
  readonly allowed?: readonly string[];
}

/** A place in a custom resource, and the server's name for it. */
export interface Place {
  readonly path: string;
  readonly at: Path;
}

export const WHOLE: Place = { path: '', at: [] };

/** `spec.size`; checks of values write a map's keys like fields. */
export function member({ path, at }: Place, key: string): Place {
  return { path: path === '' ? key : `${path}.${key}`, at: [...at, key] };
}

/** `spec.labels[app]`: how checks of structure write a map's keys. */
export function entry({ path, at }: Place, key: string): Place {
  return { path: `${path}[${key}]`, at: [...at, key] };
}

export function item({ path, at }: Place, position: number): Place {
  return { path: `${path}[${position}]`, at: [...at, position] };
}

/** Some checks name the place in their text only. */
export function nameless({ at }: Place): Place {
  return { path: '<nil>', at };
}
