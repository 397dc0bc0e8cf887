import type { TopologySpreadConstraint } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  index,
  invalid,
  invalidFor,
  notSupported,
  type Report,
  required,
} from '../field.ts';
import { POSITIVE, qualifiedName } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { has } from '../versions.ts';
import { validateLabelKeys } from './affinity.ts';
import type { PodScope } from './pod-scope.ts';

/** validateTopologySpreadConstraints of pkg/apis/core/validation/validation.go. */
export function validateTopologySpread({ report, spec, context }: PodScope, path: FieldPath): void {
  const constraints = spec.topologySpreadConstraints;
  eachItem(child(path, 'topologySpreadConstraints'), constraints, (constraint, place, position) => {
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', minDomains } = constraint;
    if (maxSkew <= 0) invalidFor(report, child(place, 'maxSkew'), maxSkew, [POSITIVE]);
    if (topologyKey === '') required(report, child(place, 'topologyKey'), 'can not be empty');
    if (!ACTIONS.includes(whenUnsatisfiable)) notSupported(report, child(place, 'whenUnsatisfiable'), whenUnsatisfiable, ACTIONS);
    if ((constraints ?? []).slice(position + 1).some((other) => isSameKind(constraint, other))) {
      duplicate(report, { text: `${place.text}.{topologyKey, whenUnsatisfiable}`, at: place.at }, `{${topologyKey}, ${whenUnsatisfiable}}`);
    }
    if (minDomains !== undefined) validateMinDomains(report, child(place, 'minDomains'), minDomains, whenUnsatisfiable);
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const value = constraint[policy];
      if (value !== undefined && !POLICIES.includes(value)) notSupported(report, child(place, policy), value, POLICIES);
    }
    if (has(context, 'matchLabelKeysMerge')) {
      const { matchLabelKeys, labelSelector } = constraint;
      validateLabelKeys(report, place, {
        ...(matchLabelKeys === undefined ? {} : { matchLabelKeys }),
        ...(labelSelector === undefined ? {} : { labelSelector }),
      });
    } else validateUnmergedKeys(report, child(place, 'matchLabelKeys'), constraint);
    validateLabelSelector(report, child(place, 'labelSelector'), constraint.labelSelector);
  });
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];

function isSameKind(a: TopologySpreadConstraint, b: TopologySpreadConstraint): boolean {
  return (a.topologyKey ?? '') === (b.topologyKey ?? '') && (a.whenUnsatisfiable ?? '') === (b.whenUnsatisfiable ?? '');
}

function validateMinDomains(report: Report, path: FieldPath, minDomains: number, action: string): void {
  if (minDomains <= 0) invalidFor(report, path, minDomains, [POSITIVE]);
  if (action === 'DoNotSchedule') return;
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  invalid(report, path, minDomains, detail, message('verdict.minDomains'));
}

/** ValidateMatchLabelKeysInTopologySpread, as servers without the merge check it. */
function validateUnmergedKeys(report: Report, path: FieldPath, { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint): void {
  if (matchLabelKeys.length === 0) return;
  if (labelSelector === undefined) {
    const detail = 'must not be specified when labelSelector is not set';
    forbidden(report, path, detail, message('verdict.labelKeysNeedSelector'));
  }
  const expressions = (labelSelector?.matchExpressions ?? []).map(({ key }) => key);
  const known = new Set([...Object.keys(labelSelector?.matchLabels ?? {}), ...expressions]);
  for (const [position, key] of matchLabelKeys.entries()) {
    const place = index(path, position);
    invalidFor(report, place, key, qualifiedName(key));
    if (known.has(key))
      invalid(report, place, key, 'exists in both matchLabelKeys and labelSelector', message('verdict.labelKeyInSelector'));
  }
}
