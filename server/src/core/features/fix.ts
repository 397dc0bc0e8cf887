import type { Path } from '../base/json.ts';
import { applyEdits } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document, DuplicateKey } from '../yaml/document.ts';
import { deleteEntry, deleteEntryAt, deleteItem } from '../yaml/edit.ts';
import { parseDocument } from '../yaml/parse.ts';
import { fixNotFound, fixTemplateLabels } from './fix-agree.ts';
import { fixMissing } from './fix-missing.ts';
import { fixRepeated } from './fix-repeated.ts';
import { fixType } from './fix-type.ts';
import { fixUnknown } from './fix-unknown.ts';
import { fixInvalid, fixUnsupported } from './fix-value.ts';

/** Changes that mend what the API server rejects. */
export function fixError(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const { text } = resource.document;
  return fixesOf(resource, error, catalog).filter(({ edits }) =>
    edits.some((edit) => text.slice(edit.range.start, edit.range.end) !== edit.text),
  );
}

function fixesOf(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  switch (error.class) {
    case 'unknown field':
      return fixUnknown(resource, error, catalog);
    case 'unsupported value':
      return fixUnsupported(resource, error, catalog);
    case 'type error':
      return fixType(resource, error, catalog);
    case 'required value':
      return fixMissing(resource, error, catalog);
    case 'invalid value':
      if (/selector.*does not match template .*labels/.test(error.detail)) return fixTemplateLabels(resource);
      return error.detail === 'must be unique' ? fixRepeated(resource, error) : fixInvalid(resource, error, catalog);
    case 'too long':
      return fixInvalid(resource, error, catalog);
    case 'not found':
      return fixNotFound(resource, error, catalog);
    case 'duplicate value':
      return fixRepeated(resource, error);
    case 'forbidden':
      return removal(resource, error.at);
    default:
      return [];
  }
}

/** What may not stand there goes; not preferred, since what forbids it may be the mistake. */
function removal({ document, path }: Resource, at: Path): readonly Fix[] {
  const last = at.at(-1);
  const place = [...path, ...at];
  const edits = typeof last === 'number' ? deleteItem(document, place) : deleteEntry(document, place);
  const title =
    typeof last === 'number'
      ? message('editor.fix.removeItem', { number: last + 1 })
      : message('editor.fix.removeField', { field: String(last) });
  return edits.length === 0 ? [] : [{ title, safe: false, preferred: false, edits }];
}

/** Of repeated keys the later one goes when it says the same; else which was meant is for a person to say. */
export function fixDuplicate(document: Document, problem: DuplicateKey): readonly Fix[] {
  const edits = deleteEntryAt(document, problem.range);
  if (edits.length === 0) return [];
  const isSame = JSON.stringify(parseDocument(applyEdits(document.text, edits)).value) === JSON.stringify(document.value);
  const isBare = edits.every(({ range }) => !document.text.slice(range.start, range.end).includes('#'));
  return [{ title: message('editor.fix.removeField', { field: problem.key }), safe: isSame && isBare, preferred: isSame, edits }];
}
