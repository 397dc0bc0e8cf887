import type { ObjectMeta, PodResourceClaim, PodSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { validateLegacyIp } from '../addresses.ts';
import { checkSubdomain } from '../checks.ts';
import type { Context } from '../context.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  type Report,
  required,
  requireOneOf,
  tooLong,
} from '../field.ts';
import { between, byteLength, dnsLabel, dnsSubdomain, qualifiedName } from '../names.ts';
import { validateLabels } from '../selectors.ts';
import { validateAffinity } from './affinity.ts';
import { validateHostNetworkPorts } from './container-ports.ts';
import { validateContainers } from './containers.ts';
import { validateDns } from './dns.ts';
import { validateFileVolumes } from './environment.ts';
import { validatePodLevelResources } from './pod-level-resources.ts';
import { validateHostProcesses, validateOs } from './pod-os.ts';
import type { PodScope } from './pod-scope.ts';
import { validateOverhead } from './resource-requirements.ts';
import { validateHostUsers, validatePodSecurityContext } from './security-context.ts';
import { validateTolerations } from './tolerations.ts';
import { validateTopologySpread } from './topology-spread.ts';
import { validateVolumes } from './volumes.ts';

/**
 * A pod's spec, in a pod (whose `metadata` it gets) or in a template (undefined).
 *
 * Mirrors ValidatePodSpec of pkg/apis/core/validation/validation.go.
 */
export function validatePodSpec(report: Report, path: FieldPath, spec: PodSpec, metadata: ObjectMeta | undefined, context: Context): void {
  const claimNames = new Set((spec.resourceClaims ?? []).map(({ name = '' }) => name).filter((name) => name !== ''));
  const volumes = validateVolumes({ report, context, spec, metadata, claimNames }, path);
  const scope: PodScope = { report, context, spec, metadata, claimNames, volumes };
  validateResourceClaims(scope, child(path, 'resourceClaims'));
  validateContainers(scope, path);
  validatePodLevelResources(scope, path);
  validateHostNetworkPorts(scope, path);
  requireOneOf(report, child(path, 'restartPolicy'), spec.restartPolicy, RESTART_POLICIES);
  validateDns(scope, path);
  validateLabels(report, child(path, 'nodeSelector'), spec.nodeSelector);
  validatePodSecurityContext(scope, path);
  validateAffinity(report, child(path, 'affinity'), spec.affinity);
  validateGates(report, path, spec);
  validateTopologySpread(scope, path);
  validateHostProcesses(scope, path);
  validateHostUsers(scope, path);
  validateHostnameOverride(report, path, spec);
  validateNames(report, path, spec);
  validateTolerations(report, child(path, 'tolerations'), spec.tolerations);
  validateHostAliases(report, child(path, 'hostAliases'), spec, context);
  validateScheduling(scope, path);
  validateOs(scope, path);
  validateFileVolumes(scope, path);
}

export const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const LARGEST_DEADLINE = 2 ** 31 - 1;
const LONGEST_HOSTNAME = 64;

/** ValidatePreemptionPolicy; also of priority classes. */
export function validatePreemptionPolicy(report: Report, path: FieldPath, policy: string | undefined): void {
  if (policy !== undefined) requireOneOf(report, path, policy, PREEMPTION_POLICIES);
}

/** The pod's own names and those of other objects it is tied to. */
function validateNames(report: Report, path: FieldPath, spec: PodSpec): void {
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName'] as const) {
    const name = spec[field] ?? '';
    if (name !== '') invalidFor(report, child(path, field), name, dnsSubdomain(name));
  }
  for (const field of ['hostname', 'subdomain'] as const) {
    const name = spec[field] ?? '';
    if (name !== '') invalidFor(report, child(path, field), name, dnsLabel(name));
  }
  checkSubdomain(report, child(path, 'runtimeClassName'), spec.runtimeClassName);
}

function validateScheduling({ report, spec }: PodScope, path: FieldPath): void {
  const { activeDeadlineSeconds: deadline, overhead, preemptionPolicy } = spec;
  if (deadline !== undefined && (deadline < 1 || deadline > LARGEST_DEADLINE)) {
    invalidFor(report, child(path, 'activeDeadlineSeconds'), deadline, [between(1, LARGEST_DEADLINE)]);
  }
  validatePreemptionPolicy(report, child(path, 'preemptionPolicy'), preemptionPolicy);
  if (overhead !== undefined) validateOverhead(report, child(path, 'overhead'), overhead);
}

/** validateReadinessGates, validateSchedulingGates. */
function validateGates(report: Report, path: FieldPath, { readinessGates, schedulingGates }: PodSpec): void {
  eachItem(child(path, 'readinessGates'), readinessGates, ({ conditionType = '' }, place) => {
    invalidFor(report, child(place, 'conditionType'), conditionType, qualifiedName(conditionType));
  });
  const seen = new Set<string>();
  eachItem(child(path, 'schedulingGates'), schedulingGates, ({ name = '' }, { text, at }) => {
    const place = { text, at: [...at, 'name'] };
    invalidFor(report, place, name, qualifiedName(name));
    if (seen.has(name)) duplicate(report, place, name);
    seen.add(name);
  });
}

/** ValidateHostAliases. */
function validateHostAliases(report: Report, path: FieldPath, { hostAliases }: PodSpec, context: Context): void {
  eachItem(path, hostAliases, ({ ip = '', hostnames }, place) => {
    validateLegacyIp(report, child(place, 'ip'), ip, context);
    eachItem(child(place, 'hostnames'), hostnames, (name, at) => invalidFor(report, at, name, dnsSubdomain(name)));
  });
}

/** validatePodHostName. */
function validateHostnameOverride(report: Report, path: FieldPath, spec: PodSpec): void {
  const { hostnameOverride: name } = spec;
  if (name === undefined) return;
  const place = child(path, 'hostnameOverride');
  for (const field of ['setHostnameAsFQDN', 'hostNetwork'] as const) {
    if (spec[field] !== true) continue;
    forbidden(report, place, `may not be specified when ${field} is true`, message('verdict.hostnameOverride', { with: field }));
  }
  if (byteLength(name) > LONGEST_HOSTNAME) tooLong(report, place, name, LONGEST_HOSTNAME);
  invalidFor(report, place, name, dnsSubdomain(name));
}

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** validatePodResourceClaims. */
function validateResourceClaims({ report, spec, metadata }: PodScope, path: FieldPath): void {
  const seen = new Set<string>();
  eachItem(path, spec.resourceClaims, (claim, place) => {
    if (metadata?.annotations?.[MIRROR_ANNOTATION] !== undefined) {
      const detail = 'static pods do not support resource claims';
      forbidden(report, { text: '', at: place.at }, detail, message('verdict.staticPodClaims'));
    } else validateResourceClaim(report, place, claim, seen);
  });
}

function validateResourceClaim(report: Report, path: FieldPath, claim: PodResourceClaim, seen: Set<string>): void {
  const { name = '', resourceClaimName: own, resourceClaimTemplateName: template } = claim;
  if (name === '') required(report, child(path, 'name'));
  else if (seen.has(name)) duplicate(report, child(path, 'name'), name);
  else {
    invalidFor(report, child(path, 'name'), name, dnsLabel(name));
    seen.add(name);
  }
  const words = message('verdict.resourceClaimOne');
  if (own !== undefined && template !== undefined) {
    const detail = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
    invalid(report, path, undefined, detail, words);
  }
  if (own === undefined && template === undefined) {
    invalid(report, path, undefined, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`', words);
  }
  checkSubdomain(report, child(path, 'resourceClaimName'), own);
  checkSubdomain(report, child(path, 'resourceClaimTemplateName'), template);
}
