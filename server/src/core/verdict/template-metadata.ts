import type { ObjectMeta } from '../generated/api.ts';
import { message } from '../text/text.ts';
import { child, type FieldPath, forbidden, type Report } from './field.ts';
import { validateAnnotations } from './metadata.ts';
import { validateLabels } from './selectors.ts';

/** Metadata of something made from a template: labels and annotations, nothing else (ValidateTemplateObjectMeta). */
export function validateTemplateMeta(report: Report, path: FieldPath, metadata: ObjectMeta | undefined): void {
  if (metadata === undefined) return;
  const { labels, annotations, ...others } = metadata;
  validateAnnotations(report, child(path, 'annotations'), annotations);
  validateLabels(report, child(path, 'labels'), labels);
  for (const [field, value] of Object.entries(others)) {
    // Go's zero values count as absent, and an empty list does not.
    if (value === undefined || value === '' || (field === 'generation' && value === 0)) continue;
    const name = GO_SPELLING[field] ?? field;
    const place = { text: child(path, name).text, at: [...path.at, field] };
    forbidden(report, place, 'cannot be set', message('verdict.templateMeta'));
  }
}

const GO_SPELLING: Readonly<Record<string, string>> = { uid: 'uID' };
