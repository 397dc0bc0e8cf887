/** A type of CEL. */
export type Type =
  | { readonly is: Simple }
  | { readonly is: 'list'; readonly of: Type }
  | { readonly is: 'map'; readonly key: Type; readonly value: Type }
  | { readonly is: 'struct'; readonly name: string }
  | { readonly is: 'optional'; readonly of: Type }
  /** The type of a type. */
  | { readonly is: 'type'; readonly of?: Type }
  | { readonly is: 'parameter'; readonly name: string };

type Simple = 'any' | 'bool' | 'bytes' | 'double' | 'duration' | 'dyn' | 'error' | 'int' | 'null' | 'string' | 'timestamp' | 'uint';

export const DYN: Type = { is: 'dyn' };
export const BOOL: Type = { is: 'bool' };
export const INT: Type = { is: 'int' };
export const STRING: Type = { is: 'string' };
export const ERROR: Type = { is: 'error' };

export function listOf(of: Type): Type {
  return { is: 'list', of };
}

export function mapOf(key: Type, value: Type): Type {
  return { is: 'map', key, value };
}

export function optionalOf(of: Type): Type {
  return { is: 'optional', of };
}

export function struct(name: string): Type {
  return { is: 'struct', name };
}

/** As cel-go writes it. */
export function formatType(type: Type): string {
  switch (type.is) {
    case 'list':
      return `list(${formatType(type.of)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'optional':
      return `optional_type(${formatType(type.of)})`;
    case 'type':
      return type.of === undefined ? 'type' : `type(${formatType(type.of)})`;
    case 'struct':
    case 'parameter':
      return type.name;
    case 'null':
      return 'null_type';
    case 'duration':
      return 'google.protobuf.Duration';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    default:
      return type.is;
  }
}

/** The types a type is made of. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.is) {
    case 'list':
    case 'optional':
      return [type.of];
    case 'map':
      return [type.key, type.value];
    case 'type':
      return type.of === undefined ? [] : [type.of];
    default:
      return [];
  }
}

/** IsExactType (github.com/google/cel-go/common/types). */
export function isExactly(left: Type, right: Type): boolean {
  if (left.is !== right.is) return false;
  if ('name' in left && 'name' in right && left.name !== right.name) return false;
  const [a, b] = [partsOf(left), partsOf(right)];
  return a.length === b.length && a.every((part, at) => isExactly(part, b[at] ?? ERROR));
}

export function isDynamic({ is }: Type): boolean {
  return is === 'dyn' || is === 'any';
}
