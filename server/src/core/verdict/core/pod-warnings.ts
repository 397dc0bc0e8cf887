import type { EnvVar, LabelSelector, NodeSelectorTerm, ObjectMeta, Pod, PodSpec, PodTemplateSpec, Volume } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { warnOfIp } from '../addresses.ts';
import { isSame } from '../checks.ts';
import { warnOfNodeLabel, warnOfNodeSelectorTerm } from '../deprecated-node-labels.ts';
import { child, eachItem, type FieldPath, key, type Report, ROOT, warn } from '../field.ts';
import { labelValue } from '../names.ts';
import { warnOfClaimSpec, warnOfFraction } from './claim-spec.ts';
import { APP_ARMOR_CONTAINER, appArmorOf, SECCOMP_CONTAINER, SECCOMP_POD } from './pod-annotations.ts';
import { warnOfPorts } from './pod-port-warnings.ts';
import { eachContainer } from './pod-scope.ts';
import { warnOfOverlaps } from './volume-overlaps.ts';

/** What the server warns of in a pod: GetWarningsForPod of pkg/api/pod/warnings.go. */
export function warnOfPod(report: Report, { metadata, spec = NO_SPEC }: Pod): void {
  warnOfSpec(report, ROOT, metadata, spec);
}

/** The same for a template: GetWarningsForPodTemplate. */
export function warnOfPodTemplate(report: Report, path: FieldPath, template: PodTemplateSpec | undefined): void {
  const { metadata, spec = NO_SPEC } = template ?? {};
  warnOfSpec(report, path, metadata, spec);
  warnOfAppArmor(report, path, metadata, spec);
}

/** applyAppArmorVersionSkew of pkg/registry/core/pod/strategy.go; said of an annotation that differs from the pod's own profile. */
export function warnOfAppArmor(report: Report, path: FieldPath, metadata: ObjectMeta | undefined, spec: PodSpec): void {
  const isPod = path === ROOT;
  if (isPod && spec.os?.name === 'windows') return;
  const ofPod = spec.securityContext?.appArmorProfile;
  eachContainer(spec, path, ({ name = '', securityContext }) => {
    const annotation = metadata?.annotations?.[APP_ARMOR_CONTAINER + name];
    if (annotation === undefined || securityContext?.appArmorProfile !== undefined) return;
    const meant = appArmorOf(annotation);
    if (isSame(meant, ofPod) && meant !== undefined) return;
    const place = key(child(path, 'metadata', 'annotations'), APP_ARMOR_CONTAINER + name);
    const words = message('verdict.warnAnnotation', { annotation: APP_ARMOR_CONTAINER + name, instead: 'appArmorProfile' });
    warn(report, place, `${place.text}: deprecated since v1.30; use the "appArmorProfile" field instead`, words);
  });
}

const NO_SPEC: PodSpec = { containers: [] };

function warnOfSpec(report: Report, path: FieldPath, metadata: ObjectMeta | undefined, spec: PodSpec): void {
  const place = child(path, 'spec');
  warnOfNodeLabels(report, place, spec);
  warnOfAnnotations(report, child(path, 'metadata', 'annotations'), metadata?.annotations ?? {}, spec);
  eachItem(child(place, 'volumes'), spec.volumes, (volume, at) => warnOfVolume(report, at, volume));
  warnOfOverlaps(report, child(place, 'volumes'), spec.volumes ?? []);
  warnOfRepeated(report, place, spec);
  warnOfResources(report, place, spec);
  eachContainer(spec, place, ({ env }, at) => warnOfHiddenVariables(report, child(at, 'env'), env));
  warnOfPorts(report, place, spec);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const at = child(place, 'terminationGracePeriodSeconds');
    warn(
      report,
      at,
      `${at.text}: must be >= 0; negative values are invalid and will be treated as 1`,
      message('verdict.warnGraceNegative'),
    );
  }
  warnOfSelectors(report, place, spec);
  eachItem(child(place, 'dnsConfig', 'nameservers'), spec.dnsConfig?.nameservers, (ip, at) => warnOfIp(report, at, ip));
  eachItem(child(place, 'hostAliases'), spec.hostAliases, ({ ip = '' }, at) => warnOfIp(report, child(at, 'ip'), ip));
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function warnOfNodeLabels(report: Report, path: FieldPath, { nodeSelector = {}, affinity, topologySpreadConstraints }: PodSpec): void {
  for (const label of Object.keys(nodeSelector)) {
    const place = key(child(path, 'nodeSelector'), label);
    warnOfNodeLabel(report, place, label, (sentence) => `${place.text}: ${sentence}`);
  }
  const { nodeAffinity } = affinity ?? {};
  const terms = child(path, 'affinity', 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
  eachItem(terms, nodeAffinity?.[REQUIRED]?.nodeSelectorTerms, (term, at) => warnOfNodeSelectorTerm(report, at, term));
  eachItem(child(path, 'affinity', 'nodeAffinity', PREFERRED), nodeAffinity?.[PREFERRED], ({ preference = {} }, at) => {
    warnOfNodeSelectorTerm(report, child(at, 'preference'), preference);
    warnOfLabelValues(report, child(at, 'preference'), preference);
  });
  eachItem(child(path, 'topologySpreadConstraints'), topologySpreadConstraints, ({ topologyKey = '' }, at) => {
    const place = child(at, 'topologyKey');
    warnOfNodeLabel(report, place, topologyKey, (sentence) => `${place.text}: ${topologyKey} is ${sentence}`);
  });
}

/** Values no label can have are let through where a term is only preferred. */
function warnOfLabelValues(report: Report, path: FieldPath, { matchExpressions }: NodeSelectorTerm): void {
  eachItem(child(path, 'matchExpressions'), matchExpressions, ({ values }, at) => {
    eachItem(child(at, 'values'), values, (value, place) => {
      for (const { detail, words } of labelValue(value)) {
        warn(report, place, `${place.text}: ${value} is invalid, ${detail}`, message(words.key, { value }));
      }
    });
  });
}

const DEAD_ANNOTATIONS = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'v1.16+', 'priorityClassName'],
  ['security.alpha.kubernetes.io/sysctls', 'v1.11+', 'sysctls'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'v1.11+', 'sysctls'],
] as const;

/** Annotations that once did something, and the fields that took their place. */
function warnOfAnnotations(report: Report, path: FieldPath, annotations: Readonly<Record<string, string>>, spec: PodSpec): void {
  const dead: (readonly [string, string, string])[] = [...DEAD_ANNOTATIONS];
  if (spec.securityContext?.seccompProfile === undefined) dead.push([SECCOMP_POD, 'v1.27+', 'seccompProfile']);
  eachContainer(spec, path, ({ name = '', securityContext }) => {
    if (securityContext?.seccompProfile === undefined) dead.push([SECCOMP_CONTAINER + name, 'v1.27+', 'seccompProfile']);
  });
  for (const [annotation, since, field] of dead) {
    if (annotations[annotation] === undefined) continue;
    const place = key(path, annotation);
    const words = message('verdict.warnAnnotation', { annotation, instead: field });
    warn(report, place, `${place.text}: non-functional in ${since}; use the "${field}" field instead`, words);
  }
}

/** Volumes whose driver is gone: the field, the server's name for it, its sentence. */
const DEAD_VOLUMES = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

function warnOfVolume(report: Report, path: FieldPath, volume: Volume): void {
  for (const [field, name, sentence] of DEAD_VOLUMES) {
    if (volume[field] === undefined) continue;
    const place = { text: child(path, name).text, at: [...path.at, field] };
    warn(report, place, `${place.text}: ${sentence}`, message('verdict.warnVolume', { name: field }));
  }
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  warnOfClaimSpec(report, child(path, 'ephemeral', 'volumeClaimTemplate', 'spec'), claim);
}

/** Entries of lists that say the same twice, or nothing. */
function warnOfRepeated(report: Report, path: FieldPath, { hostAliases, imagePullSecrets }: PodSpec): void {
  const ips = new Set<string>();
  eachItem(child(path, 'hostAliases'), hostAliases, ({ ip = '' }, at) => {
    const place = child(at, 'ip');
    if (ips.has(ip)) warn(report, place, `${place.text}: duplicate ip "${ip}"`, message('verdict.warnRepeated', { value: ip }));
    ips.add(ip);
  });
  const names = new Set<string>();
  eachItem(child(path, 'imagePullSecrets'), imagePullSecrets, ({ name = '' }, at) => {
    const place = child(at, 'name');
    if (names.has(name)) warn(report, place, `${place.text}: duplicate name "${name}"`, message('verdict.warnRepeated', { value: name }));
    if (name === '') warn(report, place, `${place.text}: invalid empty name ""`, message('verdict.notEmpty'));
    names.add(name);
  });
}

function warnOfResources(report: Report, path: FieldPath, spec: PodSpec): void {
  for (const name of ['memory', 'ephemeral-storage']) {
    const overhead = spec.overhead?.[name];
    if (overhead !== undefined) warnOfFraction(report, key(child(path, 'overhead'), name), overhead);
  }
  eachContainer(spec, path, ({ resources }, at) => {
    for (const name of ['memory', 'ephemeral-storage']) {
      for (const list of ['limits', 'requests'] as const) {
        const amount = resources?.[list]?.[name];
        if (amount !== undefined) warnOfFraction(report, key(child(at, 'resources', list), name), amount);
      }
    }
  });
}

/** A name given again hides what it was, unless the new value speaks of the old one. */
function warnOfHiddenVariables(report: Report, path: FieldPath, variables: readonly EnvVar[] | undefined): void {
  const names = new Set<string>();
  eachItem(path, variables, ({ name = '', value = '', valueFrom }, place) => {
    const reference = `$(${name})`;
    const isHiding = valueFrom !== undefined || value === reference || !value.includes(reference);
    if (names.has(name) && isHiding) {
      const text = `${place.text}: hides previous definition of "${name}", which may be dropped when using apply`;
      warn(report, place, text, message('verdict.warnHides', { name }));
    }
    names.add(name);
  });
}

function warnOfSelectors(report: Report, path: FieldPath, { topologySpreadConstraints, affinity }: PodSpec): void {
  const check = (place: FieldPath, selector: LabelSelector | undefined): void => {
    if (selector !== undefined) return;
    warn(report, place, `${place.text}: a null labelSelector results in matching no pod`, message('verdict.warnNoSelector'));
  };
  eachItem(child(path, 'topologySpreadConstraints'), topologySpreadConstraints, ({ labelSelector }, at) => {
    check(child(at, 'labelSelector'), labelSelector);
  });
  for (const side of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity?.[side];
    eachItem(child(path, 'affinity', side, REQUIRED), terms?.[REQUIRED], ({ labelSelector }, at) => {
      check(child(at, 'labelSelector'), labelSelector);
    });
    eachItem(child(path, 'affinity', side, PREFERRED), terms?.[PREFERRED], ({ podAffinityTerm }, at) => {
      check(child(at, 'podAffinityTerm', 'labelSelector'), podAffinityTerm?.labelSelector);
    });
  }
}
