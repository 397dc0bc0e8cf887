/** The catalog of one version as it lies on disk (schemas/dist/<version>.json), short because it is read at every start. */
import type { Field, FieldType, KubernetesVersion } from './catalog.ts';

export interface CatalogFile {
  readonly version: KubernetesVersion;
  readonly kinds: readonly EncodedKind[];
  readonly types: Readonly<Record<string, EncodedType>>;
  /** By type and field, the nearest other version of those that have what this one does not. */
  readonly elsewhere?: Readonly<Record<string, Readonly<Record<string, KubernetesVersion>>>>;
}

/** group, version, kind, plural, namespaced, type, served by default. */
export type EncodedKind = readonly [string, string, string, string, boolean, string, boolean];

/** Fields by name; a field that is only a type is that type's text. */
export type EncodedType = Readonly<Record<string, string | EncodedField>>;

export interface EncodedField {
  readonly t: string;
  readonly r?: 1;
  readonly d?: 1;
  readonly values?: readonly string[];
  /** There are more values than these. */
  readonly more?: 1;
  readonly default?: string;
  readonly since?: KubernetesVersion;
  readonly keys?: readonly string[];
  readonly set?: 1;
}

/** API texts: every string once, and for each type and field its number ('' is the type's own). */
export interface TextsFile {
  readonly texts: readonly string[];
}
export interface TextIndexFile {
  readonly types: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** `[]#core.v1.EnvVar`: a list of objects; `{}quantity`: a map of quantities; else a scalar's name. */
export function encodeType(type: FieldType): string {
  if (type.is === 'list') return `[]${encodeType(type.of)}`;
  if (type.is === 'map') return `{}${encodeType(type.of)}`;
  if (type.is === 'object') return `#${type.type}`;
  return type.is;
}

export function decodeField(name: string, encoded: string | EncodedField): Field {
  const field = typeof encoded === 'string' ? { t: encoded } : encoded;
  const decoded = decodeType(field.t);
  const type = decoded.is === 'list' ? { ...decoded, ...(field.keys && { keys: field.keys }), ...(field.set && { set: true }) } : decoded;
  return {
    name,
    type,
    required: field.r === 1,
    deprecated: field.d === 1,
    ...(field.values && { values: field.values }),
    ...(field.more === 1 && { otherValues: true }),
    ...(field.default !== undefined && { default: field.default }),
    ...(field.since && { since: field.since }),
  };
}

function decodeType(text: string): FieldType {
  if (text.startsWith('[]')) return { is: 'list', of: decodeType(text.slice(2)) };
  if (text.startsWith('{}')) return { is: 'map', of: decodeType(text.slice(2)) };
  if (text.startsWith('#')) return { is: 'object', type: text.slice(1) };
  return { is: text as Exclude<FieldType['is'], 'list' | 'map' | 'object'> };
}
