import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';
import { type KubeObject, refOf } from '../object.ts';
import { controllerRef } from './ownership.ts';
import { claimsOf, isInRange, ordinalOf } from './stateful-set-identity.ts';

/** How a claim of a pod stands; the text of the first trouble, or undefined when all went well. */
export type ClaimSteps = Generator<Action, string | undefined, Outcome>;

/** Creates the claims that a pod misses (`stateful_pod_control.go createPersistentVolumeClaims`). */
export function* createClaims(cluster: Cluster, set: StatefulSet, pod: Pod): ClaimSteps {
  const troubles: string[] = [];
  for (const claim of claimsOf(set, ordinalOf(pod))) {
    const { namespace, name } = refOf(claim);
    const existing = cluster.get('PersistentVolumeClaim', namespace, name);
    if (existing?.metadata?.deletionTimestamp !== undefined) troubles.push(`pvc ${name} is being deleted`);
    if (existing !== undefined) continue;
    const because = message('simNewClaim', { claim: name, pod: refOf(pod).name });
    const outcome = yield { do: 'create', object: claim, because };
    const [setName, podName] = [refOf(set).name, refOf(pod).name];
    if (outcome.ok) {
      const text = `Create Claim ${name} Pod ${podName} in StatefulSet ${setName} success`;
      yield { do: 'event', about: refOf(set), type: 'Normal', reason: 'SuccessfulCreate', message: text, because };
    } else {
      troubles.push(`failed to create PVC ${name}: ${outcome.message}`);
      const text = `Create Claim ${name} for Pod ${podName} in StatefulSet ${setName} failed error: ${outcome.message}`;
      yield { do: 'event', about: refOf(set), type: 'Warning', reason: 'FailedCreate', message: text, because };
    }
  }
  return troubles.length > 1 ? `[${troubles.join(', ')}]` : troubles[0];
}

/** Whether all claims of a pod have the owners that the retention policy asks for. */
export function claimsFollowPolicy(cluster: Cluster, set: StatefulSet, pod: Pod): boolean {
  return existingClaims(cluster, set, pod).every((claim) => isUpToDate(claim, set, pod));
}

/**
 * Gives the claims of a pod the owners that the retention policy asks for (`UpdatePodClaimForRetentionPolicy`).
 *
 * @param claims those that existed when the sync began: the real controller does not see what it has just created
 */
export function* applyPolicy(set: StatefulSet, pod: Pod, claims: readonly PersistentVolumeClaim[]): ClaimSteps {
  for (const claim of claims) {
    const { name } = refOf(claim);
    if (hasUnexpectedController(claim, set, pod)) {
      const text = `PersistentVolumeClaim ${name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`;
      const because = message('simClaimConflict', { claim: name });
      yield { do: 'event', about: refOf(set), type: 'Warning', reason: 'ConflictingController', message: text, because };
    }
    if (isUpToDate(claim, set, pod)) continue;
    const ownerReferences = wantedOwners(claim, set, pod);
    const because = message('simClaimPolicy', { claim: name, ...policyOf(set) });
    const outcome = yield { do: 'update', object: { ...claim, metadata: { ...claim.metadata, ownerReferences } }, because };
    if (!outcome.ok) return `could not update claim ${name} for delete policy ownerRefs: ${outcome.message}`;
  }
  return undefined;
}

/** A claim that still belongs to a former pod of this name, and goes with it, holds the new pod back (`PodClaimIsStale`). */
export function hasStaleClaim(cluster: Cluster, set: StatefulSet, pod: Pod): boolean {
  return policyOf(set).whenScaled !== 'Retain' && existingClaims(cluster, set, pod).some((claim) => hasStaleRef(claim, pod));
}

export function existingClaims(cluster: Cluster, set: StatefulSet, pod: Pod): readonly PersistentVolumeClaim[] {
  const { namespace } = refOf(set);
  return claimsOf(set, ordinalOf(pod))
    .map((claim) => cluster.get('PersistentVolumeClaim', namespace, refOf(claim).name))
    .filter((claim) => claim !== undefined);
}

function policyOf({ spec }: StatefulSet): { readonly whenScaled: string; readonly whenDeleted: string } {
  const { whenScaled = 'Retain', whenDeleted = 'Retain' } = spec?.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenScaled, whenDeleted };
}

function refsOf(claim: PersistentVolumeClaim): readonly OwnerReference[] {
  return claim.metadata?.ownerReferences ?? [];
}

function names(ref: OwnerReference, owner: KubeObject): boolean {
  return ref.apiVersion === owner.apiVersion && ref.kind === owner.kind && ref.name === owner.metadata?.name;
}

/** A pod that is not created yet has no UID: any reference to its name is to a former one. */
function uidOf({ metadata }: KubeObject): string {
  return metadata?.uid ?? '';
}

function hasRef(claim: PersistentVolumeClaim, owner: KubeObject): boolean {
  return refsOf(claim).some(({ uid }) => uid === uidOf(owner));
}

function hasStaleRef(claim: PersistentVolumeClaim, owner: KubeObject): boolean {
  const ref = refsOf(claim).find((each) => names(each, owner));
  return ref !== undefined && ref.uid !== uidOf(owner);
}

function hasUnexpectedController(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const { whenScaled, whenDeleted } = policyOf(set);
  if (whenScaled === 'Retain' && whenDeleted === 'Retain') return false;
  return refsOf(claim).some((ref) => {
    const owner = [set, pod].find((each) => names(ref, each));
    return owner === undefined ? ref.controller === true : ref.uid !== uidOf(owner);
  });
}

/** `isClaimOwnerUpToDate`; claims in a state that the controller did not make are left alone. */
function isUpToDate(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (hasStaleRef(claim, set) || hasStaleRef(claim, pod)) return true;
  if (hasUnexpectedController(claim, set, pod)) return !hasRef(claim, set) && !hasRef(claim, pod);
  const ours = refsOf(claim).filter(({ uid }) => uid === uidOf(set) || uid === uidOf(pod));
  if (ours.some(({ controller }) => controller !== true)) return false;
  const wanted = ownersByPolicy(set, pod);
  return hasRef(claim, set) === wanted.includes(set) && hasRef(claim, pod) === wanted.includes(pod);
}

function wantedOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): readonly OwnerReference[] {
  const others = refsOf(claim).filter((ref) => !names(ref, set) && !names(ref, pod));
  if (hasUnexpectedController(claim, set, pod)) return others;
  return [...others, ...ownersByPolicy(set, pod).map(controllerRef)];
}

/** Who takes the claim along when deleted: the set, or a pod that is being scaled away. */
function ownersByPolicy(set: StatefulSet, pod: Pod): readonly KubeObject[] {
  const { whenScaled, whenDeleted } = policyOf(set);
  const isLeaving = !isInRange(set, ordinalOf(pod));
  if (whenScaled === 'Delete' && isLeaving) return [pod];
  return whenDeleted === 'Delete' ? [set] : [];
}
