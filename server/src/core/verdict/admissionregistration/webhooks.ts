import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ObjectMeta,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  index,
  invalid,
  invalidFor,
  notSupported,
  type Report,
  ROOT,
  required,
} from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dns1035Label, dnsSubdomain } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { validateWebhookClient } from '../webhook-client.ts';
import { validateMatchConditions } from './match-conditions.ts';
import { setRuleDefaults, validateRule } from './rules.ts';
import { warnOfStaticName } from './static-name.ts';

const WEBHOOKS = child(ROOT, 'webhooks');
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const LONGEST_TIMEOUT_SECONDS = 30;

/** admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration (pkg/apis/admissionregistration/validation/validation.go). */
export const validatingWebhookConfiguration: KindRules<ValidatingWebhookConfiguration> = {
  setDefaults({ webhooks }) {
    for (const webhook of webhooks ?? []) setWebhookDefaults(webhook);
  },
  validate(object, report) {
    validateConfiguration(report, object.metadata, object.webhooks ?? []);
  },
  warn: warnOfStaticName,
};

/** MutatingWebhookConfiguration: the same with a policy for being called again. */
export const mutatingWebhookConfiguration: KindRules<MutatingWebhookConfiguration> = {
  setDefaults({ webhooks }) {
    for (const webhook of webhooks ?? []) {
      setWebhookDefaults(webhook);
      webhook.reinvocationPolicy ??= 'Never';
    }
  },
  validate(object, report) {
    validateConfiguration(report, object.metadata, object.webhooks ?? []);
  },
  warn: warnOfStaticName,
};

function setWebhookDefaults(webhook: Mutable<ValidatingWebhook>): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.matchPolicy ??= 'Equivalent';
  webhook.namespaceSelector ??= {};
  webhook.objectSelector ??= {};
  webhook.timeoutSeconds ??= 10;
  setRuleDefaults(webhook.rules);
  if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= 443;
}

function validateConfiguration(
  report: Report,
  metadata: ObjectMeta | undefined,
  webhooks: readonly (ValidatingWebhook | MutatingWebhook)[],
): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain, anyFinalizer: true });
  const names = new Set<string>();
  eachItem(WEBHOOKS, webhooks, (webhook, path) => {
    validateWebhook(report, path, webhook);
    validateReviewVersions(report, child(path, 'admissionReviewVersions'), webhook.admissionReviewVersions ?? []);
    const { name = '' } = webhook;
    if (name === '') return;
    if (names.has(name)) duplicate(report, child(path, 'name'), name);
    names.add(name);
  });
}

function validateWebhook(report: Report, path: FieldPath, webhook: ValidatingWebhook | MutatingWebhook): void {
  validateFullName(report, child(path, 'name'), webhook.name ?? '');
  eachItem(child(path, 'rules'), webhook.rules, (rule, at) => validateRule(report, at, rule));
  checkOneOf(report, child(path, 'failurePolicy'), webhook.failurePolicy, ['Fail', 'Ignore']);
  checkOneOf(report, child(path, 'matchPolicy'), webhook.matchPolicy, ['Equivalent', 'Exact']);
  const { sideEffects, timeoutSeconds: seconds = 10 } = webhook;
  const place = child(path, 'sideEffects');
  if (sideEffects === undefined) {
    required(report, place, `must specify one of ${SIDE_EFFECTS.join(', ')}`, message('verdict.admission.sideEffects'));
  } else if (!SIDE_EFFECTS.includes(sideEffects)) notSupported(report, place, sideEffects, SIDE_EFFECTS);
  if (seconds < 1 || seconds > LONGEST_TIMEOUT_SECONDS) {
    const detail = 'the timeout value must be between 1 and 30 seconds';
    const words = message('verdict.between', { least: 1, most: LONGEST_TIMEOUT_SECONDS });
    invalid(report, child(path, 'timeoutSeconds'), seconds, detail, words);
  }
  validateLabelSelector(report, child(path, 'namespaceSelector'), webhook.namespaceSelector);
  validateLabelSelector(report, child(path, 'objectSelector'), webhook.objectSelector);
  if ('reinvocationPolicy' in webhook) {
    checkOneOf(report, child(path, 'reinvocationPolicy'), webhook.reinvocationPolicy, ['IfNeeded', 'Never']);
  }
  validateWebhookClient(report, child(path, 'clientConfig'), webhook.clientConfig ?? {});
  validateMatchConditions(report, child(path, 'matchConditions'), webhook.matchConditions ?? [], false);
}

/** IsFullyQualifiedName: a domain of three parts at least. */
function validateFullName(report: Report, path: FieldPath, name: string): void {
  const problems = dnsSubdomain(name);
  if (name === '') required(report, path);
  else if (problems.length > 0) invalidFor(report, path, name, problems);
  else if (name.split('.').length < 3) {
    const detail = 'should be a domain with at least three segments separated by dots';
    invalid(report, path, name, detail, message('verdict.domainParts', { least: 3 }));
  }
}

/** validateAdmissionReviewVersions. */
function validateReviewVersions(report: Report, path: FieldPath, versions: readonly string[]): void {
  const known = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) {
    required(report, path, `must specify one of ${known}`, message('verdict.admission.reviewVersions', { known }));
    return;
  }
  validateVersions(report, path, versions);
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return;
  invalid(report, path, [...versions], `must include at least one of ${known}`, message('verdict.admission.reviewVersions', { known }));
}

/** Versions of a review that a webhook reads: each once, each a DNS label. */
export function validateVersions(report: Report, path: FieldPath, versions: readonly string[]): void {
  const seen = new Set<string>();
  for (const [position, version] of versions.entries()) {
    const at = index(path, position);
    if (seen.has(version)) invalid(report, at, version, 'duplicate version', message('verdict.duplicate'));
    else invalidFor(report, at, version, dns1035Label(version));
    seen.add(version);
  }
}
