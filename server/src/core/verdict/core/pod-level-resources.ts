import { containersLimits, containersRequests } from '../../kube/effective-requests.ts';
import { compare, formatQuantity, quantityOf } from '../../kube/quantity.ts';
import { isHugePages } from '../../kube/resource-name.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, key } from '../field.ts';
import type { PodScope } from './pod-scope.ts';
import { validatePodLevelRequirements } from './resource-requirements.ts';

/** Resources of the pod as a whole: validatePodResources of pkg/apis/core/validation/validation.go. */
export function validatePodLevelResources(scope: PodScope, path: FieldPath): void {
  const { report, spec } = scope;
  const { resources } = spec;
  if (resources === undefined) return;
  const place = child(path, 'resources');
  if (spec.os?.name === 'windows') {
    forbidden(report, place, 'may not be set for a windows pod', message('verdict.windowsForbidden'));
    return;
  }
  if (resources.claims !== undefined) {
    forbidden(report, child(place, 'claims'), 'claims may not be set for Resources at pod-level', message('verdict.podLevelClaims'));
  }
  validatePodLevelRequirements(report, place, resources, scope.claimNames);
  validateAgainstContainers(scope, place);
  validateContainerLimits(scope, place);
}

/** What the containers ask for together fits into what the pod asks for (validatePodResourceConsistency). */
function validateAgainstContainers({ report, spec }: PodScope, path: FieldPath): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec } as const;
  for (const [name, together] of containersRequests(pod)) {
    const own = requests[name];
    if (own === undefined || compare(together, quantityOf(own)) <= 0) continue;
    const sum = formatQuantity(together);
    const detail = `must be greater than or equal to aggregate container requests of ${sum}`;
    invalid(report, key(child(path, 'requests'), name), String(own), detail, message('verdict.podLevelBelowSum', { sum }));
  }
  for (const [name, together] of containersLimits(pod)) {
    const own = limits[name];
    if (own === undefined || !isHugePages(name) || compare(together, quantityOf(own)) <= 0) continue;
    const sum = formatQuantity(together);
    const detail = `must be greater than or equal to aggregate container limits of ${sum}`;
    invalid(report, key(child(path, 'limits'), name), String(own), detail, message('verdict.podLevelBelowSum', { sum }));
  }
}

/** No container's limit lies above the pod's. The server puts the name in odd order. */
function validateContainerLimits({ report, spec }: PodScope, path: FieldPath): void {
  const own = spec.resources?.limits ?? {};
  eachItem(child(path, 'containers'), spec.containers, ({ resources }, place, position) => {
    for (const [name, limit] of Object.entries(resources?.limits ?? {})) {
      const most = own[name];
      if (most === undefined || compare(quantityOf(limit), quantityOf(most)) <= 0) continue;
      const text = child(key(place, name), 'limits').text;
      const at = [...path.at.slice(0, -1), 'containers', position, 'resources', 'limits', name];
      const detail = `must be less than or equal to pod limits of ${most}`;
      invalid(report, { text, at }, String(limit), detail, message('verdict.limitAbovePod', { limit: String(most) }));
    }
  });
}
