import type { FieldType } from '../server/src/core/kube/catalog.ts';

/** The API of one version as read from packages, before facts are laid over it. */
export interface RawVersion {
  readonly kinds: readonly RawKind[];
  readonly types: ReadonlyMap<string, RawType>;
}

export interface RawKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly type: string;
}

export interface RawType {
  readonly name: string;
  readonly text: string;
  readonly fields: readonly RawField[];
}

export interface RawField {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly text: string;
}

/** `core`, `apps`, `rbac`: the word that stands for an API group in type names. */
export function groupWord(group: string): string {
  if (group === '') return 'core';
  if (group === 'internal.apiserver.k8s.io') return 'apiserverinternal';
  return group.split('.')[0] ?? group;
}

/** Names of the types that a field's type leads to. */
export function referencedTypes(type: FieldType): readonly string[] {
  if (type.is === 'object') return [type.type];
  if (type.is === 'list' || type.is === 'map') return referencedTypes(type.of);
  return [];
}

/** The types that can be reached from the kinds, in the order of their names. */
export function reachableTypes(kinds: readonly RawKind[], types: ReadonlyMap<string, RawType>): ReadonlyMap<string, RawType> {
  const reached = new Set<string>();
  const waiting = kinds.map(({ type }) => type);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = types.get(name);
    if (type === undefined || reached.has(name)) continue;
    reached.add(name);
    for (const field of type.fields) waiting.push(...referencedTypes(field.type));
  }
  return new Map([...reached].sort().map((name) => [name, types.get(name) as RawType]));
}
