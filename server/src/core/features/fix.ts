import type { Catalog } from '../kube/catalog.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import type { Document, DuplicateKey } from '../yaml/document.ts';
import { deleteEntryAt } from '../yaml/edit.ts';
import { fixMissing } from './fix-missing.ts';
import { fixType } from './fix-type.ts';
import { fixUnknown } from './fix-unknown.ts';
import { fixInvalid, fixNotFound, fixUnsupported } from './fix-value.ts';

/** Changes that mend what the API server rejects. */
export function fixError(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
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
    case 'too long':
      return fixInvalid(resource, error, catalog);
    case 'not found':
      return fixNotFound(resource, error);
    default:
      return [];
  }
}

/** The server keeps the last of repeated keys: removing an earlier one changes nothing, but which was meant is for a person to say. */
export function fixDuplicate(document: Document, problem: DuplicateKey): readonly Fix[] {
  const edits = deleteEntryAt(document, problem.range);
  return edits.length === 0
    ? []
    : [{ title: message('editor.fix.removeField', { field: problem.key }), safe: false, preferred: false, edits }];
}
