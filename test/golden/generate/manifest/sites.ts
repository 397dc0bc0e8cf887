import type { Catalog, Field, FieldType } from '../../../../server/src/core/kube/catalog.ts';

export type Mapping = Record<string, unknown>;

/** A value inside a manifest that can be replaced or removed, with what the API says it should be. */
export interface Site {
  readonly owner: Mapping | unknown[];
  readonly key: string | number;
  readonly path: string;
  /** Unknown below free-form values. */
  readonly type: FieldType | undefined;
  /** The field this is, or whose element this is. */
  readonly field: Field | undefined;
}

/** A mapping whose fields the API names. */
export interface Structure {
  readonly value: Mapping;
  readonly type: string;
  readonly path: string;
}

export interface Sites {
  readonly values: readonly Site[];
  readonly structures: readonly Structure[];
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** Every value of a manifest of a known kind, outermost first. */
export function sitesOf(manifest: Mapping, catalog: Catalog): Sites {
  const values: Site[] = [];
  const structures: Structure[] = [];
  const kind = catalog.kind(String(manifest.apiVersion), String(manifest.kind));

  function visit(value: unknown, type: FieldType | undefined, field: Field | undefined, path: string): void {
    if (Array.isArray(value)) {
      const of = type?.is === 'list' ? type.of : undefined;
      for (const [index, each] of value.entries()) enter(value, index, each, of, field, `${path}[${index}]`);
    } else if (isMapping(value)) {
      const known = type?.is === 'object' ? catalog.type(type.type) : undefined;
      if (known !== undefined) structures.push({ value, type: known.name, path });
      for (const [key, each] of Object.entries(value)) {
        const inner = known?.fields.get(key);
        const innerType = type?.is === 'map' ? type.of : inner?.type;
        enter(value, key, each, innerType, type?.is === 'map' ? field : inner, path === '' ? key : `${path}.${key}`);
      }
    }
  }

  function enter(
    owner: Mapping | unknown[],
    key: string | number,
    value: unknown,
    type: FieldType | undefined,
    field: Field | undefined,
    path: string,
  ): void {
    values.push({ owner, key, path, type, field });
    visit(value, type, field, path);
  }

  visit(manifest, kind === undefined ? undefined : { is: 'object', type: kind.type }, undefined, '');
  return { values, structures };
}
