import type { PodDisruptionBudget } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, type FieldPath, invalid, invalidFor, type Report, ROOT } from '../field.ts';
import { NOT_NEGATIVE } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';

const SPEC = child(ROOT, 'spec');
const PERCENT_WRONG =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** policy/v1 PodDisruptionBudget: ValidatePodDisruptionBudget (pkg/apis/policy/validation/validation.go), which does not look at the metadata. */
export const podDisruptionBudget: KindRules<PodDisruptionBudget> = {
  validate({ spec = {} }, report) {
    const { minAvailable, maxUnavailable } = spec;
    if (minAvailable !== undefined && maxUnavailable !== undefined) {
      const words = message('verdict.excludeEachOther', { first: 'minAvailable', second: 'maxUnavailable' });
      invalid(report, SPEC, undefined, 'minAvailable and maxUnavailable cannot be both set', words);
    }
    if (minAvailable !== undefined) validateShare(report, child(SPEC, 'minAvailable'), minAvailable);
    if (maxUnavailable !== undefined) validateShare(report, child(SPEC, 'maxUnavailable'), maxUnavailable);
    validateLabelSelector(report, child(SPEC, 'selector'), spec.selector);
    checkOneOf(report, child(SPEC, 'unhealthyPodEvictionPolicy'), spec.unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget']);
  },
};

/** ValidatePositiveIntOrPercent and IsNotMoreThan100Percent (pkg/apis/apps/validation/validation.go). */
function validateShare(report: Report, path: FieldPath, share: number | string): void {
  if (typeof share === 'number') {
    if (share < 0) invalidFor(report, path, share, [NOT_NEGATIVE]);
    return;
  }
  if (!/^[0-9]+%$/.test(share)) invalid(report, path, share, PERCENT_WRONG, message('verdict.percent'));
  else if (Number(share.slice(0, -1)) > 100) invalid(report, path, share, 'must not be greater than 100%', message('verdict.percentOver'));
}
