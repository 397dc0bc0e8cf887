import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from '../component.ts';
import { type KubeObject, keyOf, refOf, splitKey } from '../object.ts';

/** Deletes what its owners left behind (`pkg/controller/garbagecollector`). */
export const garbageCollector: Component = { name: 'garbagecollector', keysOf, reconcile };

/** A key names an owner: `uid Kind namespace/name`. */
function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (change.is === 'deleted' || isHeld(object)) yield ownerKey(object);
  for (const owner of object.metadata?.ownerReferences ?? []) {
    const { namespace } = refOf(object);
    const key = `${owner.uid} ${owner.kind} ${keyOf({ namespace, name: owner.name })}`;
    const holder = cluster.get(owner.kind, namespace, owner.name);
    if (!cluster.hasUid(owner.uid) || (holder !== undefined && isHeld(holder))) yield key;
  }
}

function ownerKey(object: KubeObject): string {
  return `${object.metadata?.uid} ${object.kind} ${keyOf(refOf(object))}`;
}

function* reconcile(cluster: Cluster, key: string): Reconcile {
  const [uid = '', kind = '', name = ''] = key.split(' ');
  const owner = cluster.get(kind, splitKey(name).namespace, splitKey(name).name);
  const dependents = cluster.dependentsOf(uid);
  if (owner === undefined || owner.metadata?.uid !== uid) {
    for (const dependent of dependents) yield* collect(cluster, dependent, uid);
    return;
  }
  if (!isHeld(owner)) return;
  const held = owner.metadata?.finalizers ?? [];
  if (held.includes(ORPHAN)) {
    for (const dependent of dependents) yield withoutOwner(dependent, uid);
    yield letGo(owner, ORPHAN);
  } else if (held.includes(FOREGROUND)) {
    for (const dependent of dependents) if (dependent.metadata?.deletionTimestamp === undefined) yield remove(dependent, refOf(owner).name);
    const isBlocked = cluster
      .dependentsOf(uid)
      .some(({ metadata }) => metadata?.ownerReferences?.some((each) => each.uid === uid && each.blockOwnerDeletion === true));
    if (!isBlocked) yield letGo(owner, FOREGROUND);
  }
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** Its deletion waits for this controller. */
function isHeld({ metadata }: KubeObject): boolean {
  if (metadata?.deletionTimestamp === undefined) return false;
  return metadata.finalizers?.some((finalizer) => finalizer === ORPHAN || finalizer === FOREGROUND) === true;
}

/** An owner is gone: the dependent goes too, unless another one is still there. */
function* collect(cluster: Cluster, dependent: KubeObject, goneUid: string): Generator<Action, void, Outcome> {
  const owners = dependent.metadata?.ownerReferences ?? [];
  if (owners.some(({ uid }) => cluster.hasUid(uid))) yield withoutOwner(dependent, goneUid);
  else if (dependent.metadata?.deletionTimestamp === undefined)
    yield remove(dependent, owners.find(({ uid }) => uid === goneUid)?.name ?? '');
}

function remove(dependent: KubeObject, owner: string): Action {
  const { kind, name } = refOf(dependent);
  return { do: 'delete', object: refOf(dependent), because: message('simOwnerGone', { kind, name, owner }) };
}

function withoutOwner(dependent: KubeObject, uid: string): Action {
  const ownerReferences = dependent.metadata?.ownerReferences?.filter((owner) => owner.uid !== uid) ?? [];
  const { kind, name } = refOf(dependent);
  const object: KubeObject = { ...dependent, metadata: { ...dependent.metadata, ownerReferences } };
  return { do: 'update', object, because: message('simOwnerLetGo', { kind, name }) };
}

function letGo(owner: KubeObject, finalizer: string): Action {
  const finalizers = owner.metadata?.finalizers?.filter((each) => each !== finalizer) ?? [];
  const { kind, name } = refOf(owner);
  const object: KubeObject = { ...owner, metadata: { ...owner.metadata, finalizers } };
  return { do: 'update', object, because: message('simDependentsGone', { kind, name }) };
}
