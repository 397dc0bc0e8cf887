import type {
  Affinity,
  PersistentVolumeClaim,
  Pod,
  PodAffinityTerm,
  ResourceQuota,
  ScopedResourceSelectorRequirement,
} from '../generated/api.ts';
import { holds, type Labels, type Operator } from './label-requirement.ts';
import { qosClassOf } from './qos.ts';
import type { Counted } from './quota-usage.ts';

/** Whether an object is in all scopes of a quota; kinds without scopes are in none (podMatchesScopeFunc, pvcMatchesScopeFunc). */
export function isInScopes(quota: ResourceQuota, counted: Counted): boolean {
  return scopesOf(quota).every((scope) => {
    if (counted.is === 'pod') return isPodInScope(scope, counted.object);
    return counted.is === 'claim' && isClaimInScope(scope, counted.object);
  });
}

function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  const plain = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

const OPERATOR_BY_NAME: Readonly<Record<string, Operator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

function isPodInScope(scope: ScopedResourceSelectorRequirement, pod: Pod): boolean {
  const isTerminating = (pod.spec?.activeDeadlineSeconds ?? -1) >= 0;
  const isBestEffort = (pod.status?.qosClass ?? qosClassOf(pod)) === 'BestEffort';
  switch (scope.scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return isBestEffort;
    case 'NotBestEffort':
      return !isBestEffort;
    case 'PriorityClass':
      return isSelected(scope, pod.spec?.priorityClassName);
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod.spec?.affinity);
    default:
      return false;
  }
}

/** A claim counts for the class it has, the one it wants and the one it is on its way to. */
function isClaimInScope(scope: ScopedResourceSelectorRequirement, { spec, status }: PersistentVolumeClaim): boolean {
  if (scope.scopeName !== 'VolumeAttributesClass') return false;
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name) => name !== undefined && name !== '');
  return names.length === 0 ? isSelected(scope, undefined) : names.some((name) => isSelected(scope, name));
}

function isSelected({ scopeName, operator, values }: ScopedResourceSelectorRequirement, name: string | undefined): boolean {
  const labels: Labels = name === undefined || name === '' ? {} : { [scopeName]: name };
  const known = OPERATOR_BY_NAME[operator];
  return known !== undefined && holds({ key: scopeName, operator: known, values: values ?? [] }, labels);
}

function crossesNamespaces(affinity: Affinity | undefined): boolean {
  const crosses = (term: PodAffinityTerm): boolean => (term.namespaces?.length ?? 0) > 0 || term.namespaceSelector !== undefined;
  return [affinity?.podAffinity, affinity?.podAntiAffinity].some(
    (side) =>
      side?.requiredDuringSchedulingIgnoredDuringExecution?.some(crosses) === true ||
      side?.preferredDuringSchedulingIgnoredDuringExecution?.some(({ podAffinityTerm }) => crosses(podAffinityTerm)) === true,
  );
}
