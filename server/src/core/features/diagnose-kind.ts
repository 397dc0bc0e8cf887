import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import { formatPath, isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Catalog, Kind } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Finding, Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import { deleteEntry, inTurn, moveEntry, prependEntry, renameKey, replaceValue } from '../yaml/edit.ts';
import { keyRangeOf, valueRangeOf } from '../yaml/locate.ts';
import { fixRemoved } from './fix-removed.ts';

/**
 * An object whose kind this version of Kubernetes does not serve: removed, switched off, misspelt, or of a group
 * nobody told us about. The last gives no more than a hint.
 */
export function diagnoseKind(resource: Resource, catalog: Catalog): readonly Finding[] {
  const { apiVersion, kind, known } = resource;
  if (apiVersion === '' && kind !== '' && catalog.kindsNamed(kind).length === 0) return [misspelt(resource, catalog)];
  if (apiVersion === '') return [missing(resource, 'apiVersion', catalog)];
  if (kind === '') return [missing(resource, 'kind', catalog)];
  if (known !== undefined) return [finding(resource, 'error', 'apiVersion', message('editor.notServed', { apiVersion, kind }), [])];
  const retirement = catalog.retirement(apiVersion, kind);
  if (retirement?.removedIn !== undefined) {
    const { removedIn, replacement } = retirement;
    const instead = replacement?.apiVersion ?? '';
    const words = message(replacement === undefined ? 'editor.removed' : 'editor.removedFor', {
      apiVersion,
      kind,
      version: removedIn,
      instead,
    });
    const fixes = replacement === undefined ? [] : [fixRemoved(resource, instead)];
    return [{ ...finding(resource, 'error', 'apiVersion', words, fixes), rule: 'removed-api' }];
  }
  return [unknown(resource, catalog)];
}

/** Without an apiVersion the name of the kind is all there is to go by. */
function misspelt(resource: Resource, catalog: Catalog): Finding {
  const near = didYouMean(resource.kind, new Set(catalog.kinds.map((each) => each.kind)));
  const meant = clearlyMeant(near) ?? near[0]?.text;
  const fixes = near.map(({ text }) => rewrite(resource, 'kind', text, text === meant));
  return finding(resource, 'error', 'kind', message('editor.unknownKindAlone', { kind: resource.kind }), fixes);
}

function unknown(resource: Resource, catalog: Catalog): Finding {
  const { apiVersion, kind } = resource;
  const sameKind = catalog.kindsNamed(kind).map((each) => each.apiVersion);
  const isKnownVersion = catalog.kinds.some((each) => each.apiVersion === apiVersion);
  const words = message('editor.unknownKind', { apiVersion, kind });
  if (sameKind.length > 0 && (isKnownVersion || isNearMiss(apiVersion, catalog))) {
    const fixes = sameKind.map((version, index) => rewrite(resource, 'apiVersion', version, index === 0));
    return finding(
      resource,
      'error',
      'apiVersion',
      message('editor.otherVersion', { apiVersion, kind, versions: sameKind.join(', ') }),
      fixes,
    );
  }
  const kinds = catalog.kinds.filter((each) => each.apiVersion === apiVersion).map((each) => each.kind);
  if (isKnownVersion) {
    const fixes = didYouMean(kind, kinds).map(({ text }, index) => rewrite(resource, 'kind', text, index === 0));
    return finding(resource, 'error', 'kind', words, fixes);
  }
  const near = didYouMean(apiVersion, new Set(catalog.kinds.map((each) => each.apiVersion)));
  if (near.length > 0 && sameKind.length === 0 && !apiVersion.includes('.')) {
    return finding(
      resource,
      'error',
      'apiVersion',
      words,
      near.map(({ text }, index) => rewrite(resource, 'apiVersion', text, index === 0)),
    );
  }
  const { class: _, ...hint } = finding(resource, 'hint', 'apiVersion', message('editor.unknownGroup', { apiVersion, kind }), []);
  return hint;
}

/** A version of one of Kubernetes' own groups, or nearly so. */
function isNearMiss(apiVersion: string, catalog: Catalog): boolean {
  const group = groupOf(apiVersion);
  const groups = new Set(catalog.kinds.map((kind) => kind.group));
  return groups.has(group) || !group.includes('.') || didYouMean(group, groups).length > 0;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function missing(resource: Resource, field: 'apiVersion' | 'kind', catalog: Catalog): Finding {
  const written = Object.keys(resource.value).find((key) => key !== 'kind' && didYouMean(key, [field]).length > 0);
  if (written !== undefined) return misspeltHeader(resource, field, written);
  const elsewhere = resource.path.length === 0 ? misplacedHeader(resource, field, catalog) : undefined;
  if (elsewhere !== undefined) return elsewhere;
  const words = message('editor.missingHeader', { field });
  const versions = field === 'apiVersion' ? catalog.kindsNamed(resource.kind).map((kind) => kind.apiVersion) : [];
  const fixes = versions.map((version, index): Fix => {
    const title = message('editor.fix.insert', { text: `apiVersion: ${version}` });
    const edits = resource.path.length === 0 ? prependEntry(resource.document, 'apiVersion', version) : [];
    return { title, safe: versions.length === 1, preferred: index === 0, edits };
  });
  const base = finding(
    resource,
    'error',
    field,
    words,
    fixes.filter(({ edits }) => edits.length > 0),
  );
  return { ...base, rule: 'missing-field' };
}

/** `apiVresion: v1`: the field is there, under another name. */
function misspeltHeader(resource: Resource, field: 'apiVersion' | 'kind', written: string): Finding {
  const at = [...resource.path, written];
  const title = message('editor.fix.rename', { from: written, to: field });
  const fix: Fix = { title, safe: true, preferred: true, edits: renameKey(resource.document, at, field) };
  const base = finding(resource, 'error', field, message('editor.missingHeader', { field }), [fix]);
  return { ...base, rule: 'missing-field', range: keyRangeOf(resource.document, at) };
}

/** How far below the root a header is looked for. */
const DEEPEST = 3;

/** `apiVersion` below `metadata` or `spec`, where its kind has no such field: there it says what the root lacks. */
function misplacedHeader(resource: Resource, field: 'apiVersion' | 'kind', catalog: Catalog): Finding | undefined {
  const { document, value, apiVersion, kind } = resource;
  const meantAt = (at: Path): Kind | undefined => {
    const written = valueAt(value, at);
    if (typeof written !== 'string') return undefined;
    const meant = field === 'kind' ? catalog.kind(apiVersion, written) : catalog.kind(written, kind);
    return meant !== undefined && typeAt(catalog, meant, at) === undefined ? meant : undefined;
  };
  const places = mapsBelow(value, []).map((place): Path => [...place, field]);
  const at = places.find((place) => meantAt(place) !== undefined);
  if (at === undefined) return undefined;
  const text = String(valueAt(value, at));
  const moved = moveEntry(document, at, []);
  const rewritten = (): readonly TextEdit[] => inTurn(document, [(now) => deleteEntry(now, at), (now) => prependEntry(now, field, text)]);
  const edits = moved.length > 0 ? moved : rewritten();
  const title = message('editor.fix.moveToRoot', { field });
  const fixes = edits.length === 0 ? [] : [{ title, safe: true, preferred: true, edits }];
  const base = finding(resource, 'error', field, message('editor.missingHeader', { field }), fixes);
  return { ...base, rule: 'missing-field', range: keyRangeOf(document, at) };
}

function mapsBelow(value: Json | undefined, at: Path): readonly Path[] {
  if (!isObject(value) || at.length > DEEPEST) return [];
  const below = Object.entries(value).flatMap(([key, each]) => mapsBelow(each, [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

function finding(
  resource: Resource,
  severity: Finding['severity'],
  field: 'apiVersion' | 'kind',
  words: Message,
  fixes: readonly Fix[],
): Finding {
  const at = [...resource.path, field];
  return {
    rule: 'unknown-kind',
    severity,
    range: valueRangeOf(resource.document, at),
    message: words,
    at,
    path: formatPath([field]),
    related: [],
    fixes,
    class: 'no such kind',
  };
}

function rewrite(resource: Resource, field: 'apiVersion' | 'kind', text: string, preferred: boolean): Fix {
  const edits = replaceValue(resource.document, [...resource.path, field], text);
  const isCase = String(resource.value[field]).toLowerCase() === text.toLowerCase();
  return { title: message('editor.fix.replace', { text }), safe: isCase && preferred, preferred, edits };
}
