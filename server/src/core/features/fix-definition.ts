import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { deleteEntry, insertEntry, moveEntry, renameKey } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { columnOf, styleOf } from '../yaml/style.ts';
import { conversionSteps } from './fix-definition-conversion.ts';
import { schemaSteps } from './fix-definition-schema.ts';
import { type Item, itemsAt, type Step, together } from './fix-step.ts';

/** What the beta said once for all versions and `v1` says for each, by the name it has there. */
const BY_VERSION: Readonly<Record<string, string>> = {
  validation: 'schema',
  additionalPrinterColumns: 'additionalPrinterColumns',
  subresources: 'subresources',
};

/** A definition without a schema took everything: so does this one. */
const OPEN_SCHEMA: Json = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };

/**
 * A CustomResourceDefinition of `v1beta1` as `v1` writes it: a list of versions, each with its schema, columns and
 * subresources (`pkg/apis/apiextensions/v1beta1/conversion.go`). What a schema does not say of its types beyond the obvious is
 * left to a person.
 */
export function rewriteDefinition({ path, value }: Resource): readonly Step[] {
  const at = [...path, 'spec'];
  const { spec } = value;
  if (!isObject(spec)) return [];
  const hasList = isArray(spec.versions) && spec.versions.length > 0;
  const listed = itemsAt(value, ['spec', 'versions'], path);
  const single: Item = { item: {}, at: [...at, 'versions', 0] };
  const versions = (hasList ? listed : [single]).map(({ item }) => item);
  const places = (hasList ? listed : [single]).map((version) => version.at);
  const shared = Object.keys(BY_VERSION).filter((key) => key in spec);
  const closed = versions.flatMap((version, index) => ('schema' in version || 'validation' in spec ? [] : [places[index] ?? []]));
  return [
    ...listVersions(spec, at, hasList),
    ...together(columnPaths(spec, at, listed), (column) => (document) => renameKey(document, column, 'jsonPath')),
    ...shared.flatMap((key) => share(key, at, versions, places)),
    ...closed.map(
      (place): Step =>
        (document) =>
          insertEntry(document, place, 'schema', OPEN_SCHEMA),
    ),
    ...schemaSteps(spec, versions, places),
    ...conversionSteps(spec, at),
    ...('scope' in spec ? [] : ([(document) => insertEntry(document, at, 'scope', 'Namespaced')] satisfies readonly Step[])),
    ...(spec.preserveUnknownFields === true
      ? ([(document) => deleteEntry(document, [...at, 'preserveUnknownFields'])] satisfies readonly Step[])
      : []),
  ];
}

/** `version: v1` becomes the one item of `versions`; beside a list it only repeated the first. */
function listVersions(spec: JsonObject, at: Path, hasList: boolean): readonly Step[] {
  const single = [...at, 'version'];
  const first = [...at, 'versions', 0];
  if (!('version' in spec)) return [];
  if (hasList) return [(document) => deleteEntry(document, single)];
  return [
    (document) => {
      const { entry } = find(document, single);
      const { node: owner } = find(document, at);
      if (entry === undefined || owner?.is !== 'map' || owner.flow) return [];
      const { lineBreak, listStep } = styleOf(document);
      const indent = ' '.repeat(columnOf(document.text, entry.keyRange.start) + listStep);
      return [{ range: entry.keyRange, text: `versions:${lineBreak}${indent}- name` }];
    },
    (document) => insertEntry(document, first, 'served', true),
    (document) => insertEntry(document, first, 'storage', true),
  ];
}

/** Where `JSONPath` stands, which `v1` spells `jsonPath`. */
function columnPaths(spec: JsonObject, at: Path, listed: readonly Item[]): readonly Path[] {
  const owners = [{ item: spec, at }, ...listed];
  const columns = owners.flatMap((owner) => itemsAt(owner.item, ['additionalPrinterColumns'], owner.at));
  return columns.flatMap(({ item, at: place }) => ('JSONPath' in item ? [[...place, 'JSONPath']] : []));
}

/** To every version that does not have its own: copies for the later ones, the text itself for the first. */
function share(key: string, at: Path, versions: readonly JsonObject[], places: readonly Path[]): readonly Step[] {
  const name = BY_VERSION[key] ?? key;
  const lacking = places.filter((_, index) => !(name in (versions[index] ?? {})));
  const [first, ...others] = lacking;
  const from = [...at, key];
  if (first === undefined) return [(document) => deleteEntry(document, from)];
  return [
    ...others.map(
      (place): Step =>
        (document) =>
          insertEntry(document, place, name, valueAt(document.value, from) ?? null),
    ),
    (document) => moveEntry(document, from, first),
    ...(name === key ? [] : ([(document) => renameKey(document, [...first, key], name)] satisfies readonly Step[])),
  ];
}
