import type { OwnerReference } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Outcome } from '../component.ts';
import { controllerOf, type KubeObject, keyOf, type ObjectOf, refOf } from '../object.ts';

/** A reference from a dependent to the controller that manages it (`metav1.NewControllerRef`). */
export function controllerRef(owner: KubeObject): OwnerReference {
  return { ...ownerRef(owner), controller: true, blockOwnerDeletion: true };
}

export function ownerRef(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion ?? '',
    kind: owner.kind ?? '',
    name: owner.metadata?.name ?? '',
    uid: owner.metadata?.uid ?? '',
  };
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata?.uid;
}

/**
 * The keys of the owners of a kind that a change of a dependent concerns: who manages it, who did before, and, when nobody does, who
 * may adopt it.
 */
export function* ownerKeys<Kind extends string>(
  kind: Kind,
  change: Change,
  cluster: Cluster,
  selects: (owner: ObjectOf<Kind>, dependent: KubeObject) => boolean,
): Generator<string> {
  const dependent = change.is === 'deleted' ? change.before : change.after;
  const { namespace } = refOf(dependent);
  const owner = controllerOf(dependent);
  const former = change.is === 'updated' ? controllerOf(change.before) : undefined;
  for (const each of [owner, former]) if (each?.kind === kind) yield keyOf({ namespace, name: each.name });
  if (owner !== undefined || change.is === 'deleted') return;
  for (const each of cluster.listIn(kind, namespace)) if (selects(each, dependent)) yield keyOf(refOf(each));
}

/**
 * The candidates that `owner` manages: those it owns and its selector matches, and matching orphans, which are adopted on the way;
 * those it owns but no longer matches are released (`pkg/controller/controller_ref_manager.go ClaimObject`).
 * Undefined when the server refused a change.
 */
export function* claim<T extends KubeObject>(
  owner: KubeObject,
  candidates: readonly T[],
  matches: (candidate: T) => boolean,
): Generator<Action, readonly T[] | undefined, Outcome> {
  const claimed: T[] = [];
  const isLeaving = owner.metadata?.deletionTimestamp !== undefined;
  let refused = false;
  for (const candidate of candidates) {
    const manager = controllerOf(candidate);
    if (manager !== undefined) {
      if (manager.uid !== owner.metadata?.uid) continue;
      if (matches(candidate)) claimed.push(candidate);
      else if (!isLeaving) refused = isReal(yield release(owner, candidate)) || refused;
    } else if (!isLeaving && candidate.metadata?.deletionTimestamp === undefined && matches(candidate)) {
      const outcome = yield adopt(owner, candidate);
      if (outcome.ok) claimed.push(outcome.object as T);
      refused = isReal(outcome) || refused;
    }
  }
  return refused ? undefined : claimed;
}

function isReal(outcome: Outcome): boolean {
  return !outcome.ok && outcome.status !== 'NotFound';
}

function adopt(owner: KubeObject, orphan: KubeObject): Action {
  const ownerReferences = [...(orphan.metadata?.ownerReferences ?? []), controllerRef(owner)];
  return {
    do: 'update',
    object: { ...orphan, metadata: { ...orphan.metadata, ownerReferences } },
    because: message('simAdopt', namesOf(owner, orphan)),
  };
}

function release(owner: KubeObject, dependent: KubeObject): Action {
  const ownerReferences = dependent.metadata?.ownerReferences?.filter(({ uid }) => uid !== owner.metadata?.uid) ?? [];
  return {
    do: 'update',
    object: { ...dependent, metadata: { ...dependent.metadata, ownerReferences } },
    because: message('simRelease', namesOf(owner, dependent)),
  };
}

function namesOf(owner: KubeObject, dependent: KubeObject): { ownerKind: string; owner: string; kind: string; name: string } {
  return {
    ownerKind: owner.kind ?? '',
    owner: owner.metadata?.name ?? '',
    kind: dependent.kind ?? '',
    name: dependent.metadata?.name ?? '',
  };
}
