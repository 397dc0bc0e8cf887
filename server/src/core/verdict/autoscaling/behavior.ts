import type { HorizontalPodAutoscalerBehavior, HPAScalingPolicy, HPAScalingRules } from '../../generated/api.ts';
import { quantityOf, signOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { Mutable } from '../context.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, notSupported, type Report, required } from '../field.ts';
import { NOT_NEGATIVE, POSITIVE } from '../names.ts';

const LONGEST_WINDOW_SECONDS = 3600;
const LONGEST_PERIOD_SECONDS = 1800;
const POLICY_TYPES = ['Percent', 'Pods'];

const UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN: HPAScalingRules = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

/** SetDefaults_HorizontalPodAutoscalerBehavior (pkg/apis/autoscaling/v2/defaults.go). */
export function setBehaviorDefaults(behavior: Mutable<HorizontalPodAutoscalerBehavior>, hasTolerance: boolean): void {
  behavior.scaleUp = { ...UP, ...behavior.scaleUp } as Mutable<HPAScalingRules>;
  behavior.scaleDown = { ...DOWN, ...behavior.scaleDown } as Mutable<HPAScalingRules>;
  if (hasTolerance) return;
  delete behavior.scaleUp.tolerance;
  delete behavior.scaleDown.tolerance;
}

export function validateBehavior(report: Report, path: FieldPath, { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): void {
  if (scaleUp !== undefined) validateRules(report, child(path, 'scaleUp'), scaleUp);
  if (scaleDown !== undefined) validateRules(report, child(path, 'scaleDown'), scaleDown);
}

/** validateScalingRules (pkg/apis/autoscaling/validation/validation.go). */
function validateRules(report: Report, path: FieldPath, rules: HPAScalingRules): void {
  const { stabilizationWindowSeconds: seconds = 0, selectPolicy, policies = [], tolerance } = rules;
  const window = child(path, 'stabilizationWindowSeconds');
  if (seconds < 0) invalid(report, window, seconds, 'must be greater than or equal to zero', NOT_NEGATIVE.words);
  if (seconds > LONGEST_WINDOW_SECONDS) refuseOver(report, window, seconds, LONGEST_WINDOW_SECONDS);
  checkOneOf(report, child(path, 'selectPolicy'), selectPolicy, ['Disabled', 'Max', 'Min']);
  if (policies.length === 0) required(report, child(path, 'policies'), 'must specify at least one Policy');
  eachItem(child(path, 'policies'), policies, (policy, at) => validatePolicy(report, at, policy));
  if (signOf(quantityOf(tolerance)) < 0) invalidFor(report, child(path, 'tolerance'), String(tolerance), [NOT_NEGATIVE]);
}

function validatePolicy(report: Report, path: FieldPath, { type = '', value = 0, periodSeconds = 0 }: HPAScalingPolicy): void {
  if (!POLICY_TYPES.includes(type)) notSupported(report, child(path, 'type'), type, POLICY_TYPES);
  if (value <= 0) invalid(report, child(path, 'value'), value, 'must be greater than zero', POSITIVE.words);
  const period = child(path, 'periodSeconds');
  if (periodSeconds <= 0) invalid(report, period, periodSeconds, 'must be greater than zero', POSITIVE.words);
  if (periodSeconds > LONGEST_PERIOD_SECONDS) refuseOver(report, period, periodSeconds, LONGEST_PERIOD_SECONDS);
}

function refuseOver(report: Report, path: FieldPath, value: number, most: number): void {
  invalid(report, path, value, `must be less than or equal to ${most}`, message('verdict.notAtMost', { most }));
}
