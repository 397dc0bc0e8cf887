/** Writes TypeScript interfaces of the newest API, for the simulator and the verdicts. */
import type { FieldType } from '../server/src/core/kube/catalog.ts';
import { type Overlay, typeOf } from './overlay.ts';
import type { RawVersion } from './raw.ts';

const SCALARS: Readonly<Record<Exclude<FieldType['is'], 'list' | 'map' | 'object'>, string>> = {
  string: 'string',
  boolean: 'boolean',
  int32: 'number',
  int64: 'number',
  double: 'number',
  bytes: 'string',
  time: 'string',
  microTime: 'string',
  quantity: 'Quantity',
  intOrString: 'IntOrString',
  any: 'unknown',
};

/** Stable versions come before previews, core before others, so that they get the bare names. */
function rank(name: string): string {
  const [group = '', version = ''] = name.split('.');
  const stage = version.includes('alpha') ? 2 : version.includes('beta') ? 1 : 0;
  const number = 99 - Number(/\d+/.exec(version)?.[0] ?? 0);
  return `${stage}${String(number).padStart(2, '0')}${group === 'core' ? 0 : group === 'meta' ? 1 : 2}${name}`;
}

export function writeApi({ kinds, types }: RawVersion, overlay: Overlay): string {
  const names = new Map<string, string>();
  const taken = new Set<string>(['Quantity', 'IntOrString']);
  for (const name of [...types.keys()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    const [group = '', version = '', bare = ''] = name.split('.');
    const own = taken.has(bare) ? `${capital(group)}${capital(version)}${bare}` : bare;
    taken.add(own);
    names.set(name, own);
  }
  const roots = new Set(kinds.map(({ type }) => type));
  const lines = [
    '/** The Kubernetes API as TypeScript types. Made by `npm run schemas`; do not edit. */',
    '/* biome-ignore-all lint: generated */',
    'export type Quantity = string | number;',
    'export type IntOrString = string | number;',
  ];
  for (const [name, type] of types) {
    lines.push('', `/** ${name} */`, `export interface ${names.get(name)} {`);
    for (const field of type.fields) {
      const optional = !field.required || (roots.has(name) && (field.name === 'apiVersion' || field.name === 'kind'));
      const written = writeType(typeOf(field, `${name}.${field.name}`, overlay), names);
      lines.push(`  readonly ${/^\w+$/.test(field.name) ? field.name : `'${field.name}'`}${optional ? '?' : ''}: ${written};`);
    }
    if (type.fields.length === 0) lines.push('  readonly [field: string]: unknown;');
    lines.push('}');
  }
  return `${lines.join('\n')}\n`;
}

function writeType(type: FieldType, names: ReadonlyMap<string, string>): string {
  if (type.is === 'list') return `readonly ${wrapped(writeType(type.of, names))}[]`;
  if (type.is === 'map') return `Readonly<Record<string, ${writeType(type.of, names)}>>`;
  if (type.is === 'object') return names.get(type.type) ?? 'unknown';
  return SCALARS[type.is];
}

function wrapped(type: string): string {
  return type.startsWith('readonly ') ? `(${type})` : type;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
