import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Catalog, Kind } from '../kube/catalog.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import type { Completion } from './completion.ts';

/** The object around the cursor, as far as it is written. */
export interface Surroundings {
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly uri: string;
  readonly object: JsonObject;
  /** As written; by its name alone while the apiVersion is missing. */
  readonly kind: Kind | undefined;
  /** Below the object. */
  readonly path: Path;
}

/** A value that may be written, and what it is. */
export interface Choice {
  readonly text: string;
  readonly detail?: Completion['detail'];
  /** A port is a number or a name: a number stays bare. */
  readonly isNumber?: true;
}

/** A text below a value; undefined when there is none. */
export function textBelow(value: Json | undefined, path: Path): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listBelow(value: Json | undefined, path: Path): readonly Json[] {
  const found = valueAt(value, path);
  return isArray(found) ? found : [];
}

export function keysBelow(value: Json | undefined, path: Path): readonly string[] {
  const found = valueAt(value, path);
  return isObject(found) ? Object.keys(found) : [];
}
