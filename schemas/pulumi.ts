/** Reads `types/input.d.ts` of @pulumi/kubernetes: types by group, with the texts that client-node lacks, and today's legacy beside them. */
import type { FieldType } from '../server/src/core/kube/catalog.ts';
import type { RawField, RawType } from './raw.ts';

/** By canonical name, e.g. `core.v1.Container`; the kinds it declares by `group/version/Kind`. */
export interface PulumiTypes {
  readonly types: ReadonlyMap<string, RawType>;
  readonly kinds: ReadonlySet<string>;
}

const GROUP = /^export declare namespace (\w+) \{/;
const VERSION = /^ {4}namespace (\w+) \{/;
const INTERFACE = /^ {8}interface (\w+) \{/;
const FIELD = /^ {12}"?([\w$-]+)"?(\?)?: (.*)$/;
/** JSONPatch is a type of its own, every other `…Patch` is pulumi's invention. */
const INVENTED = /(?<!^JSON)Patch$/;
/** Chart types that are no Kubernetes API. */
const FOREIGN_GROUPS = new Set(['helm', 'yaml', 'kustomize', 'pulumi']);

export function readPulumi(text: string): PulumiTypes {
  const types = new Map<string, RawType>();
  const kinds = new Set<string>();
  let group = '';
  let version = '';
  let comment: string[] = [];
  let comments = { type: '', field: '' };
  let current: { name: string; text: string; fields: RawField[]; apiVersion: string; kind: string } | undefined;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const trimmed = line.trim();
    if (trimmed.startsWith('/**')) comment = [];
    else if (trimmed.startsWith('*/')) comments = { type: comment.join('\n').trim(), field: comment.join('\n').trim() };
    else if (trimmed.startsWith('*')) comment.push(trimmed.slice(1).trim());
    else if (GROUP.test(line)) group = GROUP.exec(line)?.[1] ?? '';
    else if (VERSION.test(line)) version = VERSION.exec(line)?.[1] ?? '';
    else if (INTERFACE.test(line)) {
      current = { name: `${group}.${version}.${INTERFACE.exec(line)?.[1]}`, text: comments.type, fields: [], apiVersion: '', kind: '' };
      comments = { type: '', field: '' };
    } else if (line === '        }' && current !== undefined) {
      if (!INVENTED.test(current.name.split('.')[2] ?? '') && !FOREIGN_GROUPS.has(group)) {
        types.set(current.name, { name: current.name, text: current.text, fields: current.fields });
        if (current.kind !== '') kinds.add(`${current.apiVersion}/${current.kind}`);
      }
      current = undefined;
    } else if (current !== undefined && FIELD.test(line)) {
      const [, name = '', optional, first = ''] = FIELD.exec(line) ?? [];
      let declared = first;
      while (!declared.trimEnd().endsWith(';') || unclosed(declared)) declared += ` ${(lines[++at] ?? '').trim()}`;
      const type = parseType(declared.trim().replace(/;$/, ''));
      if (name === 'apiVersion') current.apiVersion = /"([^"]+)"/.exec(declared)?.[1] ?? '';
      if (name === 'kind') current.kind = /"([^"]+)"/.exec(declared)?.[1] ?? '';
      current.fields.push({
        name: name.replaceAll('x_kubernetes_', 'x-kubernetes-').replaceAll(/(?<=x-kubernetes-.*)_/g, '-'),
        type,
        required: optional === undefined,
        text: comments.field,
      });
      comments = { type: '', field: '' };
    }
  }
  return { types, kinds };
}

function unclosed(declared: string): boolean {
  return (declared.match(/\{/g)?.length ?? 0) > (declared.match(/\}/g)?.length ?? 0);
}

/** `pulumi.Input<pulumi.Input<inputs.core.v1.EnvVar>[] | undefined>` → a list of core.v1.EnvVar. */
function parseType(declared: string): FieldType {
  const bare = declared
    .replaceAll('pulumi.Input<', '(')
    .replaceAll('>', ')')
    .replaceAll(/\| undefined/g, '')
    .replaceAll(/\(([^()]*)\)/g, (_, inside: string) => inside.trim())
    .replaceAll(/[()]/g, '')
    .trim();
  const list = /^(.*)\[\]$/s.exec(bare);
  if (list !== null && !bare.startsWith('{')) return { is: 'list', of: parseType(list[1]?.trim() ?? '') };
  const map = /^\{\s*\[key: string\]:\s*(.*?);?\s*\}$/s.exec(bare);
  if (map !== null) return { is: 'map', of: parseType(map[1] ?? '') };
  const reference = /^inputs\.([\w.]+)$/.exec(bare);
  if (reference !== null) return { is: 'object', type: reference[1] ?? '' };
  if (bare === 'number | string' || bare === 'string | number') return { is: 'intOrString' };
  if (bare === 'boolean') return { is: 'boolean' };
  if (bare === 'number') return { is: 'int32' };
  if (/^(string|"[^"]*"(\s*\|\s*("[^"]*"|string))*|string( \| enums[\w.]+)+|enums[\w.]+( \| string)?)$/.test(bare)) return { is: 'string' };
  return { is: 'any' };
}
