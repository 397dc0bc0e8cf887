import type { MutatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBinding } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { requireChecked } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, notSupported, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { setMatchDefaults, validateMatchResources, validateMutatingOperations, validateParamRef } from './matching.ts';
import { warnOfStaticName } from './static-name.ts';

const SPEC = child(ROOT, 'spec');
const ACTIONS = ['Audit', 'Deny', 'Warn'];

/** ValidatingAdmissionPolicyBinding (pkg/apis/admissionregistration/validation/validation.go). */
export const validatingAdmissionPolicyBinding: KindRules<ValidatingAdmissionPolicyBinding> = {
  setDefaults({ spec }) {
    setMatchDefaults(spec?.matchResources);
  },
  validate(object, report) {
    validateBinding(report, object);
    validateActions(report, child(SPEC, 'validationActions'), object.spec?.validationActions ?? []);
  },
  warn: warnOfStaticName,
};

/** MutatingAdmissionPolicyBinding. */
export const mutatingAdmissionPolicyBinding: KindRules<MutatingAdmissionPolicyBinding> = {
  setDefaults({ spec }) {
    setMatchDefaults(spec?.matchResources);
  },
  validate(object, report) {
    validateBinding(report, object);
    validateMutatingOperations(report, child(SPEC, 'matchResources'), object.spec?.matchResources);
  },
  warn: warnOfStaticName,
};

function validateBinding(report: Report, { metadata, spec }: ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain, anyFinalizer: true });
  requireChecked(report, child(SPEC, 'policyName'), spec?.policyName, dnsSubdomain);
  if (spec?.paramRef !== undefined) validateParamRef(report, child(SPEC, 'paramRef'), spec.paramRef);
  if (spec?.matchResources !== undefined) validateMatchResources(report, child(SPEC, 'matchResources'), spec.matchResources);
}

function validateActions(report: Report, path: FieldPath, actions: readonly string[]): void {
  const seen = new Set<string>();
  eachItem(path, actions, (action, at) => {
    if (!ACTIONS.includes(action)) notSupported(report, at, action, ACTIONS);
    if (seen.has(action)) duplicate(report, at, action);
    seen.add(action);
  });
  if (seen.has('Deny') && seen.has('Warn')) {
    const detail =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
    invalid(report, path, [...actions], detail, message('verdict.excludeEachOther', { first: 'Deny', second: 'Warn' }));
  }
  if (actions.length === 0) required(report, path, 'at least one validation action is required');
}
