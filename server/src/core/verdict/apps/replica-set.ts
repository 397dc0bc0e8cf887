import type { ReplicaSet, ReplicaSetSpec } from '../../generated/api.ts';
import { type Context, type KindRules, unwritten } from '../context.ts';
import { requireSelected, setTemplateDefaults, validateLastingTemplate, validateSelector } from '../core/owned-template.ts';
import { warnOfPodNames } from '../core/pod-names.ts';
import { warnOfPodTemplate } from '../core/pod-warnings.ts';
import { child, type FieldPath, type Report, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';

/** ReplicaSets: pkg/registry/apps/replicaset/strategy.go and pkg/apis/apps/validation/validation.go. */
export const replicaSet: KindRules<ReplicaSet> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<ReplicaSetSpec>();
    object.spec.template ??= {};
    setTemplateDefaults(object.spec.template, context);
    object.spec.replicas ??= 1;
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

/** ValidateReplicaSetSpec; in its words the owner is a deployment. */
function validateSpec(report: Report, path: FieldPath, spec: ReplicaSetSpec, context: Context): void {
  requireNotNegative(report, child(path, 'replicas'), spec.replicas);
  requireNotNegative(report, child(path, 'minReadySeconds'), spec.minReadySeconds);
  validateSelector(report, child(path, 'selector'), spec.selector, 'deployment');
  if (!requireSelected(report, path, spec, 'invalid label selector')) return;
  validateLastingTemplate(report, child(path, 'template'), spec.template, context, 'ReplicaSet');
}
