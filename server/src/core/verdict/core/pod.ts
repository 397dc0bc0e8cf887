import type { LabelSelector, Pod, PodSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, forbidden, type Report, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { has } from '../versions.ts';
import { validateImages } from './containers.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotations.ts';
import { setPodDefaults } from './pod-defaults.ts';
import { dropDisabledFields } from './pod-dropped-fields.ts';
import { warnOfPodNames } from './pod-names.ts';
import { validatePodSpec } from './pod-spec.ts';
import { warnOfAppArmor, warnOfPod } from './pod-warnings.ts';

/** Pods: pkg/registry/core/pod/strategy.go and pkg/apis/core/validation/validation.go (ValidatePodCreate). */
export const pod: KindRules<Pod> = {
  setDefaults(object, context) {
    setPodDefaults(object, context);
    object.spec ??= { containers: [] };
    // The service account plugin, which every cluster runs.
    object.spec.serviceAccountName ||= 'default';
    // Of a pod itself, not of a template: Convert_v1_Pod_To_core_Pod (pkg/apis/core/v1/conversion.go).
    if ((object.spec.terminationGracePeriodSeconds ?? 0) < 0) object.spec.terminationGracePeriodSeconds = 1;
    dropDisabledFields(object.spec, context);
    mergeLabelKeys(object, context);
  },
  validate(object, report, context) {
    const spec = object.spec ?? NO_SPEC;
    const [metadataPath, path] = [child(ROOT, 'metadata'), child(ROOT, 'spec')];
    // Said while the pod is prepared, and so of a refused pod too.
    warnOfAppArmor(report, ROOT, object.metadata, spec);
    validateObjectMeta(report, metadataPath, object.metadata, { namespaced: true, name: dnsSubdomain });
    validatePodAnnotations(report, child(metadataPath, 'annotations'), object.metadata?.annotations, spec);
    validatePodSpec(report, path, spec, object.metadata ?? {}, context);
    validateImages(report, child(path, 'containers'), spec.containers);
    validateImages(report, child(path, 'initContainers'), spec.initContainers);
    validateImages(report, child(path, 'ephemeralContainers'), spec.ephemeralContainers);
    validateCreation(report, spec);
    validateProfilesMatch(report, path, object.metadata, spec, 'pod');
  },
  warn(object, report) {
    warnOfPodNames(report, object.metadata, "the Pod's hostname");
    warnOfPod(report, object);
  },
};

const NO_SPEC: PodSpec = { containers: [] };

/** What cannot be so from the start. */
function validateCreation(report: Report, spec: PodSpec): void {
  const path = child(ROOT, 'spec');
  if ((spec.ephemeralContainers ?? []).length > 0) {
    forbidden(report, child(path, 'ephemeralContainers'), 'cannot be set on create', message('verdict.ephemeralCreate'));
  }
  if ((spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0) {
    const detail = 'cannot be set until all schedulingGates have been cleared';
    forbidden(report, child(path, 'nodeName'), detail, message('verdict.nodeNameGates'));
  }
}

/** What matchLabelKeys mean for this pod becomes part of its selectors (mutatePodAffinity, mutateTopologySpreadConstraints). */
function mergeLabelKeys(object: Mutable<Pod>, context: Context): void {
  const { labels = {} } = object.metadata ?? {};
  const { affinity, topologySpreadConstraints = [] } = object.spec ?? {};
  const sides = [affinity?.podAffinity, affinity?.podAntiAffinity];
  const terms = sides.flatMap((side) => [
    ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
    ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ]);
  for (const term of terms) {
    addKeys(term?.labelSelector, term?.matchLabelKeys, 'In', labels);
    addKeys(term?.labelSelector, term?.mismatchLabelKeys, 'NotIn', labels);
  }
  if (!has(context, 'matchLabelKeysMerge')) return;
  for (const { labelSelector, matchLabelKeys } of topologySpreadConstraints) addKeys(labelSelector, matchLabelKeys, 'In', labels);
}

function addKeys(
  selector: Mutable<LabelSelector> | undefined,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): void {
  if (selector === undefined) return;
  for (const key of keys ?? []) {
    const value = labels[key];
    if (value === undefined) continue;
    selector.matchExpressions ??= [];
    selector.matchExpressions.push({ key, operator, values: [value] });
  }
}
