import { type KubeObject, keyOf, type ObjectOf, type ObjectRef, refOf } from './object.ts';

/** The objects of a cluster as they are now; lists are in order of creation. Nobody but the API server changes them. */
export interface Cluster {
  get<Kind extends string>(kind: Kind, namespace: string, name: string): ObjectOf<Kind> | undefined;
  list<Kind extends string>(kind: Kind): readonly ObjectOf<Kind>[];
  listIn<Kind extends string>(kind: Kind, namespace: string): readonly ObjectOf<Kind>[];
  /** Objects of a kind with an owner reference (managing or not) to that UID. */
  ownedBy<Kind extends string>(kind: Kind, ownerUid: string): readonly ObjectOf<Kind>[];
  /** Every object with an owner reference to that UID, of whatever kind. */
  dependentsOf(ownerUid: string): readonly KubeObject[];
  /** Objects of a kind that nobody manages: what a selector may adopt. */
  orphansIn<Kind extends string>(kind: Kind, namespace: string): readonly ObjectOf<Kind>[];
  podsOn(nodeName: string): readonly ObjectOf<'Pod'>[];
  hasUid(uid: string): boolean;
  /** Every object there is. */
  all(): readonly KubeObject[];
}

/** The writable side, for the API server alone. */
export interface ClusterStore extends Cluster {
  put(object: KubeObject): void;
  remove(ref: ObjectRef): void;
}

export function createClusterStore(): ClusterStore {
  const objects = new Map<string, Stored>();
  const buckets = new Map<string, Bucket>();
  const uids = new Set<string>();

  function itemsOf(name: string): readonly KubeObject[] {
    const bucket = buckets.get(name);
    if (bucket === undefined) return NONE;
    bucket.list ??= [...bucket.byId.values()];
    return bucket.list;
  }

  function join(name: string, id: string, object: KubeObject): Bucket {
    const bucket = buckets.get(name) ?? { name, byId: new Map<string, KubeObject>(), list: undefined };
    buckets.set(name, bucket);
    bucket.byId.set(id, object);
    bucket.list = undefined;
    return bucket;
  }

  function leave(bucket: Bucket, id: string): void {
    bucket.byId.delete(id);
    bucket.list = undefined;
    if (bucket.byId.size === 0) buckets.delete(bucket.name);
  }

  function replace(id: string, before: Stored | undefined, object: KubeObject): void {
    if (before !== undefined && isPlacedAlike(before.object, object)) {
      for (const bucket of before.buckets) {
        bucket.byId.set(id, object);
        bucket.list = undefined;
      }
      before.object = object;
      return;
    }
    const names = bucketNames(object);
    for (const bucket of before?.buckets ?? []) if (!names.includes(bucket.name)) leave(bucket, id);
    objects.set(id, { object, buckets: names.map((name) => join(name, id, object)) });
  }

  return {
    get: <Kind extends string>(kind: Kind, namespace: string, name: string) =>
      objects.get(idOf({ kind, namespace, name }))?.object as ObjectOf<Kind> | undefined,
    list: <Kind extends string>(kind: Kind) => itemsOf(kind) as readonly ObjectOf<Kind>[],
    listIn: <Kind extends string>(kind: Kind, namespace: string) => itemsOf(`${kind} in ${namespace}`) as readonly ObjectOf<Kind>[],
    ownedBy: <Kind extends string>(kind: Kind, ownerUid: string) => itemsOf(`${kind} of ${ownerUid}`) as readonly ObjectOf<Kind>[],
    dependentsOf: (ownerUid) => itemsOf(`of ${ownerUid}`),
    orphansIn: <Kind extends string>(kind: Kind, namespace: string) =>
      itemsOf(`orphan ${kind} in ${namespace}`) as readonly ObjectOf<Kind>[],
    podsOn: (nodeName) => itemsOf(`Pod on ${nodeName}`) as readonly ObjectOf<'Pod'>[],
    hasUid: (uid) => uids.has(uid),
    all: () => [...objects.values()].map(({ object }) => object),
    put(object) {
      const id = idOf(refOf(object));
      const before = objects.get(id);
      replace(id, before, object);
      const [uid, former] = [object.metadata?.uid, before?.object.metadata?.uid];
      if (uid === former) return;
      if (former !== undefined) uids.delete(former);
      if (uid !== undefined) uids.add(uid);
    },
    remove(ref) {
      const id = idOf(ref);
      const before = objects.get(id);
      if (before === undefined) return;
      for (const bucket of before.buckets) leave(bucket, id);
      objects.delete(id);
      if (before.object.metadata?.uid !== undefined) uids.delete(before.object.metadata.uid);
    },
  };
}

/** An object and the lists that it stands in. */
interface Stored {
  object: KubeObject;
  readonly buckets: readonly Bucket[];
}

/** Objects in order of arrival; the list is built when first asked for after a change. */
interface Bucket {
  readonly name: string;
  readonly byId: Map<string, KubeObject>;
  list: readonly KubeObject[] | undefined;
}

const NONE: readonly KubeObject[] = [];

function idOf(ref: ObjectRef): string {
  return `${ref.kind} ${keyOf(ref)}`;
}

function bucketNames(object: KubeObject): readonly string[] {
  const { kind, namespace } = refOf(object);
  const names = [kind, `${kind} in ${namespace}`];
  const owners = object.metadata?.ownerReferences ?? [];
  for (const { uid } of owners) names.push(`of ${uid}`, `${kind} of ${uid}`);
  if (!owners.some(({ controller }) => controller === true)) names.push(`orphan ${kind} in ${namespace}`);
  const nodeName = nodeNameOf(object);
  if (nodeName) names.push(`Pod on ${nodeName}`);
  return names;
}

/** Nothing changed that decides in which lists an object stands. */
function isPlacedAlike(before: KubeObject, after: KubeObject): boolean {
  return before.metadata?.ownerReferences === after.metadata?.ownerReferences && nodeNameOf(before) === nodeNameOf(after);
}

function nodeNameOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as ObjectOf<'Pod'>).spec?.nodeName : undefined;
}
