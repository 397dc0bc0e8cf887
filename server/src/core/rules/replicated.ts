import { isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { type PodPart, podOf } from './pods.ts';

/** A workload of several pods that should not all be on one node. */
export interface Replicated {
  readonly pod: PodPart;
  /** Of the selector, where it is one that a rule about these pods can take over. */
  readonly matchLabels: JsonObject | undefined;
}

/** Undefined for what has one pod only, or one on each node. */
export function replicatedOf(resource: Resource): Replicated | undefined {
  const { kind, value } = resource;
  const replicas = valueAt(value, ['spec', 'replicas']);
  const pod = podOf(resource);
  if ((kind !== 'Deployment' && kind !== 'StatefulSet') || typeof replicas !== 'number' || replicas < 2 || pod === undefined)
    return undefined;
  const matchLabels = valueAt(value, ['spec', 'selector', 'matchLabels']);
  return { pod, matchLabels: isObject(matchLabels) && Object.keys(matchLabels).length > 0 ? matchLabels : undefined };
}

export const ANTI_AFFINITY: Path = ['affinity', 'podAntiAffinity'];
export const SPREAD: Path = ['topologySpreadConstraints'];
