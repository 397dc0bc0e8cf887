import type { LabelSelector, LabelSelectorRequirement } from '../generated/api.ts';
import { message } from '../text/text.ts';
import { child, type FieldPath, forbidden, index, invalid, invalidFor, key, type Report, required } from './field.ts';
import { labelValue, qualifiedName } from './names.ts';

/** What a caller allows in a label selector (LabelSelectorValidationOptions). */
export interface SelectorOptions {
  /** Values of matchExpressions need not be label values. */
  readonly anyValue?: boolean;
}

/**
 * A label selector, or none.
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector.
 */
export function validateLabelSelector(
  report: Report,
  path: FieldPath,
  selector: LabelSelector | undefined,
  options: SelectorOptions = {},
): void {
  if (selector === undefined) return;
  validateLabels(report, child(path, 'matchLabels'), selector.matchLabels);
  (selector.matchExpressions ?? []).forEach((requirement, position) => {
    validateRequirement(report, index(child(path, 'matchExpressions'), position), requirement, options);
  });
}

/** Label keys and values (ValidateLabels); the server names the map, not the key. */
export function validateLabels(report: Report, path: FieldPath, labels: Readonly<Record<string, string>> | undefined): void {
  for (const [name, value] of Object.entries(labels ?? {})) {
    const place = { text: path.text, at: key(path, name).at };
    invalidFor(report, place, name, qualifiedName(name));
    invalidFor(report, place, value, labelValue(value));
  }
}

/** A selector that selects everything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function validateRequirement(report: Report, path: FieldPath, requirement: LabelSelectorRequirement, options: SelectorOptions): void {
  const { key: name = '', operator = '', values = [] } = requirement;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      const detail = "must be specified when `operator` is 'In' or 'NotIn'";
      required(report, child(path, 'values'), detail, message('verdict.selectorValuesRequired', { operator }));
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      forbidden(report, child(path, 'values'), detail, message('verdict.selectorValuesForbidden', { operator }));
    }
  } else invalid(report, child(path, 'operator'), operator, 'not a valid selector operator', message('verdict.selectorOperator'));
  invalidFor(report, child(path, 'key'), name, qualifiedName(name));
  if (options.anyValue === true) return;
  values.forEach((value, position) => {
    invalidFor(report, index(child(path, 'values'), position), value, labelValue(value));
  });
}
