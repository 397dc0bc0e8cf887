import type { Lease } from '../../generated/api.ts';
import type { KindRules } from '../context.ts';
import { child, invalidFor, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, NOT_NEGATIVE, POSITIVE } from '../names.ts';

const SPEC = child(ROOT, 'spec');

/** coordination.k8s.io/v1 Lease: ValidateLease (pkg/apis/coordination/validation/validation.go); strategies are behind a gate that is off. */
export const lease: KindRules<Lease> = {
  setDefaults({ spec }) {
    delete spec?.strategy;
    delete spec?.preferredHolder;
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain, anyFinalizer: true });
    const { leaseDurationSeconds: seconds = 1, leaseTransitions: transitions = 0 } = spec ?? {};
    if (seconds <= 0) invalidFor(report, child(SPEC, 'leaseDurationSeconds'), seconds, [POSITIVE]);
    if (transitions < 0) invalidFor(report, child(SPEC, 'leaseTransitions'), transitions, [NOT_NEGATIVE]);
  },
};
