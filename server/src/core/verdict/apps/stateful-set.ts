import type { Path } from '../../base/json.ts';
import type { PersistentVolumeClaim, PodTemplateSpec, StatefulSet, StatefulSetSpec, Volume } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Context, type KindRules, unwritten } from '../context.ts';
import { setClaimSpecDefaults, validateClaimSpec, warnOfClaimSpec } from '../core/claim-spec.ts';
import { requireSelected, setTemplateDefaults, validateLastingSpec, validateSelector } from '../core/owned-template.ts';
import { validatePodAnnotations } from '../core/pod-annotations.ts';
import { validatePodTemplateSpec } from '../core/pod-template.ts';
import { warnOfPodTemplate } from '../core/pod-warnings.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, notSupported, type Report, ROOT, required, warn } from '../field.ts';
import { validateAnnotations, validateObjectMeta } from '../metadata.ts';
import { dnsLabel } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';
import { validateLabels } from '../selectors.ts';
import { has } from '../versions.ts';

/** StatefulSets: pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation/validation.go. */
export const statefulSet: KindRules<StatefulSet> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<StatefulSetSpec>();
    const { spec } = object;
    spec.template ??= {};
    setTemplateDefaults(spec.template, context);
    spec.podManagementPolicy ||= 'OrderedReady';
    spec.updateStrategy ??= {};
    if ((spec.updateStrategy.type ?? '') === '') {
      spec.updateStrategy.type = 'RollingUpdate';
      spec.updateStrategy.rollingUpdate ??= {};
    }
    const { type, rollingUpdate } = spec.updateStrategy;
    if (type === 'RollingUpdate' && rollingUpdate !== undefined) rollingUpdate.partition ??= 0;
    // MaxUnavailableStatefulSet is off by default: the server forgets the field.
    if (rollingUpdate !== undefined) delete rollingUpdate.maxUnavailable;
    spec.persistentVolumeClaimRetentionPolicy ??= {};
    spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
    spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    for (const claim of spec.volumeClaimTemplates ?? []) {
      claim.spec ??= {};
      setClaimSpecDefaults(claim.spec);
    }
  },
  validate(object, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsLabel });
    if (object.spec !== undefined) validateSpec(report, child(ROOT, 'spec'), object.spec, context);
  },
  warn(object, report) {
    const path = child(ROOT, 'spec');
    warnOfPodTemplate(report, child(path, 'template'), object.spec?.template);
    eachItem(child(path, 'volumeClaimTemplates'), object.spec?.volumeClaimTemplates, ({ spec }, place) => {
      warnOfClaimSpec(report, place, spec);
    });
    if ((object.spec?.revisionHistoryLimit ?? 0) >= 0) return;
    const text = 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
    warn(report, child(path, 'revisionHistoryLimit'), text, message('verdict.warnHistory'));
  },
};

const POLICIES = ['Retain', 'Delete'];

function validateSpec(report: Report, path: FieldPath, spec: StatefulSetSpec, context: Context): void {
  const { podManagementPolicy = '', serviceName = '', persistentVolumeClaimRetentionPolicy: retention } = spec;
  if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel') {
    const words = message('verdict.notSupported', { allowed: 'OrderedReady, Parallel' });
    invalid(report, child(path, 'podManagementPolicy'), podManagementPolicy, "must be 'OrderedReady' or 'Parallel'", words);
  }
  validateStrategy(report, child(path, 'updateStrategy'), spec.updateStrategy ?? {});
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const policy = retention?.[field] ?? '';
    if (POLICIES.includes(policy)) continue;
    notSupported(report, child(path, 'persistentVolumeClaimRetentionPolicy', field), policy, POLICIES);
  }
  if (has(context, 'statefulSetPodTemplates')) {
    eachItem(child(path, 'volumeClaimTemplates'), spec.volumeClaimTemplates, ({ spec: claim }, place) => {
      validateClaimSpec(report, child(place, 'spec'), claim, context);
    });
  }
  requireNotNegative(report, child(path, 'replicas'), spec.replicas);
  requireNotNegative(report, child(path, 'minReadySeconds'), spec.minReadySeconds);
  requireNotNegative(report, child(path, 'ordinals', 'start'), spec.ordinals?.start);
  if (serviceName !== '' && has(context, 'statefulSetServiceName'))
    invalidFor(report, child(path, 'serviceName'), serviceName, dnsLabel(serviceName));
  validateSelector(report, child(path, 'selector'), spec.selector, 'statefulset');
  if (requireSelected(report, path, spec, '')) validateTemplate(report, child(path, 'template'), spec, context);
  validateLastingSpec(report, child(path, 'template', 'spec'), spec.template?.spec, 'StatefulSet');
}

function validateStrategy(report: Report, path: FieldPath, strategy: NonNullable<StatefulSetSpec['updateStrategy']>): void {
  const { type = '', rollingUpdate } = strategy;
  if (type === 'OnDelete') {
    if (rollingUpdate === undefined) return;
    const detail = "only allowed for updateStrategy 'RollingUpdate'";
    invalid(report, child(path, 'rollingUpdate'), undefined, detail, message('verdict.onDeleteRolling'));
  } else if (type === 'RollingUpdate') requireNotNegative(report, child(path, 'rollingUpdate', 'partition'), rollingUpdate?.partition);
  else if (type === '') required(report, path);
  else {
    const place = { text: path.text, at: [...path.at, 'type'] };
    const words = message('verdict.notSupported', { allowed: 'OnDelete, RollingUpdate' });
    invalid(report, place, type, "must be 'RollingUpdate' or 'OnDelete'", words);
  }
}

/**
 * ValidatePodTemplateSpecForStatefulSet: the set gives its pods their host names and a volume for each claim template, which hides a
 * volume of that name.
 */
function validateTemplate(
  report: Report,
  path: FieldPath,
  { template, volumeClaimTemplates = [] }: StatefulSetSpec,
  context: Context,
): void {
  if (has(context, 'statefulSetPodTemplates')) {
    const before = report.errors.length;
    const { created, written } = asCreated(template, volumeClaimTemplates);
    validatePodTemplateSpec(report, path, created, context);
    placeVolumes(report, before, [...path.at, 'spec', 'volumes'], written);
  } else {
    const of = (field: string): FieldPath => ({ text: child(path, field).text, at: [...path.at, 'metadata', field] });
    validateLabels(report, of('labels'), template?.metadata?.labels);
    validateAnnotations(report, of('annotations'), template?.metadata?.annotations);
    validatePodAnnotations(report, of('annotations'), template?.metadata?.annotations, template?.spec ?? { containers: [] });
  }
}

interface CreatedTemplate {
  readonly created: PodTemplateSpec;
  /** For each volume where it is written, from the set's spec on. */
  readonly written: readonly Path[];
}

function asCreated(template: PodTemplateSpec | undefined, claims: readonly PersistentVolumeClaim[]): CreatedTemplate {
  const { hostname: _hostname, subdomain: _subdomain, ...spec } = template?.spec ?? { containers: [] };
  const claimed = new Map<string, Volume>();
  const written: Path[] = [];
  for (const [position, { metadata }] of claims.entries()) {
    const name = metadata?.name ?? '';
    if (!claimed.has(name)) written.push(['volumeClaimTemplates', position, 'metadata']);
    claimed.set(name, { name, persistentVolumeClaim: { claimName: name } });
  }
  const volumes = [...claimed.values()];
  for (const [position, volume] of (spec.volumes ?? []).entries()) {
    if (claimed.has(volume.name ?? '')) continue;
    volumes.push(volume);
    written.push(['template', 'spec', 'volumes', position]);
  }
  const withVolumes = volumes.length === 0 ? spec : { ...spec, volumes };
  return { created: { ...template, spec: withVolumes }, written };
}

/** The server counts the volumes it has added; in the document they stand elsewhere. */
function placeVolumes(report: Report, from: number, volumesAt: Path, written: readonly Path[]): void {
  for (let position = from; position < report.errors.length; position++) {
    const error = report.errors[position];
    if (error === undefined || !volumesAt.every((step, depth) => error.at[depth] === step)) continue;
    const place = written[Number(error.at[volumesAt.length])];
    if (place === undefined) continue;
    const at = ['spec', ...place, ...error.at.slice(volumesAt.length + 1)];
    report.errors[position] = { ...error, at };
  }
}
