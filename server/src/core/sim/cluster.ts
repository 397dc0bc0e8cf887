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
  const byKind = createIndex((object) => [refOf(object).kind]);
  const byNamespace = createIndex((object) => [`${refOf(object).kind} ${refOf(object).namespace}`]);
  const byOwner = createIndex((object) => object.metadata?.ownerReferences?.map(({ uid }) => uid) ?? NO_BUCKETS);
  const byOwnerAndKind = createIndex((object) => object.metadata?.ownerReferences?.map(({ uid }) => `${object.kind} ${uid}`) ?? NO_BUCKETS);
  const orphans = createIndex((object) => (isManaged(object) ? NO_BUCKETS : [`${refOf(object).kind} ${refOf(object).namespace}`]));
  const byNode = createIndex((object) => {
    const nodeName = object.kind === 'Pod' ? (object as ObjectOf<'Pod'>).spec?.nodeName : undefined;
    return nodeName ? [nodeName] : NO_BUCKETS;
  });
  const indexes = [byKind, byNamespace, byOwner, byOwnerAndKind, orphans, byNode];
  const objects = new Map<string, KubeObject>();
  const uids = new Set<string>();

  function place(before: KubeObject | undefined, after: KubeObject | undefined): void {
    for (const index of indexes) index.place(before, after);
  }

  return {
    get: <Kind extends string>(kind: Kind, namespace: string, name: string) =>
      objects.get(idOf({ kind, namespace, name })) as ObjectOf<Kind> | undefined,
    list: <Kind extends string>(kind: Kind) => byKind.items(kind) as readonly ObjectOf<Kind>[],
    listIn: <Kind extends string>(kind: Kind, namespace: string) => byNamespace.items(`${kind} ${namespace}`) as readonly ObjectOf<Kind>[],
    ownedBy: <Kind extends string>(kind: Kind, ownerUid: string) =>
      byOwnerAndKind.items(`${kind} ${ownerUid}`) as readonly ObjectOf<Kind>[],
    dependentsOf: (ownerUid) => byOwner.items(ownerUid),
    orphansIn: <Kind extends string>(kind: Kind, namespace: string) => orphans.items(`${kind} ${namespace}`) as readonly ObjectOf<Kind>[],
    podsOn: (nodeName) => byNode.items(nodeName) as readonly ObjectOf<'Pod'>[],
    hasUid: (uid) => uids.has(uid),
    all: () => [...objects.values()],
    put(object) {
      const id = idOf(refOf(object));
      const before = objects.get(id);
      objects.set(id, object);
      if (before?.metadata?.uid) uids.delete(before.metadata.uid);
      if (object.metadata?.uid) uids.add(object.metadata.uid);
      place(before, object);
    },
    remove(ref) {
      const id = idOf(ref);
      const before = objects.get(id);
      objects.delete(id);
      if (before?.metadata?.uid) uids.delete(before.metadata.uid);
      place(before, undefined);
    },
  };
}

const NO_BUCKETS: readonly string[] = [];

function idOf(ref: ObjectRef): string {
  return `${ref.kind} ${keyOf(ref)}`;
}

function isManaged(object: KubeObject): boolean {
  return object.metadata?.ownerReferences?.some((owner) => owner.controller === true) ?? false;
}

interface Index {
  place(before: KubeObject | undefined, after: KubeObject | undefined): void;
  items(bucket: string): readonly KubeObject[];
}

/** Buckets of objects that keep order of arrival; a bucket's list is built when first asked for after a change. */
function createIndex(bucketsOf: (object: KubeObject) => readonly string[]): Index {
  const buckets = new Map<string, { readonly byId: Map<string, KubeObject>; list: readonly KubeObject[] | undefined }>();

  function take(name: string, id: string): void {
    const bucket = buckets.get(name);
    if (bucket === undefined) return;
    bucket.byId.delete(id);
    bucket.list = undefined;
    if (bucket.byId.size === 0) buckets.delete(name);
  }

  function add(name: string, id: string, object: KubeObject): void {
    const bucket = buckets.get(name) ?? { byId: new Map<string, KubeObject>(), list: undefined };
    bucket.byId.set(id, object);
    bucket.list = undefined;
    buckets.set(name, bucket);
  }

  return {
    place(before, after) {
      const kept = after === undefined ? NO_BUCKETS : bucketsOf(after);
      if (before !== undefined) {
        const id = idOf(refOf(before));
        for (const name of bucketsOf(before)) if (!kept.includes(name)) take(name, id);
      }
      if (after !== undefined) {
        const id = idOf(refOf(after));
        for (const name of kept) add(name, id, after);
      }
    },
    items(name) {
      const bucket = buckets.get(name);
      if (bucket === undefined) return [];
      bucket.list ??= [...bucket.byId.values()];
      return bucket.list;
    },
  };
}
