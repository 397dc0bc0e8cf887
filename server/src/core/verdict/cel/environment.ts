import { FUNCTIONS, type Functions, PATCH_FUNCTIONS } from './library.ts';
import { listOf, mapOf, struct, type Type } from './type.ts';

/** What an expression may name. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Type>;
  readonly functions: readonly Functions[];
  /** The fields of types by the type's name. */
  readonly structs: ReadonlyMap<string, ReadonlyMap<string, Type>>;
  /** Types whose fields nobody knows: `Object` and all below it. */
  readonly hasPatchTypes: boolean;
  /** `cel.bind(…)`. */
  readonly hasBindings: boolean;
}

export function createEnvironment(
  variables: Readonly<Record<string, Type>>,
  structs: Readonly<Record<string, Readonly<Record<string, Type>>>>,
  extras: { readonly hasPatchTypes?: boolean; readonly hasBindings?: boolean } = {},
): Environment {
  const { hasPatchTypes = false, hasBindings = false } = extras;
  return {
    variables: new Map(Object.entries(variables)),
    functions: hasPatchTypes ? [FUNCTIONS, PATCH_FUNCTIONS] : [FUNCTIONS],
    structs: new Map(Object.entries(structs).map(([name, fields]) => [name, new Map(Object.entries(fields))])),
    hasPatchTypes,
    hasBindings,
  };
}

/** The field's type; 'unknown' for a struct nobody knows, undefined for a field it has not. */
export function fieldOf(environment: Environment, structName: string, field: string): Type | 'unknown' | undefined {
  if (environment.hasPatchTypes) {
    if (structName === 'JSONPatch') return PATCH_FIELDS.get(field) ?? { is: 'error' };
    if (isPatchObject(structName)) return { is: 'dyn' };
  }
  const fields = environment.structs.get(structName);
  return fields === undefined ? 'unknown' : fields.get(field);
}

/** The type that a name of a type stands for. */
export function typeNamed(environment: Environment, name: string): Type | undefined {
  if (environment.hasPatchTypes && (name === 'JSONPatch' || isPatchObject(name))) return struct(name);
  if (environment.structs.has(name)) return struct(name);
  return BUILT_IN.get(name);
}

function isPatchObject(name: string): boolean {
  return name === 'Object' || name.startsWith('Object.');
}

const STRING: Type = { is: 'string' };
const DYN: Type = { is: 'dyn' };
const PATCH_FIELDS: ReadonlyMap<string, Type> = new Map([
  ['op', STRING],
  ['path', STRING],
  ['from', STRING],
  ['value', DYN],
]);
const BUILT_IN: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...(['bool', 'bytes', 'double', 'int', 'string', 'uint'] as const).map((is): [string, Type] => [is, { is }]),
  ['list', listOf(DYN)],
  ['map', mapOf(DYN, DYN)],
  ['null_type', { is: 'null' }],
  ['type', { is: 'type' }],
  ['optional_type', { is: 'optional', of: DYN }],
  ['google.protobuf.Duration', { is: 'duration' }],
  ['google.protobuf.Timestamp', { is: 'timestamp' }],
]);
