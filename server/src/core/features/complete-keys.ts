import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import type { Catalog, Field, FieldType, ObjectType } from '../kube/catalog.ts';
import { objectTypeOf } from '../kube/field-type.ts';
import { takesNames } from '../kube/references.ts';
import type { CursorSite } from '../yaml/cursor-site.ts';
import { plainOrQuoted, quoted } from '../yaml/quote.ts';
import { styleOf } from '../yaml/style.ts';
import { type Completion, isSubsequence, literally } from './completion.ts';

/** Fields that a person seldom writes: the server does. */
const SERVER_FIELDS = new Set([
  'status',
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'resourceVersion',
  'uid',
  'selfLink',
  'generation',
  'deletionGracePeriodSeconds',
]);

/** The order in which objects are usually written. */
const USUAL_ORDER = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations', 'spec', 'data', 'stringData', 'type'];
const MOST_USED = [
  'image',
  'ports',
  'env',
  'envFrom',
  'resources',
  'volumeMounts',
  'command',
  'args',
  'readinessProbe',
  'livenessProbe',
  'replicas',
  'selector',
  'template',
  'containers',
  'volumes',
  'strategy',
];

/** The fields of a type that the map does not have yet. */
export function completeFields(site: CursorSite, type: ObjectType, catalog: Catalog): readonly Completion[] {
  const free = [...type.fields.values()].filter(({ name }) => !site.keys.includes(name));
  const meant = nearMisses(site.prefix, free);
  return free.map((field, index): Completion => {
    const isSlip = meant.has(field.name);
    return {
      label: field.name,
      is: 'field',
      detail: detailOf(field),
      insert: insertionOf(site, type, field, catalog),
      replace: site.replace,
      rank: rankOf(field) * 1000 + (isSlip ? -500 : 0) + (rankOf(field) === 5 ? MOST_USED.indexOf(field.name) : index),
      ...(isSlip ? { filter: site.prefix } : {}),
      ...(isSlip && clearlyMeant(didYouMean(site.prefix, meant)) === field.name ? { preselect: true } : {}),
      ...(field.deprecated ? { deprecated: true } : {}),
      ...(asksAgain(type, field) && !site.hasColon ? { asksAgain: true } : {}),
      about: { type: type.name, field: field.name },
    };
  });
}

/** Names that a slip of the fingers would give, where nothing fits what is typed. */
function nearMisses(typed: string, fields: readonly Field[]): ReadonlySet<string> {
  const names = fields.map(({ name }) => name);
  if (typed.length < 2 || names.some((name) => isSubsequence(typed, name))) return new Set();
  return new Set(didYouMean(typed, names).map(({ text }) => text));
}

function rankOf(field: Field): number {
  const usual = USUAL_ORDER.indexOf(field.name);
  if (field.deprecated || SERVER_FIELDS.has(field.name)) return 9;
  if (usual >= 0 && usual < 3) return usual;
  if (field.required) return 3;
  if (usual >= 0) return 4;
  return MOST_USED.includes(field.name) ? 5 : 6;
}

function detailOf(field: Field): string {
  return field.default === undefined ? '' : `= ${field.default}`;
}

function asksAgain(type: ObjectType, { name, type: fieldType, values }: Field): boolean {
  return fieldType.is === 'boolean' || values !== undefined || takesNames(type.name, name) || name === 'apiVersion' || name === 'kind';
}

function insertionOf(site: CursorSite, type: ObjectType, field: Field, catalog: Catalog): string {
  const { json } = styleOf(site.document);
  const name = json ? quoted(field.name) : plainOrQuoted(field.name);
  const indent = site.startsLine && !site.isItem ? ' '.repeat(Math.max(0, site.column - currentColumn(site))) : '';
  if (site.hasColon) return indent + name;
  const builder: Builder = { catalog, site, stop: 0, open: new Set([type.name]) };
  return `${indent}${name}:${valueText(builder, field.type, field, site.column)}${site.needsComma ? ', ' : ''}`;
}

/** Indentation that stands before the word already. */
function currentColumn(site: CursorSite): number {
  const { text } = site.document;
  const lineStart = text.lastIndexOf('\n', site.replace.start - 1) + 1;
  return site.replace.start === lineStart ? 0 : site.column;
}

interface Builder {
  readonly catalog: Catalog;
  readonly site: CursorSite;
  /** The last place to fill in so far. */
  stop: number;
  /** Types on the way: none is put into itself. */
  readonly open: Set<string>;
}

/** What follows a key and its colon: a blank, brackets, or required fields on lines of their own, with places to fill in. */
function valueText(builder: Builder, type: FieldType, field: Field | undefined, column: number): string {
  const { site } = builder;
  const style = styleOf(site.document);
  const isFlow = site.flow || style.json;
  switch (type.is) {
    case 'object': {
      if (isFlow) return ` {${nextStop(builder)}}`;
      return fieldsText(builder, type, column + style.step) ?? newLine(builder, column + style.step) + nextStop(builder);
    }
    case 'map':
      return isFlow ? ` {${nextStop(builder)}}` : newLine(builder, column + style.step) + nextStop(builder);
    case 'list': {
      if (isFlow) return ` [${nextStop(builder)}]`;
      const dash = column + style.listStep;
      return `${newLine(builder, dash)}- ${itemText(builder, type.of, dash)}`;
    }
    default:
      return ` ${scalarText(builder, field)}`;
  }
}

function itemText(builder: Builder, type: FieldType, dash: number): string {
  const fields = fieldsText(builder, type, dash + 2);
  return fields?.trimStart() ?? nextStop(builder);
}

/** The required fields of an object type, each on a line; undefined when there are none. */
function fieldsText(builder: Builder, type: FieldType, column: number): string | undefined {
  const object = objectTypeOf(builder.catalog, type);
  if (object === undefined || builder.open.has(object.name)) return undefined;
  const required = [...object.fields.values()].filter((field) => field.required && !SERVER_FIELDS.has(field.name));
  if (required.length === 0) return undefined;
  builder.open.add(object.name);
  const text = required
    .map((field) => `${newLine(builder, column)}${field.name}:${valueText(builder, field.type, field, column)}`)
    .join('');
  builder.open.delete(object.name);
  return text;
}

function scalarText(builder: Builder, field: Field | undefined): string {
  if (field?.default === undefined || builder.stop === 0) return nextStop(builder);
  builder.stop++;
  return `\${${builder.stop}:${literally(field.default)}}`;
}

function nextStop(builder: Builder): string {
  builder.stop++;
  return `$${builder.stop}`;
}

function newLine(builder: Builder, column: number): string {
  return styleOf(builder.site.document).lineBreak + ' '.repeat(column);
}

/** An item where the list's key has only blank space below it. */
export function completeItem(site: CursorSite, type: FieldType & { readonly is: 'list' }, catalog: Catalog): readonly Completion[] {
  const builder: Builder = { catalog, site, stop: 0, open: new Set() };
  const text = itemText(builder, type.of, site.column);
  const first = /^([\w-]+):/.exec(text)?.[1];
  return [
    {
      label: first === undefined ? '-' : `- ${first}`,
      is: 'item',
      insert: `- ${text}`,
      replace: site.replace,
      rank: 0,
      filter: site.prefix === '' ? '-' : site.prefix,
    },
  ];
}
