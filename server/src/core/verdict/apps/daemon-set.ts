import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Context, type KindRules, unwritten } from '../context.ts';
import { requireSelected, setTemplateDefaults, validateGivenSelector, validateLastingTemplate } from '../core/owned-template.ts';
import { warnOfPodTemplate } from '../core/pod-warnings.ts';
import { child, type FieldPath, invalid, notSupported, type Report, ROOT, required } from '../field.ts';
import { amountOf, validateCountOrPercent, validateNoMoreThanAll } from '../int-or-percent.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';

/** DaemonSets: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation/validation.go. */
export const daemonSet: KindRules<DaemonSet> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<DaemonSetSpec>();
    const { spec } = object;
    spec.template ??= {};
    setTemplateDefaults(spec.template, context);
    spec.revisionHistoryLimit ??= 10;
    spec.updateStrategy ??= {};
    spec.updateStrategy.type ||= 'RollingUpdate';
    if (spec.updateStrategy.type !== 'RollingUpdate') return;
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
  },
  validate(object, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
    if (object.spec !== undefined) validateSpec(report, child(ROOT, 'spec'), object.spec, context);
  },
  warn(object, report) {
    warnOfPodTemplate(report, child(ROOT, 'spec', 'template'), object.spec?.template);
  },
};

/** ValidateDaemonSetSpec: an absent selector is only told of the labels it does not match. */
function validateSpec(report: Report, path: FieldPath, spec: DaemonSetSpec, context: Context): void {
  requireSelected(report, path, spec);
  if (spec.selector !== undefined) validateGivenSelector(report, child(path, 'selector'), spec.selector, 'daemonset');
  validateLastingTemplate(report, child(path, 'template'), spec.template, context, 'DaemonSet');
  requireNotNegative(report, child(path, 'minReadySeconds'), spec.minReadySeconds);
  validateStrategy(report, child(path, 'updateStrategy'), spec.updateStrategy ?? {});
  requireNotNegative(report, child(path, 'revisionHistoryLimit'), spec.revisionHistoryLimit);
}

/** ValidateDaemonSetUpdateStrategy. */
function validateStrategy(report: Report, path: FieldPath, { type = '', rollingUpdate }: DaemonSetUpdateStrategy): void {
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    notSupported(report, { text: path.text, at: [...path.at, 'type'] }, type, ['RollingUpdate', 'OnDelete']);
  } else if (rollingUpdate === undefined) required(report, child(path, 'rollingUpdate'));
  else validateRollingUpdate(report, child(path, 'rollingUpdate'), rollingUpdate);
}

/** ValidateRollingUpdateDaemonSet: exactly one of the two is not zero. */
function validateRollingUpdate(report: Report, path: FieldPath, update: NonNullable<DaemonSetUpdateStrategy['rollingUpdate']>): void {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  for (const [name, value] of Object.entries({ maxUnavailable, maxSurge })) {
    validateCountOrPercent(report, child(path, name), value);
    validateNoMoreThanAll(report, child(path, name), value);
  }
  const [unavailable, surge] = [amountOf(maxUnavailable), amountOf(maxSurge)];
  if (unavailable !== 0 && surge !== 0) {
    const detail = 'may not be set when maxUnavailable is non-zero';
    invalid(report, child(path, 'maxSurge'), maxSurge, detail, message('verdict.daemonRollingBoth'));
  } else if (unavailable === 0 && surge === 0) {
    required(report, child(path, 'maxUnavailable'), 'cannot be 0 when maxSurge is 0', message('verdict.rollingZero'));
  }
}
