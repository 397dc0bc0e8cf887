import type { Job, JobSpec, LabelSelector } from '../../generated/api.ts';
import { isSelectorError, matches, selectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import { type Context, type KindRules, type Mutable, unwritten } from '../context.ts';
import { setTemplateDefaults } from '../core/owned-template.ts';
import { warnOfPodNames } from '../core/pod-names.ts';
import { warnOfPodTemplate } from '../core/pod-warnings.ts';
import { child, type FieldPath, invalid, key, type Report, ROOT, required, warn } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { dnsLabel, dnsSubdomain } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { validateJobSpec } from './job-spec.ts';

/** Jobs: pkg/registry/batch/job/strategy.go, pkg/apis/batch/v1/defaults.go, pkg/apis/batch/validation/validation.go. */
export const job: KindRules<Job> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<JobSpec>();
    const { spec } = object;
    setJobSpecTemplateDefaults(spec, context);
    if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
    spec.parallelism ??= 1;
    spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? DEFAULT_BACKOFF : LARGEST_INT32;
    const labels = spec.template.metadata?.labels;
    object.metadata ??= {};
    // One and the same map, so that what is generated into the one shows in the other.
    if (labels !== undefined && Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = labels;
    spec.completionMode ??= 'NonIndexed';
    spec.suspend ??= false;
    spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
    spec.manualSelector ??= false;
  },
  validate(object, report, context) {
    const created = withGeneratedSelector(object);
    const spec = created.spec ?? NO_SPEC;
    validateObjectMeta(report, child(ROOT, 'metadata'), created.metadata, { namespaced: true, name: dnsSubdomain });
    validateGeneratedSelector(report, created, spec);
    validateSelectorOf(report, child(ROOT, 'spec'), spec, context);
    validateHostnames(report, created, spec);
  },
  warn(object, report) {
    warnOfPodNames(report, object.metadata);
    warnOfJobSpec(report, child(ROOT, 'spec'), object.spec ?? NO_SPEC);
  },
};

/** Also of the Jobs of a CronJob. */
export function setJobSpecTemplateDefaults(spec: Mutable<JobSpec>, context: Context): void {
  spec.template ??= {};
  setTemplateDefaults(spec.template, context);
  for (const { onPodConditions } of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions ?? []) pattern.status ||= 'True';
  }
}

/** WarningsForJobSpec of pkg/api/job/warnings.go. */
export function warnOfJobSpec(report: Report, path: FieldPath, spec: JobSpec): void {
  const { completionMode, completions = 0, parallelism = 0, template } = spec;
  if (completionMode === 'Indexed' && completions > MANY_COMPLETIONS && parallelism > MANY_PARALLEL) {
    const text =
      'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';
    warn(report, path, `${path.text}: ${text}`, message('verdict.warnJobIndexes'));
  }
  warnOfPodTemplate(report, child(path, 'template'), template);
}

const NO_SPEC: JobSpec = { template: {} };
const DEFAULT_BACKOFF = 6;
const LARGEST_INT32 = 2 ** 31 - 1;
const MANY_COMPLETIONS = 100_000;
const MANY_PARALLEL = 10_000;
const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'] as const;
const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'] as const;
/** Stands for the random identity that the server gives every new object. */
const SOME_UID = '00000000-0000-4000-8000-000000000000';

/** generateSelector: the labels and the selector that tie a Job to its pods, as far as they are not written. */
function withGeneratedSelector(object: Job): Job {
  const spec = object.spec ?? NO_SPEC;
  if (spec.manualSelector === true) return object;
  const name = effectiveName(object.metadata);
  const written = spec.template.metadata?.labels;
  const generated = Object.fromEntries([...NAME_LABELS.map((label) => [label, name]), ...UID_LABELS.map((label) => [label, SOME_UID])]);
  const labels: Readonly<Record<string, string>> = { ...generated, ...written };
  const selector: LabelSelector = { ...spec.selector, matchLabels: { [UID_LABELS[1]]: SOME_UID, ...spec.selector?.matchLabels } };
  const isShared = written !== undefined && object.metadata?.labels === written;
  return {
    ...object,
    ...(isShared ? { metadata: { ...object.metadata, labels } } : {}),
    spec: { ...spec, selector, template: { ...spec.template, metadata: { ...spec.template.metadata, labels } } },
  };
}

/** Written labels must not contradict the generated ones. */
function validateGeneratedSelector(report: Report, object: Job, spec: JobSpec): void {
  if (spec.manualSelector === true || spec.selector === undefined) return;
  const labels = spec.template.metadata?.labels ?? {};
  const name = effectiveName(object.metadata);
  const expected = new Map<string, string>([
    ...UID_LABELS.map((label) => [label, SOME_UID] as const),
    ...NAME_LABELS.map((label) => [label, name] as const),
  ]);
  const path = child(ROOT, 'spec', 'template', 'metadata', 'labels');
  for (const [label, value] of expected) {
    if (labels[label] === value) continue;
    invalid(report, key(path, label), labels[label], `must be '${value}'`, message('verdict.jobLabel', { label }));
  }
  const selector = selectorOf(spec.selector);
  if (isSelectorError(selector) || matches(selector, Object.fromEntries(expected))) return;
  invalid(report, child(ROOT, 'spec', 'selector'), undefined, '`selector` not auto-generated', message('verdict.jobSelector'));
}

/** ValidateJobSpec. */
function validateSelectorOf(report: Report, path: FieldPath, spec: JobSpec, context: Context): void {
  validateJobSpec(report, path, spec, context);
  if (spec.selector === undefined) required(report, child(path, 'selector'));
  else validateLabelSelector(report, child(path, 'selector'), spec.selector);
  const selector = selectorOf(spec.selector);
  if (isSelectorError(selector) || matches(selector, spec.template.metadata?.labels)) return;
  const detail = '`selector` does not match template `labels`';
  invalid(report, child(path, 'template', 'metadata', 'labels'), undefined, detail, message('verdict.selectorMismatch'));
}

/** The host name of the last pod of an Indexed Job has to be possible. */
function validateHostnames(report: Report, { metadata }: Job, { completionMode, completions = 0 }: JobSpec): void {
  if (completionMode !== 'Indexed' || completions <= 0) return;
  const name = effectiveName(metadata);
  const hostname = `${name}-${completions - 1}`;
  if (dnsLabel(hostname).length === 0) return;
  const detail = `will not able to create pod with invalid DNS label: ${hostname}`;
  invalid(report, child(ROOT, 'metadata', 'name'), name, detail, message('verdict.jobHostname', { hostname }));
}
