import type { Node, PersistentVolumeClaim, Pod, Volume } from '../../generated/api.ts';
import type { KubeObject } from '../object.ts';
import type { PodInfo } from './cache/pod-info.ts';

/** A volume of a pod that stands for a claim. */
export interface ClaimUse {
  /** In the pod's namespace. */
  readonly claimName: string;
  /** The claim is made for this pod alone, by the ephemeral volume controller. */
  readonly isEphemeral: boolean;
}

export function claimUses(pod: Pod): readonly ClaimUse[] {
  return (pod.spec?.volumes ?? []).flatMap((volume) => claimUse(pod, volume) ?? []);
}

/** undefined for a volume of another kind. An ephemeral claim is named after pod and volume (`component-helpers/storage/ephemeral`). */
export function claimUse(pod: Pod, volume: Volume): ClaimUse | undefined {
  if (volume.persistentVolumeClaim) return { claimName: volume.persistentVolumeClaim.claimName, isEphemeral: false };
  if (volume.ephemeral) return { claimName: `${pod.metadata?.name}-${volume.name}`, isEphemeral: true };
  return undefined;
}

/** Whether a changed object is a claim that the pod uses. */
export function isClaimOf({ pod, namespace }: PodInfo, object: KubeObject | undefined): boolean {
  if (object?.kind !== 'PersistentVolumeClaim' || object.metadata?.namespace !== namespace) return false;
  return claimUses(pod).some(({ claimName }) => claimName === object.metadata?.name);
}

/** A node that came, or whose labels changed: volumes may be reachable there. */
export function isNewPlace({ before, after }: { readonly before?: Node; readonly after?: Node }): boolean {
  return after !== undefined && before?.metadata?.labels !== after.metadata?.labels;
}

/** Upstream's text when a claim of the right name belongs to somebody else; undefined when it is this pod's. */
export function foreignClaimProblem(pod: Pod, claim: PersistentVolumeClaim): string | undefined {
  const owner = claim.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  const isOwn = owner !== undefined && (owner.uid === pod.metadata?.uid || (!owner.uid && owner.name === pod.metadata?.name));
  if (isOwn) return undefined;
  const { namespace, name } = pod.metadata ?? {};
  return `PVC ${claim.metadata?.namespace}/${claim.metadata?.name} was not created for pod ${namespace}/${name} (pod is not owner)`;
}
