import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { itemsAt } from '../rules/pods.ts';
import { type Message, message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document } from '../yaml/document.ts';
import { appendItem, insertEntry, inTurn, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { fits } from './fix-fit.ts';
import { replacement } from './fix-value.ts';

/** A mount whose volume is not there. */
export function fixNotFound(resource: Resource, { at, value }: VerdictError, catalog: Catalog): readonly Fix[] {
  const list = at.lastIndexOf('volumeMounts');
  if (list < 0 || typeof value !== 'string' || value === '') return [];
  const volumes = [...at.slice(0, list - 2), 'volumes'];
  const names = itemsAt(resource.value, volumes).map((volume) => (isObject(volume) ? String(volume.name) : ''));
  const claims = itemsAt(resource.value, ['spec', 'volumeClaimTemplates']).map((claim) => String(valueAt(claim, ['metadata', 'name'])));
  const meant = clearlyMeant(didYouMean(value, [...names, ...claims])) ?? leftOver(valueAt(resource.value, volumes.slice(0, -1)), names);
  // Where anything else is misspelt or misplaced, the volume may be that.
  const spec = valueAt(resource.value, volumes.slice(0, -1));
  const add: Fix = {
    title: message('editor.fix.insert', { text: `volumes: ${value}` }),
    safe: false,
    preferred: meant === undefined && fits(spec, { is: 'object', type: 'core.v1.PodSpec' }, catalog),
    edits: appendItem(resource.document, [...resource.path, ...volumes], { name: value, emptyDir: {} }),
  };
  if (meant === undefined) return [add];
  if (claims.includes(meant)) return [replacement(resource, at, meant, true, false), add];
  const mounts = mountsBelow(spec);
  const isMounted = mounts.includes(meant);
  const isSlip = isMounted || (mounts.filter((each) => each === value).length < 2 && isLikelier(resource.document, meant, value));
  const volume = replacement(resource, [...volumes, names.indexOf(meant), 'name'], value, !isSlip, false, [meant, value]);
  return [volume, replacement(resource, at, meant, isSlip, false), add].sort((a, b) => Number(b.preferred) - Number(a.preferred));
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
export function fixTemplateLabels(resource: Resource): readonly Fix[] {
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
  const isSelectorWrong =
    differing.length > 0 &&
    differing.length === changed.length &&
    differing.every((key) => isLikelier(document, String((labels as JsonObject)[key]), String(wanted[key])));
  const [fromSelector, fromLabels] = [message('editor.fix.labelsFromSelector'), message('editor.fix.selectorFromLabels')];
  return [
    fix(fromSelector, changed.length === 0 ? [] : setLabels, !isSelectorWrong),
    fix(fromLabels, differing.length === 0 ? [] : setSelector, isSelectorWrong),
  ]
    .filter(({ edits }) => edits.length > 0)
    .sort((a, b) => Number(b.preferred) - Number(a.preferred));
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

/**
 * Which of two spellings of one name is the right one: the one that the rest of the text has more often (`empty-dir` beside
 * `emptyDir`, `shop` beside `shop-config`). Where neither is, none is likelier.
 */
function isLikelier({ text }: Document, name: string, other: string): boolean {
  const plain = (each: string): string => each.toLowerCase().replace(/[-_.]/g, '');
  const count = (each: string, longer: string): number => {
    const inLonger = plain(longer).includes(plain(each)) ? plain(text).split(plain(longer)).length : 1;
    return plain(text).split(plain(each)).length - inLonger;
  };
  return name !== '' && other !== '' && count(name, other) > count(other, name);
}

function setEntry(document: Document, at: Path, key: string, value: Json): readonly TextEdit[] {
  const isThere = find(document, [...at, key]).depth === at.length + 1;
  return isThere ? replaceValue(document, [...at, key], value) : insertEntry(document, at, key, value);
}

function fix(title: Message, edits: readonly TextEdit[], preferred: boolean): Fix {
  return { title, safe: false, preferred, edits };
}
