import type {
  ConfigMap,
  ControllerRevision,
  CronJob,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  LimitRange,
  Namespace,
  Node,
  ObjectMeta,
  OwnerReference,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaSet,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
  StorageClass,
} from '../generated/api.ts';

/** The kinds whose fields the simulator reads. Objects of other kinds are kept as they are. */
export interface TypeByKind {
  ConfigMap: ConfigMap;
  ControllerRevision: ControllerRevision;
  CronJob: CronJob;
  DaemonSet: DaemonSet;
  Deployment: Deployment;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Ingress: Ingress;
  Job: Job;
  LimitRange: LimitRange;
  Namespace: Namespace;
  Node: Node;
  PersistentVolume: PersistentVolume;
  PersistentVolumeClaim: PersistentVolumeClaim;
  Pod: Pod;
  PodDisruptionBudget: PodDisruptionBudget;
  PriorityClass: PriorityClass;
  ReplicaSet: ReplicaSet;
  ReplicationController: ReplicationController;
  ResourceQuota: ResourceQuota;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
  StatefulSet: StatefulSet;
  StorageClass: StorageClass;
}

export type KnownKind = keyof TypeByKind;

/** What every object of the API has, whatever its kind. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

export type ObjectOf<Kind extends string> = Kind extends KnownKind ? TypeByKind[Kind] : KubeObject;

/** Names one object of a cluster. `namespace` is '' for cluster-scoped kinds. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export function refOf(object: KubeObject): ObjectRef {
  return { kind: object.kind ?? '', namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' };
}

/** `namespace/name`, or the bare name of a cluster-scoped object: the work-queue key of controllers. */
export function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The owner that manages the object (`controller: true`), if any. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true);
}

/**
 * The owners that manage an object, from the nearest up. References that lead in a circle, which the API server takes, end before they
 * come back.
 */
export function* ownersAbove(object: KubeObject, find: (owner: ObjectRef) => KubeObject | undefined): Generator<ObjectRef> {
  const { namespace } = refOf(object);
  const seen = new Set<string>();
  for (let owner = controllerOf(object); owner !== undefined; ) {
    const ref: ObjectRef = { kind: owner.kind, namespace, name: owner.name };
    const id = `${ref.kind} ${ref.name}`;
    if (seen.has(id)) return;
    seen.add(id);
    yield ref;
    owner = controllerOf(find(ref) ?? {});
  }
}

/** Milliseconds since 1970 of an API time; undefined where the field is unset. */
export function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

/** An API time of whole seconds, as the API server keeps it: the part below a second is cut off. */
export function formatTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== lastFormatted.second) lastFormatted = { second, text: `${new Date(second * 1000).toISOString().slice(0, 19)}Z` };
  return lastFormatted.text;
}

/** Most calls of a simulation ask for the second that was asked for before. */
let lastFormatted = { second: Number.NaN, text: '' };
