import { formatPath, isObject, type Path, valueAt } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import { objectTypeOf, typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import { find } from '../yaml/locate.ts';
import { quoted } from '../yaml/quote.ts';
import { columnOf, styleOf } from '../yaml/style.ts';
import { fits } from './fix-fit.ts';

/** Levels that people leave out, by the type they belong to. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'core.v1.ResourceRequirements': 'requests',
  'core.v1.VolumeResourceRequirements': 'requests',
  'core.v1.Probe': 'httpGet',
  'core.v1.PodTemplateSpec': 'spec',
  'meta.v1.LabelSelector': 'matchLabels',
};

/** Fields that stand one level too high because the key above them was left out: the key is put in, they are indented. */
export function fixLeftOut({ document, known, path, value }: Resource, at: Path, catalog: Catalog): readonly Fix[] {
  const parent = at.slice(0, -1);
  const type = known && typeAt(catalog, known, parent)?.type;
  const owner = type && objectTypeOf(catalog, type);
  const key = LEFT_OUT[owner?.name ?? ''];
  const field = owner?.fields.get(key ?? '');
  const { node } = find(document, [...path, ...parent]);
  const written = valueAt(value, parent);
  if (key === undefined || field === undefined || node?.is !== 'map' || !isObject(written) || key in written) return [];
  const strangers = node.entries.filter((entry) => owner?.fields.has(entry.key) === false);
  const held = Object.fromEntries(strangers.map((entry) => [entry.key, written[entry.key] ?? null]));
  const [first] = strangers;
  const last = strangers.at(-1);
  const isOneBlock =
    first !== undefined && last !== undefined && node.entries.indexOf(first) + strangers.length - 1 === node.entries.indexOf(last);
  if (first === undefined || last === undefined || !isOneBlock || !fits(held, field.type, catalog)) return [];
  const { step, lineBreak } = styleOf(document);
  const { start } = first.range;
  if (node.flow) {
    const name = document.text[start] === '"' ? quoted(key) : key;
    const edits = [{ range: { start, end: last.range.end }, text: `${name}: {${document.text.slice(start, last.range.end)}}` }];
    return [
      {
        title: message('editor.fix.move', { field: strangers.map((entry) => entry.key).join(', '), to: formatPath([...parent, key]) }),
        safe: false,
        preferred: true,
        edits,
      },
    ];
  }
  const lines = document.text.slice(start, last.range.end).replace(/\n(?=[^\r\n])/g, `\n${' '.repeat(step)}`);
  const text = `${key}:${lineBreak}${' '.repeat(columnOf(document.text, start) + step)}${lines}`;
  const title = message('editor.fix.move', { field: strangers.map((entry) => entry.key).join(', '), to: formatPath([...parent, key]) });
  return [{ title, safe: false, preferred: true, edits: [{ range: { start, end: last.range.end }, text }] }];
}
