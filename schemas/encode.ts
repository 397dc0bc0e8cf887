import type { FieldType, KubernetesVersion } from '../server/src/core/kube/catalog.ts';
import {
  type CatalogFile,
  type EncodedField,
  type EncodedKind,
  type EncodedType,
  encodeType,
} from '../server/src/core/kube/catalog-file.ts';
import { isDeprecated, isServedByDefault, type Overlay, typeOf, valuesOf } from './overlay.ts';
import type { RawField, RawType, RawVersion } from './raw.ts';

/** The file of one version. */
export function encodeVersion(
  version: KubernetesVersion,
  raw: RawVersion,
  versions: ReadonlyMap<KubernetesVersion, RawVersion>,
  overlay: Overlay,
): CatalogFile {
  const kinds = raw.kinds.map((kind): EncodedKind => {
    return [kind.group, kind.version, kind.kind, kind.plural, kind.namespaced, kind.type, isServedByDefault(kind, overlay)];
  });
  const types: Record<string, EncodedType> = {};
  for (const [name, type] of raw.types) {
    const fields = type.fields.map((field) => [field.name, encodeField(type, field, version, versions, overlay)] as const);
    types[name] = Object.fromEntries(fields);
  }
  return { version, kinds, types, elsewhere: fieldsElsewhere(version, raw, versions) };
}

/** Of the types of a version, the fields that only others have, with the nearest that does: a later one before an earlier. */
function fieldsElsewhere(
  version: KubernetesVersion,
  raw: RawVersion,
  versions: ReadonlyMap<KubernetesVersion, RawVersion>,
): NonNullable<CatalogFile['elsewhere']> {
  const all = [...versions];
  const own = all.findIndex(([each]) => each === version);
  const nearestFirst = [...all.slice(own + 1), ...all.slice(0, own).reverse()];
  const elsewhere: Record<string, Record<string, KubernetesVersion>> = {};
  for (const [name, type] of raw.types) {
    const known = new Set(type.fields.map((field) => field.name));
    for (const [other, { types }] of nearestFirst) {
      for (const field of types.get(name)?.fields ?? []) {
        if (known.has(field.name)) continue;
        known.add(field.name);
        elsewhere[name] = { ...elsewhere[name], [field.name]: other };
      }
    }
  }
  return elsewhere;
}

function encodeField(
  type: RawType,
  field: RawField,
  version: KubernetesVersion,
  versions: ReadonlyMap<KubernetesVersion, RawVersion>,
  overlay: Overlay,
): string | EncodedField {
  const id = `${type.name}.${field.name}`;
  const fieldType: FieldType = typeOf(field, id, overlay);
  const values = valuesOf(id, version, overlay);
  const since = firstVersion(type, field, versions);
  const keys = overlay.listKeys[id];
  const facts: Omit<EncodedField, 't'> = {
    ...(field.required && { r: 1 as const }),
    ...(isDeprecated(id, field.text, overlay) && { d: 1 as const }),
    ...(values && { values }),
    ...(overlay.openValues[id] && { values: overlay.openValues[id], more: 1 as const }),
    ...(overlay.defaults[id] !== undefined && { default: overlay.defaults[id] }),
    ...(since && { since }),
    ...(keys && { keys }),
    ...(overlay.sets.has(id) && { set: 1 as const }),
  };
  return Object.keys(facts).length === 0 ? encodeType(fieldType) : { t: encodeType(fieldType), ...facts };
}

/** The first version in which a type that was there before has this field. */
function firstVersion(type: RawType, field: RawField, versions: ReadonlyMap<KubernetesVersion, RawVersion>): KubernetesVersion | undefined {
  const [oldest, ...younger] = [...versions];
  const has = (raw: RawVersion): boolean => raw.types.get(type.name)?.fields.some(({ name }) => name === field.name) ?? false;
  if (oldest === undefined || has(oldest[1])) return undefined;
  return younger.find(([, raw]) => has(raw))?.[0];
}

/** Every text once, and where it belongs. */
export function indexTexts(versions: ReadonlyMap<KubernetesVersion, RawVersion>): {
  readonly texts: readonly string[];
  readonly indexByVersion: ReadonlyMap<KubernetesVersion, Readonly<Record<string, Readonly<Record<string, number>>>>>;
} {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const indexByVersion = new Map<KubernetesVersion, Record<string, Record<string, number>>>();
  for (const [version, raw] of versions) {
    const index: Record<string, Record<string, number>> = {};
    for (const [name, type] of raw.types) {
      const own: Record<string, number> = type.text === '' ? {} : { '': numberOf(type.text) };
      for (const field of type.fields) if (field.text !== '') own[field.name] = numberOf(field.text);
      index[name] = own;
    }
    indexByVersion.set(version, index);
  }
  return { texts: [...numbers.keys()], indexByVersion };
}
