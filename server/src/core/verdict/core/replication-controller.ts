import type { ReplicationController, ReplicationControllerSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context, KindRules } from '../context.ts';
import { child, type FieldPath, invalid, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';
import { setTemplateDefaults, validateLastingTemplate } from './owned-template.ts';
import { warnOfPodNames } from './pod-names.ts';
import { warnOfPodTemplate } from './pod-warnings.ts';

/** ReplicationControllers: pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core/validation/validation.go. */
export const replicationController: KindRules<ReplicationController> = {
  setDefaults(object, context) {
    object.spec ??= {};
    const { spec } = object;
    const labels = spec.template?.metadata?.labels;
    if (labels !== undefined) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      object.metadata ??= {};
      if (Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = { ...labels };
    }
    spec.replicas ??= 1;
    if (spec.template !== undefined) setTemplateDefaults(spec.template, context);
  },
  validate(object, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain, anyPrefix: true });
    validateSpec(report, child(ROOT, 'spec'), object.spec ?? {}, context);
  },
  warn(object, report) {
    warnOfPodNames(report, object.metadata);
    if (object.spec?.template !== undefined) warnOfPodTemplate(report, child(ROOT, 'spec', 'template'), object.spec.template);
  },
};

/** ValidateReplicationControllerSpec. */
function validateSpec(report: Report, path: FieldPath, spec: ReplicationControllerSpec, context: Context): void {
  const { selector = {}, template } = spec;
  requireNotNegative(report, child(path, 'minReadySeconds'), spec.minReadySeconds);
  if (Object.keys(selector).length === 0) required(report, child(path, 'selector'));
  requireNotNegative(report, child(path, 'replicas'), spec.replicas);
  const place = child(path, 'template');
  if (template === undefined) {
    required(report, place);
    return;
  }
  const labels = template.metadata?.labels ?? {};
  if (Object.entries(selector).some(([name, value]) => labels[name] !== value)) {
    const detail = '`selector` does not match template `labels`';
    invalid(report, child(place, 'metadata', 'labels'), undefined, detail, message('verdict.selectorMismatch'));
  }
  validateLastingTemplate(report, place, template, context, 'ReplicationController');
}
