/** Reads the generated models and API classes of @kubernetes/client-node. */
import type { FieldType } from '../server/src/core/kube/catalog.ts';
import { groupWord, type RawField, type RawKind, type RawType, type RawVersion, referencedTypes } from './raw.ts';

const MODEL = /^dist\/gen\/models\/(\w+)\.js$/;
const API = /^dist\/gen\/apis\/\w+\.js$/;
/** `CoreV1Event` → group word, version, name; `V1Pod` has no group word. */
const CLASS = /^([A-Z][a-z]+)??(V\d+(?:(?:alpha|beta)\d+)?)([A-Z]\w*)$/;

interface Model {
  readonly className: string;
  readonly text: string;
  readonly fields: readonly (Omit<RawField, 'type'> & { readonly declared: string; readonly format: string })[];
}

export function isWantedOfClientNode(file: string): boolean {
  return (file.startsWith('dist/gen/models/') && /\.(js|d\.ts)$/.test(file)) || API.test(file);
}

/**
 * The API of one release. `groupsByTypeName`: for `v1.Container` the group words that have such a type (class names carry none).
 * Kinds that are still in the package but no longer served are left to the caller.
 */
export function readClientNode(files: ReadonlyMap<string, string>, groupsByTypeName: ReadonlyMap<string, readonly string[]>): RawVersion {
  const models = new Map<string, Model>();
  for (const [file, script] of files) {
    const className = MODEL.exec(file)?.[1];
    if (className === undefined || !CLASS.test(className)) continue;
    models.set(className, readModel(className, script, files.get(file.replace(/\.js$/, '.d.ts')) ?? ''));
  }
  const roots = readKinds(files);
  const names = nameTypes(models, roots, groupsByTypeName);
  const types = new Map<string, RawType>();
  for (const [className, model] of models) {
    const name = names.get(className);
    if (name === undefined) continue;
    const fields = model.fields.map(({ declared, format, ...rest }) => ({ ...rest, type: readType(declared, format, names) }));
    types.set(name, { name, text: model.text, fields });
  }
  const kinds = roots.map(({ className, ...kind }) => ({ ...kind, type: names.get(className) ?? '' }));
  return { kinds, types };
}

function readModel(className: string, script: string, declaration: string): Model {
  const map = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(script)?.[1] ?? '[]';
  const attributes = JSON.parse(map) as readonly {
    readonly name: string;
    readonly baseName: string;
    readonly type: string;
    readonly format: string;
  }[];
  const declared = new Map<string, { readonly optional: boolean; readonly text: string }>();
  for (const [, text, name = '', optional] of declaration.matchAll(/(?:\/\*\*\n((?:(?!\*\/)[\s\S])*)\*\/\n\s*)?'([^']+)'(\?)?:/g)) {
    declared.set(name, { optional: optional !== undefined, text: plain(text ?? '') });
  }
  const text = plain(/\/\*\*\n((?:\*.*\n)+?)\*\/\nexport declare class/.exec(declaration)?.[1] ?? '');
  const fields = attributes.map(({ name, baseName, type, format }) => {
    const own = declared.get(name);
    return { name: baseName, declared: type, format, required: own?.optional === false, text: own?.text ?? '' };
  });
  return { className, text, fields };
}

function plain(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.trim().replace(/^\*\s?/, ''))
    .join('\n')
    .trim();
}

/** Everything that can be created: the POST paths that end in a plural. */
function readKinds(files: ReadonlyMap<string, string>): readonly (Omit<RawKind, 'type'> & { readonly className: string })[] {
  const kinds = new Map<string, Omit<RawKind, 'type'> & { readonly className: string }>();
  const create =
    /localVarPath = '([^']+)'(?:(?!localVarPath = ')[\s\S])*?HttpMethod\.POST(?:(?!localVarPath = ')[\s\S])*?serialize\(body, "(\w+)"/g;
  for (const [file, script] of files) {
    if (!API.test(file)) continue;
    for (const [, path = '', className = ''] of script.matchAll(create)) {
      const parts = /^\/(?:api|apis\/([^/]+))\/(v\w+)\/(namespaces\/\{namespace\}\/)?([a-z]+)$/.exec(path);
      const name = CLASS.exec(className)?.[3];
      if (parts === null || name === undefined) continue;
      const [, group = '', version = '', namespace, plural = ''] = parts;
      kinds.set(`${group}/${version}/${name}`, { group, version, kind: name, plural, namespaced: namespace !== undefined, className });
    }
  }
  return [...kinds.values()];
}

/** Gives every class its canonical name; classes that only one group can mean take that, others the group they are reached from. */
function nameTypes(
  models: ReadonlyMap<string, Model>,
  roots: readonly (Omit<RawKind, 'type'> & { readonly className: string })[],
  groupsByTypeName: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const served = new Set(roots.map(({ group, version }) => `${groupWord(group)}.${version}`)).add('meta.v1').add('runtime.v1');
  const names = new Map<string, string>();
  const waiting: { readonly className: string; readonly from: string }[] = roots.map(({ className, group }) => ({
    className,
    from: groupWord(group),
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const model = models.get(next.className);
    if (model === undefined || names.has(next.className)) continue;
    const [, prefix, versionWord = '', name = ''] = CLASS.exec(next.className) ?? [];
    const version = versionWord.toLowerCase();
    const candidates = (groupsByTypeName.get(`${version}.${name}`) ?? []).filter((word) => served.has(`${word}.${version}`));
    const group =
      prefix?.toLowerCase() ?? (candidates.includes(next.from) || candidates.length === 0 ? next.from : (candidates[0] ?? next.from));
    names.set(next.className, `${group}.${version}.${name}`);
    for (const field of model.fields) {
      for (const className of referencedTypes(readType(field.declared, field.format, undefined))) waiting.push({ className, from: group });
    }
  }
  return names;
}

const SCALARS: Readonly<Record<string, FieldType>> = {
  boolean: { is: 'boolean' },
  any: { is: 'any' },
  Date: { is: 'time' },
  V1MicroTime: { is: 'microTime' },
  IntOrString: { is: 'intOrString' },
};

/** With `names`, references become canonical; without, they stay class names. */
function readType(declared: string, format: string, names: ReadonlyMap<string, string> | undefined): FieldType {
  const list = /^Array<(.*)>$/.exec(declared);
  if (list !== null) return { is: 'list', of: readType(list[1] ?? '', format, names) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(declared);
  if (map !== null) return { is: 'map', of: readType(map[1] ?? '', format, names) };
  if (format === 'date-time-micro') return { is: 'microTime' };
  if (declared === 'number') return { is: format === 'int64' ? 'int64' : format === 'double' ? 'double' : 'int32' };
  if (declared === 'string')
    return format === 'byte' ? { is: 'bytes' } : format === 'int-or-string' ? { is: 'intOrString' } : { is: 'string' };
  const scalar = SCALARS[declared];
  if (scalar !== undefined) return scalar;
  return { is: 'object', type: names === undefined ? declared : (names.get(declared) ?? declared) };
}
