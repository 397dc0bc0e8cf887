import type { JobSpec, SuccessPolicyRule } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context } from '../context.ts';
import { validatePodTemplateSpec } from '../core/pod-template.ts';
import { child, eachItem, type FieldPath, invalid, notSupported, type Report, required, requireOneOf, tooLong, tooMany } from '../field.ts';
import { byteLength } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';
import { validateDomainPrefixedPath } from '../paths.ts';
import { countIndexes } from './indexes.ts';
import { validatePodFailurePolicy } from './pod-failure-policy.ts';

/** validateJobSpec of pkg/apis/batch/validation/validation.go: of Jobs and of the templates of CronJobs. */
export function validateJobSpec(report: Report, path: FieldPath, spec: JobSpec, context: Context): void {
  for (const field of COUNTS) requireNotNegative(report, child(path, field), spec[field]);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    const words = message('verdict.jobNeedsPerIndex');
    required(report, child(path, 'backoffLimitPerIndex'), 'when maxFailedIndexes is specified', words);
  }
  if (spec.managedBy !== undefined) {
    validateDomainPrefixedPath(report, child(path, 'managedBy'), spec.managedBy);
    if (byteLength(spec.managedBy) > LONGEST_MANAGER) tooLong(report, child(path, 'managedBy'), spec.managedBy, LONGEST_MANAGER);
  }
  validateCompletionMode(report, path, spec);
  if (spec.podFailurePolicy !== undefined) validatePodFailurePolicy(report, child(path, 'podFailurePolicy'), spec);
  validateSuccessPolicy(report, child(path, 'successPolicy'), spec);
  validateReplacementPolicy(report, child(path, 'podReplacementPolicy'), spec);
  validatePodTemplateSpec(report, child(path, 'template'), spec.template, context);
  validateRestartPolicy(report, child(path, 'template', 'spec', 'restartPolicy'), spec);
}

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const COMPLETION_MODES = ['NonIndexed', 'Indexed'];
const LONGEST_MANAGER = 63;
const MOST_PARALLEL = 100_000;
const MOST_FAILED = 100_000;
/** Above so many completions the other limits are lower. */
const MANY_COMPLETIONS = 100_000;
const MOST_PARALLEL_OF_MANY = 10_000;
const MOST_FAILED_OF_MANY = 10_000;
const MOST_SUCCESS_RULES = 20;
const LONGEST_INDEXES = 64 * 1024;

function validateCompletionMode(report: Report, path: FieldPath, spec: JobSpec): void {
  const { completionMode: mode } = spec;
  if (mode !== undefined && !COMPLETION_MODES.includes(mode)) {
    notSupported(report, child(path, 'completionMode'), mode, COMPLETION_MODES);
  }
  if (mode === 'Indexed') validateIndexed(report, path, spec);
  if (mode !== undefined && mode !== 'NonIndexed') return;
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
    if (spec[field] !== undefined) needsIndexed(report, child(path, field));
  }
}

function needsIndexed(report: Report, path: FieldPath): void {
  invalid(report, path, undefined, 'requires indexed completion mode', message('verdict.jobNeedsIndexed'));
}

function validateIndexed(report: Report, path: FieldPath, spec: JobSpec): void {
  const { completions, parallelism = 0, maxFailedIndexes: failed } = spec;
  if (completions === undefined) {
    required(report, child(path, 'completions'), 'when completion mode is Indexed', message('verdict.jobCompletions'));
  }
  const atMost = (field: 'parallelism' | 'maxFailedIndexes', limit: number, when: string): void => {
    const value = spec[field] ?? 0;
    if (value <= limit) return;
    invalid(report, child(path, field), value, `must be less than or equal to ${limit}${when}`, message('verdict.atMost', { limit }));
  };
  atMost('parallelism', MOST_PARALLEL, ' when completion mode is Indexed');
  if (completions !== undefined && failed !== undefined && failed > completions) {
    const words = message('verdict.atMost', { limit: completions });
    invalid(report, child(path, 'maxFailedIndexes'), failed, 'must be less than or equal to completions', words);
  }
  atMost('maxFailedIndexes', MOST_FAILED, '');
  if ((completions ?? 0) <= MANY_COMPLETIONS || spec.backoffLimitPerIndex === undefined) return;
  if (failed === undefined) {
    const detail = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    required(report, child(path, 'maxFailedIndexes'), detail, message('verdict.jobMaxFailed', { limit: MANY_COMPLETIONS }));
  }
  const when = ` when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (parallelism > MOST_PARALLEL_OF_MANY) atMost('parallelism', MOST_PARALLEL_OF_MANY, when);
  atMost('maxFailedIndexes', MOST_FAILED_OF_MANY, when);
}

function validateSuccessPolicy(report: Report, path: FieldPath, { successPolicy, completionMode, completions = 0 }: JobSpec): void {
  if (successPolicy === undefined) return;
  if (completionMode !== 'Indexed') {
    needsIndexed(report, path);
    return;
  }
  const { rules = [] } = successPolicy;
  const place = child(path, 'rules');
  if (rules.length === 0) {
    required(report, place, 'at least one rules must be specified when the successPolicy is specified');
  }
  if (rules.length > MOST_SUCCESS_RULES) tooMany(report, place, rules.length, MOST_SUCCESS_RULES);
  eachItem(place, rules, (rule, at) => validateSuccessRule(report, at, rule, completions));
}

function validateSuccessRule(report: Report, path: FieldPath, rule: SuccessPolicyRule, completions: number): void {
  const { succeededCount: count, succeededIndexes: indexes } = rule;
  if (count === undefined && indexes === undefined) {
    const detail = 'at least one of succeededCount or succeededIndexes must be specified';
    required(report, path, detail, message('verdict.jobSuccessRule'));
  }
  const place = child(path, 'succeededIndexes');
  if (byteLength(indexes ?? '') > LONGEST_INDEXES) tooLong(report, place, undefined, LONGEST_INDEXES);
  const listed = indexes === undefined ? undefined : countIndexes(indexes, completions);
  if (typeof listed === 'string') {
    invalid(report, place, indexes, `error parsing succeededIndexes: ${listed}`, message('verdict.jobIndexes', { completions }));
  }
  const at = child(path, 'succeededCount');
  requireNotNegative(report, at, count);
  if (count === undefined) return;
  if (count > completions) {
    const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
    invalid(report, at, count, detail, message('verdict.atMost', { limit: completions }));
  }
  const total = typeof listed === 'number' ? listed : 0;
  if (indexes === undefined || count <= total) return;
  const detail = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
  invalid(report, at, count, detail, message('verdict.atMost', { limit: total }));
}

function validateReplacementPolicy(report: Report, path: FieldPath, { podReplacementPolicy: policy, podFailurePolicy }: JobSpec): void {
  if (policy === undefined) return;
  const allowed = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  if (!allowed.includes(policy)) notSupported(report, path, policy, allowed);
}

/** Always, which is also what leaving it out means, is not for Jobs. */
function validateRestartPolicy(report: Report, path: FieldPath, { template, podFailurePolicy }: JobSpec): void {
  const policy = template?.spec?.restartPolicy ?? '';
  if (policy === 'Always' || policy === '') {
    required(report, path, 'valid values: "OnFailure", "Never"', message('verdict.jobRestartPolicy'));
    return;
  }
  requireOneOf(report, path, policy, ['OnFailure', 'Never']);
  if (policy !== 'OnFailure' || podFailurePolicy === undefined) return;
  const detail = 'only "Never" is supported when podFailurePolicy is specified';
  invalid(report, path, policy, detail, message('verdict.jobFailurePolicyNever'));
}
