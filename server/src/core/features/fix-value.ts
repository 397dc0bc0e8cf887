import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document } from '../yaml/document.ts';
import { appendItem, insertEntry, inTurn, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { columnOf } from '../yaml/style.ts';
import { fits } from './fix-fit.ts';

/** How many values are offered. */
const MOST_SUGGESTIONS = 3;

/** A value that is none of those allowed: a near one, or two written as one. */
export function fixUnsupported(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const allowed = error.allowed ?? valuesAt(resource, error, catalog);
  const parts = typeof error.value === 'string' ? error.value.split(/\s*[/,|]\s*|\s+/).filter((part) => part !== '') : [];
  if (parts.length > 1 && typeof error.at.at(-1) === 'number' && parts.every((part) => allowed.includes(part))) {
    return splitItem(resource, error.at, parts);
  }
  const near = allowed.includes(String(error.value)) ? [] : didYouMean(String(error.value ?? ''), allowed);
  const meant =
    allowed.find((each) => each !== error.value && inLookalikes(each) === inLookalikes(String(error.value))) ?? clearlyMeant(near);
  const others = allowed.filter((each) => each !== error.value);
  const ordered = near.length > 0 ? near.map(({ text }) => text) : others;
  return ordered.slice(0, MOST_SUGGESTIONS).map((text) => {
    const isCase = text.toLowerCase() === String(error.value).toLowerCase();
    return replacement(resource, error.at, text, text === meant, text === meant && isCase);
  });
}

/** Letters and digits that look the same are one: `ln` was `In`. */
function inLookalikes(text: string): string {
  return text.toLowerCase().replace(/[l1|]/g, 'i').replaceAll('0', 'o');
}

/** A malformed value that can be written well: names, names of ports, amounts, and values that have to agree with others. */
export function fixInvalid(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { at, value, detail } = error;
  if (/selector.*does not match template .*labels/.test(detail)) return fixTemplateLabels(resource);
  const above = /must be less than or equal to (\S+) limit/.exec(detail)?.[1];
  if (above !== undefined) return fixRequest(resource, at, above);
  if (typeof value !== 'string') return [];
  if (valuesAt(resource, error, catalog).length > 0) return fixUnsupported(resource, error, catalog);
  const written = cleaned(error, value);
  return written === undefined || written === value || written === '' ? [] : [replacement(resource, at, written, true, false)];
}

/** A mount whose volume is not there. */
export function fixNotFound(resource: Resource, { at, value }: VerdictError, catalog: Catalog): readonly Fix[] {
  const list = at.lastIndexOf('volumeMounts');
  if (list < 0 || typeof value !== 'string' || value === '') return [];
  const volumes = [...at.slice(0, list - 2), 'volumes'];
  const names = itemsAt(resource.value, volumes).map((volume) => (isObject(volume) ? String(volume.name) : ''));
  const meant = clearlyMeant(didYouMean(value, names)) ?? leftOver(valueAt(resource.value, volumes.slice(0, -1)), names);
  // Where anything else is misspelt or misplaced, the volume may be that.
  const spec = valueAt(resource.value, volumes.slice(0, -1));
  const add: Fix = {
    title: message('editor.fix.insert', { text: `volumes: ${value}` }),
    safe: false,
    preferred: meant === undefined && fits(spec, { is: 'object', type: 'core.v1.PodSpec' }, catalog),
    edits: appendItem(resource.document, [...resource.path, ...volumes], { name: value, emptyDir: {} }),
  };
  if (meant === undefined) return [add];
  const isMounted = mountsBelow(valueAt(resource.value, volumes.slice(0, -1))).includes(meant);
  const volume = replacement(resource, [...volumes, names.indexOf(meant), 'name'], value, !isMounted, false, [meant, value]);
  return [volume, replacement(resource, at, meant, isMounted, false), add].sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

/** The only volume that nothing mounts, where only one mount has no volume: these two were meant for each other. */
function leftOver(spec: Json | undefined, volumes: readonly string[]): string | undefined {
  const mounts = new Set(mountsBelow(spec));
  const unmounted = volumes.filter((name) => !mounts.has(name));
  const homeless = [...mounts].filter((name) => !volumes.includes(name));
  return unmounted.length === 1 && homeless.length === 1 ? unmounted[0] : undefined;
}

function mountsBelow(spec: Json | undefined): readonly string[] {
  const containers = ['initContainers', 'containers'].flatMap((key) => itemsAt(spec, [key]));
  return containers.flatMap((container) =>
    itemsAt(container, ['volumeMounts']).map((mount) => (isObject(mount) ? String(mount.name) : '')),
  );
}

/** The labels of the template follow the selector, or the selector the labels. */
function fixTemplateLabels(resource: Resource): readonly Fix[] {
  const { document, path, value } = resource;
  const at = [...path, 'spec', 'template', 'metadata', 'labels'];
  const labels = valueAt(value, ['spec', 'template', 'metadata', 'labels']);
  const wanted = labelsOf(valueAt(value, ['spec', 'selector']));
  const changed = Object.entries(wanted).filter(([key, each]) => !isObject(labels) || labels[key] !== each);
  const setLabels = inTurn(
    document,
    changed.map(
      ([key, each]) =>
        (now: Document) =>
          setEntry(now, at, key, each),
    ),
  );
  const selector = [...path, 'spec', 'selector', 'matchLabels'];
  const matched = valueAt(value, ['spec', 'selector', 'matchLabels']);
  const differing = Object.keys(isObject(matched) ? matched : {}).filter(
    (key) => isObject(labels) && key in labels && labels[key] !== wanted[key],
  );
  const setSelector = inTurn(
    document,
    differing.map((key) => (now: Document) => replaceValue(now, [...selector, key], (labels as JsonObject)[key] ?? null)),
  );
  return [
    fix(message('editor.fix.labelsFromSelector'), changed.length === 0 ? [] : setLabels, true),
    fix(message('editor.fix.selectorFromLabels'), differing.length === 0 ? [] : setSelector, false),
  ].filter(({ edits }) => edits.length > 0);
}

/** Labels that a selector takes: what it names, and some value for keys that need only be there. */
function labelsOf(selector: Json | undefined): Readonly<Record<string, Json>> {
  if (!isObject(selector)) return {};
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  const exact = isPlain ? selector : isObject(selector.matchLabels) ? selector.matchLabels : {};
  const expressed = itemsAt(selector, ['matchExpressions']).flatMap((each): [string, Json][] => {
    if (!isObject(each) || typeof each.key !== 'string') return [];
    if (each.operator === 'In' && isArray(each.values) && each.values.length > 0) return [[each.key, each.values[0] ?? '']];
    return each.operator === 'Exists' ? [[each.key, 'v1']] : [];
  });
  return { ...Object.fromEntries(expressed.filter(([key]) => !(key in exact))), ...exact };
}

function fixRequest(resource: Resource, at: Path, name: string): readonly Fix[] {
  const base = at.slice(0, at.lastIndexOf('resources') + 1);
  const limit = valueAt(resource.value, [...base, 'limits', name]);
  const request = valueAt(resource.value, [...base, 'requests', name]);
  if (limit === undefined || request === undefined) return [];
  return [
    replacement(resource, [...base, 'limits', name], request, false, false, [`limits.${name}`, String(request)]),
    replacement(resource, [...base, 'requests', name], limit, true, false, [`requests.${name}`, String(limit)]),
  ].sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

/** The name or amount that was meant, in the characters that are allowed. */
function cleaned({ path, detail }: VerdictError, value: string): string | undefined {
  if (/RFC 1123 label|RFC 1035 label|RFC 1123 subdomain|DNS-1/.test(detail)) {
    const plain = value.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
    return (/subdomain/.test(detail) ? plain : plain.replaceAll('.', '-')).replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  }
  if (/clusterIPs?(?:\[\d+\])?$/.test(path) && value.toLowerCase() === 'none') return 'None';
  if (/ports\[\d+\]\.(?:name|targetPort)$|\.port$/.test(path)) {
    return value
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 15)
      .replace(/^-+|-+$/g, '');
  }
  if (/greater than 100%/.test(detail)) return '100%';
  if (/percent|integer or percentage|a valid percent/.test(detail) && /^\d+\s*%?$/.test(value)) return `${Number.parseInt(value, 10)}%`;
  if (/\.schedule$/.test(path)) return cleanedSchedule(value);
  if (/label values?|a valid label/.test(detail))
    return value
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
      .slice(0, 63);
  return undefined;
}

const SHORT_SCHEDULES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** A sixth field for seconds does not exist here, a fifth for the day of the week must be there; names of periods are written in small letters. */
function cleanedSchedule(value: string): string | undefined {
  if (value.startsWith('@')) return clearlyMeant(didYouMean(value, SHORT_SCHEDULES));
  const fields = value.trim().split(/\s+/);
  if (fields.length === 4) return `${fields.join(' ')} *`;
  return fields.length === 6 ? fields.slice(1).join(' ') : undefined;
}

function splitItem({ document, path }: Resource, at: Path, parts: readonly string[]): readonly Fix[] {
  const { node } = find(document, [...path, ...at]);
  const list = find(document, [...path, ...at.slice(0, -1)]).node;
  if (node === undefined || list?.is !== 'list') return [];
  const lineBreak = document.text.includes('\r\n') ? '\r\n' : '\n';
  const between = list.flow ? ', ' : `${lineBreak}${' '.repeat(columnOf(document.text, list.range.start))}- `;
  return [fix(message('editor.fix.replace', { text: parts.join(', ') }), [{ range: node.range, text: parts.join(between) }], true)];
}

function valuesAt({ known }: Resource, { at }: VerdictError, catalog: Catalog): readonly string[] {
  const field = known && typeAt(catalog, known, at)?.field;
  return field?.otherValues === true ? [] : (field?.values ?? []);
}

function setEntry(document: Document, at: Path, key: string, value: Json): readonly TextEdit[] {
  const isThere = find(document, [...at, key]).depth === at.length + 1;
  return isThere ? replaceValue(document, [...at, key], value) : insertEntry(document, at, key, value);
}

function replacement(resource: Resource, at: Path, value: Json, preferred: boolean, safe: boolean, names?: readonly [string, string]): Fix {
  const place = [...resource.path, ...at];
  // What is told of a list or a map as a whole has no value of its own to be replaced.
  const isWord = find(resource.document, place).node?.is === 'scalar';
  const edits = isWord ? replaceValue(resource.document, place, value) : [];
  const title =
    names === undefined
      ? message('editor.fix.replace', { text: String(value) })
      : message('editor.fix.rename', { from: names[0], to: names[1] });
  return { title, safe, preferred, edits };
}

function fix(title: Message, edits: readonly TextEdit[], preferred: boolean): Fix {
  return { title, safe: false, preferred, edits };
}

function itemsAt(value: Json | undefined, path: Path): readonly Json[] {
  const found = valueAt(value, path);
  return isArray(found) ? found : [];
}
