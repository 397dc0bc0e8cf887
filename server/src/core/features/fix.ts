import { clearlyMeant, didYouMean } from '../base/did-you-mean.ts';
import type { Catalog } from '../kube/catalog.ts';
import { objectTypeOf, typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document, DuplicateKey, ScalarNode, SyntaxProblem } from '../yaml/document.ts';
import { deleteEntry, deleteEntryAt, renameKey, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { quoted } from '../yaml/quote.ts';

/** How many names are offered for one that is misspelt. */
const MOST_SUGGESTIONS = 3;

/** Changes that mend what the API server rejects. */
export function fixError(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  switch (error.class) {
    case 'unknown field':
      return renames(resource, error, catalog);
    case 'unsupported value':
      return replacements(resource, error);
    case 'type error':
      return quoting(resource, error, catalog);
    default:
      return [];
  }
}

/** The field most likely meant comes first, and is preferred when no other is as near. */
function renames(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { document, known, path } = resource;
  const written = error.at.at(-1);
  const parent = error.at.slice(0, -1);
  const type = known && typeAt(catalog, known, parent)?.type;
  const fields = type === undefined ? undefined : objectTypeOf(catalog, type)?.fields;
  const { node } = find(document, [...path, ...parent]);
  if (fields === undefined || typeof written !== 'string' || node?.is !== 'map') return [];
  const free = [...fields.keys()].filter((name) => !node.entries.some(({ key }) => key === name));
  const suggestions = didYouMean(written, free);
  const meant = clearlyMeant(suggestions);
  const fixes = suggestions.slice(0, MOST_SUGGESTIONS).map(
    ({ text }): Fix => ({
      title: message('editor.fix.rename', { from: written, to: text }),
      safe: false,
      preferred: text === meant,
      edits: renameKey(document, [...path, ...error.at], text),
    }),
  );
  const remove: Fix = {
    title: message('editor.fix.removeField', { field: written }),
    safe: false,
    preferred: false,
    edits: deleteEntry(document, [...path, ...error.at]),
  };
  return remove.edits.length > 0 ? [...fixes, remove] : fixes;
}

function replacements(resource: Resource, error: VerdictError): readonly Fix[] {
  const allowed = error.allowed ?? [];
  const near = didYouMean(String(error.value ?? ''), allowed);
  const meant = clearlyMeant(near);
  const ordered = near.length > 0 ? near.map(({ text }) => text) : allowed.slice(0, MOST_SUGGESTIONS);
  return ordered.slice(0, MOST_SUGGESTIONS).map((text) => ({
    title: message('editor.fix.replace', { text }),
    safe: false,
    preferred: text === meant,
    edits: replaceValue(resource.document, [...resource.path, ...error.at], text),
  }));
}

/** A number or a boolean where text is wanted: quotes keep it as it is written. */
function quoting(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { document, known, path } = resource;
  const place = known && typeAt(catalog, known, error.at);
  const { node, depth } = find(document, [...path, ...error.at]);
  if (node?.is !== 'scalar' || depth !== path.length + error.at.length) return [];
  const isPlain = node.style === 'plain' && node.type !== 'string' && node.type !== 'null';
  if (place?.type.is === 'string' && isPlain) return [quote(node)];
  return unquoting(node, place?.type.is);
}

function quote(node: ScalarNode): Fix {
  const text = quoted(node.source);
  return { title: message('editor.fix.quote', { text }), safe: true, preferred: true, edits: [{ range: node.range, text }] };
}

function unquoting(node: ScalarNode, wanted: string | undefined): readonly Fix[] {
  const isNumber = (wanted === 'int32' || wanted === 'int64') && typeof node.value === 'string' && /^-?(?:0|[1-9]\d*)$/.test(node.value);
  const isBoolean = wanted === 'boolean' && (node.value === 'true' || node.value === 'false');
  if (!isNumber && !isBoolean) return [];
  const text = String(node.value);
  return [{ title: message('editor.fix.replace', { text }), safe: true, preferred: true, edits: [{ range: node.range, text }] }];
}

/** The server keeps the last of repeated keys: removing an earlier one changes nothing, but which was meant is for a person to say. */
export function fixDuplicate(document: Document, problem: DuplicateKey): readonly Fix[] {
  const edits = deleteEntryAt(document, problem.range);
  return edits.length === 0
    ? []
    : [{ title: message('editor.fix.removeField', { field: problem.key }), safe: false, preferred: false, edits }];
}

export function fixSyntax(document: Document, { reason, range }: SyntaxProblem): readonly Fix[] {
  const isTab = reason.includes('tab character') || (reason.includes('cannot start any token') && document.text[range.start] === '\t');
  if (!isTab) return [];
  const edits = [...document.text.matchAll(/^[ \t]*\t[ \t]*/gm)].map((match) => ({
    range: { start: match.index, end: match.index + match[0].length },
    text: match[0].replaceAll('\t', '  '),
  }));
  return edits.length === 0 ? [] : [{ title: message('editor.fix.tabs'), safe: false, preferred: true, edits }];
}
