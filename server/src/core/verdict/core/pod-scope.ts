import type { Container, EphemeralContainer, ObjectMeta, PodSpec, Volume } from '../../generated/api.ts';
import type { Context } from '../context.ts';
import { child, eachItem, type FieldPath, type Report } from '../field.ts';

/** What the checks within one pod or pod template look at besides the value at hand. */
export interface PodScope {
  readonly report: Report;
  readonly context: Context;
  readonly spec: PodSpec;
  /** Of the pod; undefined within a template, where it is not the pod's. */
  readonly metadata: ObjectMeta | undefined;
  /** Volumes without fault, by name: only these count as declared. */
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly claimNames: ReadonlySet<string>;
}

export type AnyContainer = Container | EphemeralContainer;

/** Init containers, containers, ephemeral containers (VisitContainersWithPath of pkg/apis/core/pods/helpers.go). */
export function eachContainer(spec: PodSpec, path: FieldPath, visit: (container: AnyContainer, place: FieldPath) => void): void {
  eachItem<AnyContainer>(child(path, 'initContainers'), spec.initContainers, visit);
  eachItem<AnyContainer>(child(path, 'containers'), spec.containers, visit);
  eachItem<AnyContainer>(child(path, 'ephemeralContainers'), spec.ephemeralContainers, visit);
}

/** Users of the host's own user namespace, as by default. */
export function usesHostUsers(spec: PodSpec): boolean {
  return spec.hostUsers !== false;
}
