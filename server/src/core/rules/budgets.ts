import { type Json, valueAt } from '../base/json.ts';
import type { FoundObject } from '../kube/object-index.ts';
import type { Resource } from '../kube/resource.ts';
import type { Setting } from './rule.ts';
import { narrowSelector } from './selectors.ts';
import { isNear, makersOfPods, readObject, scalersOf } from './workspace.ts';

/** A workload that a disruption budget covers, and how many pods it has. */
export interface Covered {
  readonly object: FoundObject;
  /** What is written, or 1. */
  readonly replicas: number;
  /** The least an autoscaler leaves it; undefined where none scales it. */
  readonly leastScaled: number | undefined;
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** The one workload with a number of replicas that a budget covers; several share it in ways a manifest does not tell. */
export function coveredBy(resource: Resource, setting: Setting): Covered | undefined {
  if (resource.kind !== 'PodDisruptionBudget') return undefined;
  const selector = narrowSelector(valueAt(resource.value, ['spec', 'selector']));
  const makers = selector === undefined ? [] : makersOfPods(setting, selector, resource.namespace);
  const [object] = makers;
  if (object === undefined || makers.length > 1 || !SCALED.has(object.definition.kind)) return undefined;
  const { kind, name, namespace } = object.definition;
  const written = valueAt(readObject(setting, object), ['spec', 'replicas']);
  const [scaler] = scalersOf(setting, kind, name).filter(({ definition }) => isNear(definition.namespace, namespace));
  const least = scaler && valueAt(readObject(setting, scaler), ['spec', 'minReplicas']);
  return {
    object,
    replicas: typeof written === 'number' ? written : 1,
    leastScaled: scaler === undefined ? undefined : typeof least === 'number' ? least : 1,
  };
}

/** How many of `replicas` must stay: a percentage counts upwards (pkg/controller/disruption getExpectedPodCount). */
export function mustStay(minAvailable: Json | undefined, replicas: number): number | undefined {
  if (typeof minAvailable === 'number') return minAvailable;
  const percent = typeof minAvailable === 'string' ? /^(\d+)%$/.exec(minAvailable)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}
