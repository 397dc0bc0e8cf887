import type { JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyOnPodConditionsPattern } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, invalidFor, type Report, requireOneOf, tooMany } from '../field.ts';
import { qualifiedName } from '../names.ts';

/** validatePodFailurePolicy of pkg/apis/batch/validation/validation.go. */
export function validatePodFailurePolicy(report: Report, path: FieldPath, spec: JobSpec): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const place = child(path, 'rules');
  if (rules.length > MOST_RULES) tooMany(report, place, rules.length, MOST_RULES);
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const names = new Set([...containers, ...initContainers].map(({ name = '' }) => name));
  eachItem(place, rules, ({ action, onExitCodes, onPodConditions = [] }, at) => {
    requireOneOf(report, child(at, 'action'), action, ACTIONS);
    if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
      invalid(report, child(at, 'action'), action, 'requires the backoffLimitPerIndex to be set', message('verdict.jobFailIndex'));
    }
    if (onExitCodes !== undefined) validateExitCodes(report, child(at, 'onExitCodes'), onExitCodes, names);
    validateConditions(report, child(at, 'onPodConditions'), onPodConditions);
    const isConditional = onPodConditions.length > 0;
    if ((onExitCodes !== undefined) !== isConditional) return;
    const which = isConditional
      ? 'both OnExitCodes and OnPodConditions is not supported'
      : 'one of OnExitCodes and OnPodConditions is required';
    invalid(report, at, undefined, `specifying ${which}`, message('verdict.jobFailureRule'));
  });
}

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
const MOST_CONDITIONS = 20;

function validateConditions(report: Report, path: FieldPath, patterns: readonly PodFailurePolicyOnPodConditionsPattern[]): void {
  if (patterns.length > MOST_CONDITIONS) tooMany(report, path, patterns.length, MOST_CONDITIONS);
  eachItem(path, patterns, ({ type = '', status }, place) => {
    invalidFor(report, child(place, 'type'), type, qualifiedName(type));
    requireOneOf(report, child(place, 'status'), status, STATUSES);
  });
}

function validateExitCodes(
  report: Report,
  path: FieldPath,
  { operator, containerName, values = [] }: PodFailurePolicyOnExitCodesRequirement,
  names: ReadonlySet<string>,
): void {
  requireOneOf(report, child(path, 'operator'), operator, OPERATORS);
  if (containerName !== undefined && !names.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    invalid(report, child(path, 'containerName'), containerName, detail, message('verdict.jobContainer'));
  }
  const place = child(path, 'values');
  if (values.length === 0) invalid(report, place, [], 'at least one value is required', message('verdict.jobExitCodes'));
  else if (values.length > MOST_EXIT_CODES) tooMany(report, place, values.length, MOST_EXIT_CODES);
  const seen = new Set<number>();
  eachItem(place, values, (code, at) => {
    if (operator === 'In' && code === 0) {
      invalid(report, at, code, 'must not be 0 for the In operator', message('verdict.jobExitZero'));
    }
    if (seen.has(code)) duplicate(report, at, code);
    seen.add(code);
  });
  const isOrdered = values.every((code, position) => position === 0 || (values[position - 1] ?? code) <= code);
  if (!isOrdered) invalid(report, place, [...values], 'must be ordered', message('verdict.jobExitOrder'));
}
