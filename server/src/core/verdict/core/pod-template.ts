import type { PodTemplateSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context } from '../context.ts';
import { child, type FieldPath, forbidden, type Report } from '../field.ts';
import { validateAnnotations } from '../metadata.ts';
import { validateLabels } from '../selectors.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotations.ts';
import { validatePodSpec } from './pod-spec.ts';

/** A pod template, whoever owns it: ValidatePodTemplateSpec of pkg/apis/core/validation/validation.go. */
export function validatePodTemplateSpec(report: Report, path: FieldPath, template: PodTemplateSpec | undefined, context: Context): void {
  const { metadata } = template ?? {};
  const spec = template?.spec ?? { containers: [] };
  // The server leaves `metadata` out of these.
  const of = (field: string): FieldPath => ({ text: child(path, field).text, at: [...path.at, 'metadata', field] });
  validateLabels(report, of('labels'), metadata?.labels);
  validateAnnotations(report, of('annotations'), metadata?.annotations);
  validatePodAnnotations(report, of('annotations'), metadata?.annotations, spec);
  const place = child(path, 'spec');
  validatePodSpec(report, place, spec, undefined, context);
  validateProfilesMatch(report, place, metadata, spec, 'template');
  if ((spec.ephemeralContainers ?? []).length > 0) {
    const detail = 'ephemeral containers not allowed in pod template';
    forbidden(report, child(place, 'ephemeralContainers'), detail, message('verdict.ephemeralTemplate'));
  }
}
