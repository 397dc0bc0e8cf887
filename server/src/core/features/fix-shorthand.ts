import type { Json } from '../base/json.ts';
import type { Catalog, FieldType } from '../kube/catalog.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { Document, ScalarNode } from '../yaml/document.ts';
import { renderFlow, renderItem } from '../yaml/render.ts';
import { columnOf, styleOf } from '../yaml/style.ts';
import { fits } from './fix-fit.ts';

/** One word where the API wants an object or a list, as other tools write it: `LEVEL=debug`, `8080:80`, `data:/var/data`. */
export function fixShorthand(document: Document, node: ScalarNode, wanted: FieldType, catalog: Catalog): readonly Fix[] {
  const meant = meaningOf(String(node.value ?? ''), wanted, catalog);
  if (meant === undefined || !fits(meant, wanted, catalog)) return [];
  const text = written(document, node, meant);
  const title = message('editor.fix.replace', { text: renderFlow(meant, styleOf(document)) });
  return [{ title, safe: false, preferred: true, edits: [{ range: node.range, text }] }];
}

function meaningOf(text: string, wanted: FieldType, catalog: Catalog): Json | undefined {
  if (wanted.is === 'map') return pairs(text);
  if (wanted.is === 'object') return OBJECTS[wanted.type]?.(text);
  if (wanted.is !== 'list') return undefined;
  if (wanted.of.is === 'string') return text === '' ? undefined : words(text);
  const item = meaningOf(text, wanted.of, catalog);
  return item === undefined ? undefined : [item];
}

/** By the type that is wanted. */
const OBJECTS: Readonly<Record<string, (text: string) => Json | undefined>> = {
  'core.v1.EnvVar': (text) => parted(text, /^([A-Za-z_][\w.-]*)[=:]\s*(.*)$/, (name, value) => ({ name, value })),
  'core.v1.ContainerPort': (text) =>
    parted(text, /^(?:\d+:)?(\d+)(?:\/(tcp|udp|sctp))?$/i, (port, protocol) => ({ containerPort: Number(port), ...protocolOf(protocol) })),
  'core.v1.ServicePort': (text) =>
    parted(text, /^(\d+)(?::(\d+))?(?:\/(tcp|udp|sctp))?$/i, (port, target, protocol) => ({
      port: Number(port),
      ...(target === '' ? {} : { targetPort: Number(target) }),
      ...protocolOf(protocol),
    })),
  'core.v1.VolumeMount': (text) =>
    parted(text, /^([a-z0-9][a-z0-9-]*):(\/[^:]*)(?::(ro|rw))?$/, (name, mountPath, mode) => ({
      name,
      mountPath,
      ...(mode === 'ro' ? { readOnly: true } : {}),
    })),
  'core.v1.LocalObjectReference': (text) => parted(text, /^([a-z0-9][a-z0-9.-]*)$/, (name) => ({ name })),
  'meta.v1.LabelSelector': (text) => {
    const matchLabels = pairs(text);
    return matchLabels === undefined ? undefined : { matchLabels };
  },
};

function parted(text: string, form: RegExp, make: (...parts: readonly [string, string, string]) => Json): Json | undefined {
  const found = form.exec(text.trim());
  return found === null ? undefined : make(found[1] ?? '', found[2] ?? '', found[3] ?? '');
}

function protocolOf(written: string): { readonly protocol?: string } {
  return written === '' || written.toLowerCase() === 'tcp' ? {} : { protocol: written.toUpperCase() };
}

/** `app=web,tier=front` */
function pairs(text: string): Json | undefined {
  const parts = text.split(/\s*,\s*/).map((part) => /^([\w./-]+)=([\w.-]*)$/.exec(part.trim()));
  if (parts.some((part) => part === null)) return undefined;
  return Object.fromEntries(parts.map((part) => [part?.[1] ?? '', part?.[2] ?? '']));
}

/** A command line as its words; what only a shell understands goes to one. */
function words(text: string): Json {
  if (/[|;&<>$*`()]/.test(text) && /\s/.test(text)) return ['/bin/sh', '-c', text];
  return /["'\\]/.test(text) ? [text] : text.trim().split(/\s+/);
}

/** In the style of what is around: an item of a block list keeps its dash. */
function written(document: Document, node: ScalarNode, meant: Json): string {
  const style = styleOf(document);
  const before = document.text.slice(0, node.range.start);
  const isItem = /(?:^|[\r\n])[ ]*(?:- +)+$/.test(before) && typeof meant === 'object' && !Array.isArray(meant);
  if (!isItem) return renderFlow(meant, style);
  const indent = ' '.repeat(columnOf(document.text, node.range.start));
  return renderItem(meant, style)
    .join('\n')
    .slice(2)
    .replaceAll('\n  ', style.lineBreak + indent);
}
