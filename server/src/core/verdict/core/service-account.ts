import type { ServiceAccount } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, key, ROOT, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

const ENFORCE_SECRETS = 'kubernetes.io/enforce-mountable-secrets';

/** v1 ServiceAccount: pkg/registry/core/serviceaccount/strategy.go. */
export const serviceAccount: KindRules<ServiceAccount> = {
  validate({ metadata }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  },
  warn({ metadata }, report) {
    if (metadata?.annotations?.[ENFORCE_SECRETS] === undefined) return;
    const text = `metadata.annotations[${ENFORCE_SECRETS}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;
    warn(report, key(child(ROOT, 'metadata', 'annotations'), ENFORCE_SECRETS), text, message('verdict.deprecated'));
  },
};
