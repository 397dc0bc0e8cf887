import type { Catalog, KubernetesVersion } from '../kube/catalog.ts';
import type { Report } from './field.ts';

/** What a validation function knows besides the object. */
export interface Context {
  readonly version: KubernetesVersion;
  readonly catalog: Catalog;
}

/** An API type whose fields may be written: what defaulting works on. */
export type Mutable<T> = T extends (infer Item)[] | readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/**
 * How the API server treats objects of one kind, in the order of its create path.
 *
 * Mirrors a kind's zz_generated.defaults.go, its REST strategy (pkg/registry) and its validation package.
 */
export interface KindRules<T> {
  /** Warnings for every object that could be read, accepted or not: the kind itself is deprecated. */
  readonly announce?: (report: Report, context: Context) => void;
  /** Writes what the server would fill in. The object is the caller's own copy. */
  readonly setDefaults?: (object: Mutable<T>, context: Context) => void;
  /** Addresses and ports taken before anything is validated: an error here hides all others. */
  readonly allocate?: (object: T, report: Report, context: Context) => void;
  /** All of the strategy's Validate, object metadata included (`validateObjectMeta`). */
  readonly validate: (object: T, report: Report, context: Context) => void;
  /** Warnings for an object that was accepted (WarningsOnCreate). */
  readonly warn?: (object: T, report: Report, context: Context) => void;
}

/** An object of which nothing is written, so that defaults can be filled in; validation says what is missing. */
export function unwritten<T>(): Mutable<T> {
  return {} as Mutable<T>;
}
