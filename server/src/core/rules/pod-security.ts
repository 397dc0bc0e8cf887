import { message } from '../text/text.ts';
import { namespacePolicy } from '../verdict/pod-security/namespace-policy.ts';
import { forbiddenDetail, formatLevel } from '../verdict/pod-security/policy.ts';
import { findingFor, violationsIn } from './pod-standards.ts';
import { podOf } from './pods.ts';
import type { Check } from './rule.ts';
import { objectsNamed } from './workspace.ts';

/**
 * What the admission of a namespace in the workspace says: it refuses pods that break the level it enforces, and warns of pods
 * and workloads that break the level it warns at. Its words are the server's own.
 *
 * Mirrors k8s.io/pod-security-admission/admission/admission.go.
 */
export const check: Check = (resource, setting) => {
  const { kind, name, namespace } = resource;
  const pod = podOf(resource);
  const [owner] = namespace === undefined || pod === undefined ? [] : objectsNamed(setting, 'Namespace', namespace);
  if (owner === undefined) return [];
  const { enforce, warn } = namespacePolicy(owner.definition.podLabels);
  const refused = kind === 'Pod' ? violationsIn(resource, enforce, setting.catalog) : [];
  if (refused.length > 0) {
    const text = `pods "${name ?? ''}" is forbidden: violates PodSecurity "${formatLevel(enforce)}": ${forbiddenDetail(refused)}`;
    const words = message('rules.podSecurity', { namespace: namespace ?? '', text });
    return [{ ...findingFor(resource, refused, words), class: 'forbidden', detail: text }];
  }
  const warned = violationsIn(resource, warn, setting.catalog);
  if (warned.length === 0) return [];
  const text = `would violate PodSecurity "${formatLevel(warn)}": ${forbiddenDetail(warned)}`;
  const words = message('rules.podSecurityWarning', { namespace: namespace ?? '', text });
  return [{ ...findingFor(resource, warned, words), severity: 'warning', serverWarning: text }];
};
