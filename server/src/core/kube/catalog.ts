/** Minor versions of Kubernetes whose API Kijabi knows. */
export const KUBERNETES_VERSIONS = ['1.32', '1.33', '1.34', '1.35', '1.36'] as const;
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = '1.36';

/** What a field holds, in the API's own terms. */
export type FieldType =
  | { readonly is: 'string' | 'boolean' | 'int32' | 'int64' | 'double' }
  /** Base64 text. */
  | { readonly is: 'bytes' }
  /** RFC 3339, whole seconds (time) or microseconds (microTime). */
  | { readonly is: 'time' | 'microTime' }
  | { readonly is: 'quantity' | 'intOrString' }
  /** Any value at all: raw JSON. */
  | { readonly is: 'any' }
  /** `type` is a name for Catalog.type(). */
  | { readonly is: 'object'; readonly type: string }
  | { readonly is: 'list'; readonly of: FieldType; readonly keys?: readonly string[]; readonly set?: boolean }
  | { readonly is: 'map'; readonly of: FieldType };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** As the published schema says; not what the server enforces (it defaults first). */
  readonly required: boolean;
  /** The values the server knows; of a list or map, its items' values. */
  readonly values?: readonly string[];
  /** Values that are not listed are allowed too. */
  readonly otherValues?: boolean;
  /** The server's default, as a person would write it. */
  readonly default?: string;
  readonly deprecated: boolean;
  /** The first known version with this field, when it is younger than the oldest one Kijabi knows. */
  readonly since?: KubernetesVersion;
}

/** A structured type, e.g. `core.v1.PodSpec` (the group's first word, the version, the Go name). */
export interface ObjectType {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that are not listed are allowed (free-form objects, preserve-unknown-fields). */
  readonly open: boolean;
}

export interface Kind {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  /** `v1`, `apps/v1`: as written in a manifest. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Name of its ObjectType. */
  readonly type: string;
  /** Beta and alpha versions are not served by default, with the exceptions Kubernetes makes. */
  readonly servedByDefault: boolean;
  readonly custom: boolean;
}

/** An apiVersion and kind that Kubernetes once served, or serves but wants to be rid of. */
export interface Retirement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly deprecatedIn?: string;
  readonly removedIn?: string;
  readonly replacement?: { readonly apiVersion: string; readonly kind: string };
}

/** Where a field exists that this version does not have: from a later known version on, or up to an earlier one. */
export type Elsewhere = { readonly since: KubernetesVersion } | { readonly until: KubernetesVersion };

/** The API of one Kubernetes version, custom resources of the workspace included. Immutable. */
export interface Catalog {
  readonly version: KubernetesVersion;
  readonly kinds: readonly Kind[];
  kind(apiVersion: string, kind: string): Kind | undefined;
  /** Every version of a kind by its bare name, preferred first. */
  kindsNamed(kind: string): readonly Kind[];
  type(name: string): ObjectType | undefined;
  retirement(apiVersion: string, kind: string): Retirement | undefined;
  /** Undefined for fields that this version has, or that none of the known versions has. */
  elsewhere(type: string, field: string): Elsewhere | undefined;
  /** The API's own English text for a type, or for one of its fields. Texts load on first use. */
  describe(type: string, field?: string): string | undefined;
}
