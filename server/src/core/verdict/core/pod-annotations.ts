import type { AppArmorProfile, ObjectMeta, PodSpec, SeccompProfile, Toleration } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, type FieldPath, forbidden, invalid, key, type Report } from '../field.ts';
import { byteLength } from '../names.ts';
import { validateDescending } from './local-paths.ts';
import { type AnyContainer, eachContainer } from './pod-scope.ts';
import { LONGEST_APP_ARMOR } from './security-context.ts';
import { validateTolerations } from './tolerations.ts';

export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
export const APP_ARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';

type Annotations = Readonly<Record<string, string>>;

/** Annotations that mean something to the server: ValidatePodSpecificAnnotations of pkg/apis/core/validation/validation.go. */
export function validatePodAnnotations(report: Report, path: FieldPath, annotations: Annotations = {}, spec: PodSpec): void {
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && (spec.nodeName ?? '') === '') {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    invalid(report, key(path, MIRROR), mirror, detail, message('verdict.mirrorNode'));
  }
  validateTolerationsAnnotation(report, path, annotations[TOLERATIONS] ?? '');
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !isDeletionCost(cost)) {
    invalid(report, key(path, DELETION_COST), cost, 'must be a 32bit integer', message('verdict.deletionCost'));
  }
  for (const [name, value] of Object.entries(annotations)) {
    if (name === SECCOMP_POD || name.startsWith(SECCOMP_CONTAINER)) validateSeccompAnnotation(report, child(path, name), value);
    if (name.startsWith(APP_ARMOR_CONTAINER)) validateAppArmorAnnotation(report, key(path, name), name, value, spec);
  }
}

/**
 * Where both an old annotation and its field are there, they say the same: validateSeccompAnnotationsAndFields,
 * validateAppArmorAnnotationsAndFieldsMatchOnCreate.
 */
export function validateProfilesMatch(
  report: Report,
  path: FieldPath,
  metadata: ObjectMeta | undefined,
  spec: PodSpec,
  owner: 'pod' | 'template',
): void {
  const { annotations = {} } = metadata ?? {};
  const ofPod = spec.securityContext;
  const seccomp = annotations[SECCOMP_POD];
  if (seccomp !== undefined) requireSeccomp(report, child(path, 'securityContext', 'seccompProfile'), seccomp, ofPod?.seccompProfile);
  eachContainer(spec, path, (container, place) => {
    const own = annotations[SECCOMP_CONTAINER + container.name];
    if (own === undefined) return;
    requireSeccomp(report, child(place, 'securityContext', 'seccompProfile'), own, container.securityContext?.seccompProfile);
  });
  if (spec.os?.name === 'windows') return;
  eachContainer(spec, path, (container, place) => {
    const own = annotations[APP_ARMOR_CONTAINER + container.name];
    if (own === undefined) return;
    // A pod's container without a profile of its own has been given that of the annotation by now (applyAppArmorVersionSkew).
    const given = owner === 'pod' ? appArmorOf(own) : undefined;
    const profile = container.securityContext?.appArmorProfile ?? given ?? ofPod?.appArmorProfile;
    requireAppArmor(report, child(place, 'securityContext', 'appArmorProfile'), own, profile);
  });
}

/** The profile that an old AppArmor annotation stands for, when it stands for one (ApparmorFieldForAnnotation of pkg/api/pod/util.go). */
export function appArmorOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const localhostProfile = annotation.startsWith(LOCALHOST) ? annotation.slice(LOCALHOST.length) : '';
  const isFine = localhostProfile.trim() === localhostProfile && byteLength(localhostProfile) <= LONGEST_APP_ARMOR;
  return localhostProfile === '' || !isFine ? undefined : { type: 'Localhost', localhostProfile };
}

const MIRROR = 'kubernetes.io/config.mirror';
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const LOCALHOST = 'localhost/';

/** GetDeletionCostFromPodAnnotations of pkg/apis/core/helper/helpers.go: no plus sign, no leading zeros. */
function isDeletionCost(text: string): boolean {
  return /^(0|-\d+|[1-9]\d*)$/.test(text) && BigInt.asIntN(32, BigInt(text)) === BigInt(text);
}

function validateTolerationsAnnotation(report: Report, path: FieldPath, text: string): void {
  if (text === '') return;
  const tolerations = readTolerations(text);
  const place = key(path, TOLERATIONS);
  if (tolerations !== undefined) {
    validateTolerations(report, { text: child(path, TOLERATIONS).text, at: place.at }, tolerations);
    return;
  }
  invalid(report, { text: path.text, at: place.at }, TOLERATIONS, 'invalid JSON', message('verdict.tolerationsAnnotation'));
}

function readTolerations(text: string): readonly Toleration[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? (read as Toleration[]) : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** ValidateSeccompProfile. */
function validateSeccompAnnotation(report: Report, path: FieldPath, profile: string): void {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return;
  if (profile.startsWith(LOCALHOST)) validateDescending(report, path, profile.slice(LOCALHOST.length));
  else invalid(report, path, profile, 'must be a valid seccomp profile', message('verdict.seccompAnnotation'));
}

/** ValidateAppArmorPodAnnotations. */
function validateAppArmorAnnotation(report: Report, path: FieldPath, name: string, profile: string, spec: PodSpec): void {
  const containerName = name.slice(APP_ARMOR_CONTAINER.length);
  if (!hasContainer(spec, containerName)) {
    invalid(report, path, containerName, 'container not found', message('verdict.annotationContainer'));
  }
  if (['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith(LOCALHOST)) return;
  invalid(report, path, profile, `invalid AppArmor profile name: "${profile}"`, message('verdict.appArmorAnnotation'));
}

function hasContainer({ containers = [], initContainers = [], ephemeralContainers = [] }: PodSpec, name: string): boolean {
  const all: readonly AnyContainer[] = [...initContainers, ...containers, ...ephemeralContainers];
  return all.some((container) => container.name === name);
}

function requireSeccomp(report: Report, path: FieldPath, annotation: string, profile: SeccompProfile | undefined): void {
  const allowed = { Unconfined: ['unconfined'], RuntimeDefault: ['runtime/default', 'docker/default'] }[profile?.type ?? ''];
  if (profile?.type === 'Localhost') requireLocalhost(report, path, annotation, profile.localhostProfile, 'seccomp');
  else if (allowed !== undefined && !allowed.includes(annotation)) mismatch(report, child(path, 'type'), 'seccomp type');
}

function requireAppArmor(report: Report, path: FieldPath, annotation: string, profile: AppArmorProfile | undefined): void {
  const wanted = { Unconfined: 'unconfined', RuntimeDefault: 'runtime/default' }[profile?.type ?? ''];
  if (profile?.type === 'Localhost') requireLocalhost(report, path, annotation, profile.localhostProfile, 'apparmor');
  else if (wanted !== undefined && annotation !== wanted) mismatch(report, child(path, 'type'), 'apparmor type');
}

function requireLocalhost(report: Report, path: FieldPath, annotation: string, file: string | undefined, what: string): void {
  if (!annotation.startsWith(LOCALHOST)) mismatch(report, child(path, 'type'), `${what} type`);
  else if (annotation.slice(LOCALHOST.length) !== file) mismatch(report, child(path, 'localhostProfile'), `${what} profile`);
}

function mismatch(report: Report, path: FieldPath, what: string): void {
  forbidden(report, path, `${what} in annotation and field must match`, message('verdict.profileMismatch'));
}
