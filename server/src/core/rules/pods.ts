import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';

/** A pod as a workload or a Pod describes it. */
export interface PodPart {
  /** Of the pod's spec, below the object. */
  readonly path: Path;
  readonly spec: JsonObject;
}

export interface ContainerPart {
  /** Below the object. */
  readonly path: Path;
  readonly container: JsonObject;
  readonly pod: PodPart;
  /** 'init' runs to its end before the others; 'sidecar' is an init container that goes on. */
  readonly role: 'main' | 'init' | 'sidecar';
}

const TEMPLATE: Path = ['spec', 'template', 'spec'];
const PATH_BY_KIND: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  Deployment: TEMPLATE,
  ReplicaSet: TEMPLATE,
  ReplicationController: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  Job: TEMPLATE,
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** As much of an object as tells what pods it makes. */
export type PodOwner = Pick<Resource, 'kind' | 'known' | 'value'>;

/** The pod an object makes, where it makes one. */
export function podOf({ kind, known, value }: PodOwner): PodPart | undefined {
  const path = known?.custom === false && Object.hasOwn(PATH_BY_KIND, kind) ? PATH_BY_KIND[kind] : undefined;
  const spec = path && valueAt(value, path);
  return path !== undefined && isObject(spec) ? { path, spec } : undefined;
}

/** Labels and annotations of the pod an object makes. */
export function podMetadataOf(resource: PodOwner): JsonObject {
  const pod = podOf(resource);
  const metadata = pod && valueAt(resource.value, [...pod.path.slice(0, -1), 'metadata']);
  return isObject(metadata) ? metadata : {};
}

export function labelsOf(metadata: JsonObject): Readonly<Record<string, string>> {
  const entries = isObject(metadata.labels) ? Object.entries(metadata.labels) : [];
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
}

export function containersOf(resource: Resource): readonly ContainerPart[] {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    itemsAt(pod.spec, [list]).flatMap((container, index): readonly ContainerPart[] => {
      if (!isObject(container)) return [];
      const role = list === 'containers' ? 'main' : container.restartPolicy === 'Always' ? 'sidecar' : 'init';
      return [{ path: [...pod.path, list, index], container, pod, role }];
    }),
  );
}

/** The API server refuses Linux-only fields in such pods. */
export function isWindows({ spec }: PodPart): boolean {
  return textAt(spec, 'os', 'name') === 'windows';
}

export function itemsAt(value: Json | undefined, path: Path): readonly Json[] {
  const found = valueAt(value, path);
  return isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, ...path: Path): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
