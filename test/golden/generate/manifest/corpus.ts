import path from 'node:path';
import { parse } from 'yaml';
import type { Catalog } from '../../../../server/src/core/kube/catalog.ts';
import { catalogOf } from '../../../support/catalog.ts';
import { apiRoom } from '../../record/api.ts';
import { isMapping, type Mapping, sitesOf } from './sites.ts';

/** A manifest to start from. */
export interface Base {
  readonly id: string;
  readonly place: string;
  readonly manifest: Mapping;
}

/** What the committed recordings have to offer: manifests that are accepted, and the values that fields have in all of them. */
export interface Corpus {
  readonly catalog: Catalog;
  readonly basesByPlace: ReadonlyMap<string, readonly Base[]>;
  /** Values seen in the fields of a type, keyed `core.v1.Container.image`, and by the bare name of a field, `image`. */
  valuesOf(type: string | undefined, field: string): readonly unknown[];
}

const OWN_DIR = path.join(import.meta.dirname, '..', '..');
let corpus: Corpus | undefined;

/** Reads the committed recordings once. */
export function readCorpus(): Corpus {
  corpus ??= gather(catalogOf('1.36'));
  return corpus;
}

function gather(catalog: Catalog): Corpus {
  const basesByPlace = new Map<string, Base[]>();
  const valuesByField = new Map<string, unknown[]>();
  for (const place of apiRoom.places(OWN_DIR)) {
    if (place === apiRoom.keptIn) continue;
    for (const { id, text, recorded = [] } of apiRoom.read(OWN_DIR, place)) {
      const manifest = parsed(text);
      if (manifest === undefined) continue;
      const isAccepted = recorded.length === 1 && recorded[0]?.accepted === true;
      if (isAccepted) basesByPlace.set(place, [...(basesByPlace.get(place) ?? []), { id: baseOf(id), place, manifest }]);
      harvest(manifest, catalog, valuesByField);
    }
  }
  const valuesOf = (type: string | undefined, field: string): readonly unknown[] =>
    (type === undefined ? undefined : valuesByField.get(`${type}.${field}`)) ?? valuesByField.get(field) ?? [];
  return { catalog, basesByPlace, valuesOf };
}

function parsed(text: string): Mapping | undefined {
  try {
    const value: unknown = parse(text, { logLevel: 'silent' });
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined; // mutants of the syntax have nothing to offer
  }
}

function baseOf(id: string): string {
  return id.split('~')[0] ?? id;
}

function harvest(manifest: Mapping, catalog: Catalog, valuesByField: Map<string, unknown[]>): void {
  for (const { value, type } of sitesOf(manifest, catalog).structures) {
    for (const [field, each] of Object.entries(value)) {
      for (const key of [`${type}.${field}`, field]) {
        const seen = valuesByField.get(key) ?? [];
        seen.push(each);
        valuesByField.set(key, seen);
      }
    }
  }
}
