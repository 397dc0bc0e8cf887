import type { Deployment, DeploymentSpec, DeploymentStrategy } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Context, type KindRules, unwritten } from '../context.ts';
import { requireSelected, setTemplateDefaults, validateLastingTemplate, validateSelector } from '../core/owned-template.ts';
import { warnOfPodNames } from '../core/pod-names.ts';
import { warnOfPodTemplate } from '../core/pod-warnings.ts';
import { child, type FieldPath, forbidden, invalid, notSupported, type Report, ROOT, required } from '../field.ts';
import { amountOf, validateCountOrPercent, validateNoMoreThanAll } from '../int-or-percent.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';

/** Deployments: pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation/validation.go. */
export const deployment: KindRules<Deployment> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<DeploymentSpec>();
    const { spec } = object;
    spec.template ??= {};
    setTemplateDefaults(spec.template, context);
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    spec.strategy ??= {};
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type !== 'RollingUpdate') return;
    spec.strategy.rollingUpdate ??= {};
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
    spec.strategy.rollingUpdate.maxSurge ??= '25%';
  },
  validate(object, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
    if (object.spec !== undefined) validateSpec(report, child(ROOT, 'spec'), object.spec, context);
  },
  warn(object, report) {
    warnOfPodNames(report, object.metadata);
    warnOfPodTemplate(report, child(ROOT, 'spec', 'template'), object.spec?.template);
  },
};

function validateSpec(report: Report, path: FieldPath, spec: DeploymentSpec, context: Context): void {
  requireNotNegative(report, child(path, 'replicas'), spec.replicas);
  validateSelector(report, child(path, 'selector'), spec.selector, 'deployment');
  if (requireSelected(report, path, spec, 'invalid label selector')) {
    // The server checks the template as a ReplicaSet's.
    validateLastingTemplate(report, child(path, 'template'), spec.template, context, 'ReplicaSet');
  }
  validateStrategy(report, child(path, 'strategy'), spec.strategy ?? {});
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  requireNotNegative(report, child(path, 'minReadySeconds'), minReadySeconds);
  requireNotNegative(report, child(path, 'revisionHistoryLimit'), spec.revisionHistoryLimit);
  requireNotNegative(report, child(path, 'progressDeadlineSeconds'), deadline);
  if (deadline !== undefined && deadline <= minReadySeconds) {
    const words = message('verdict.progressDeadline', { minReadySeconds });
    invalid(report, child(path, 'progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds', words);
  }
}

/** ValidateDeploymentStrategy. An unknown type is told of the whole strategy. */
function validateStrategy(report: Report, path: FieldPath, { type = '', rollingUpdate }: DeploymentStrategy): void {
  const place = child(path, 'rollingUpdate');
  if (type === 'Recreate') {
    if (rollingUpdate === undefined) return;
    forbidden(report, place, "may not be specified when strategy `type` is 'Recreate'", message('verdict.recreateRolling'));
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate === undefined) required(report, place, 'this should be defaulted and never be nil');
    else validateRollingUpdate(report, place, rollingUpdate);
  } else notSupported(report, { text: path.text, at: [...path.at, 'type'] }, type, ['Recreate', 'RollingUpdate']);
}

/** ValidateRollingUpdateDeployment. */
function validateRollingUpdate(report: Report, path: FieldPath, update: NonNullable<DeploymentStrategy['rollingUpdate']>): void {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  const place = child(path, 'maxUnavailable');
  validateCountOrPercent(report, place, maxUnavailable);
  validateCountOrPercent(report, child(path, 'maxSurge'), maxSurge);
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    invalid(report, place, maxUnavailable, 'may not be 0 when `maxSurge` is 0', message('verdict.rollingZero'));
  }
  validateNoMoreThanAll(report, place, maxUnavailable);
}
