import type { JsonObject } from '../base/json.ts';
import type { LimitRange, PersistentVolumeClaim, Pod, ResourceQuota } from '../generated/api.ts';
import { applyLimitDefaults } from '../kube/limit-range.ts';
import { withResourceDefaults } from '../kube/pod-resource-defaults.ts';
import type { Resource } from '../kube/resource.ts';
import { acceptedObject } from './accepted.ts';
import { type PodOwner, podMetadataOf, podOf } from './pods.ts';
import type { Setting } from './rule.ts';
import { isTogether, objectsOfKind, readObject } from './workspace.ts';

/** Quotas of the namespace that an object goes into, as the workspace writes them. */
export function quotasFor(resource: Resource, setting: Setting): readonly ResourceQuota[] {
  return together('ResourceQuota', resource, setting) as readonly ResourceQuota[];
}

export function limitRangesFor(resource: Resource, setting: Setting): readonly LimitRange[] {
  return together('LimitRange', resource, setting) as readonly LimitRange[];
}

/**
 * The pod that an object makes, with the amounts that the server and the LimitRanges of its namespace fill in. Remembered with
 * the object: a quota asks it of all objects of its namespace whenever one is edited.
 */
export function admittedPod(owner: PodOwner, limitRanges: readonly LimitRange[]): Pod | undefined {
  const known = admitted.get(owner.value);
  const isOfSame =
    known?.limitRanges.length === limitRanges.length && known.limitRanges.every((each, index) => each === limitRanges[index]);
  if (known !== undefined && isOfSame) return known.pod;
  const pod = admit(owner, limitRanges);
  admitted.set(owner.value, { limitRanges, pod });
  return pod;
}

interface Admitted {
  readonly limitRanges: readonly LimitRange[];
  readonly pod: Pod | undefined;
}

const admitted = new WeakMap<PodOwner['value'], Admitted>();

function admit(owner: PodOwner, limitRanges: readonly LimitRange[]): Pod | undefined {
  const part = podOf(owner);
  if (part === undefined) return undefined;
  const pod = withResourceDefaults({ metadata: podMetadataOf(owner), spec: part.spec } as unknown as Pod);
  return limitRanges.reduce((filled, limitRange) => applyLimitDefaults(limitRange, filled), pod);
}

export function asClaim({ value }: Resource): PersistentVolumeClaim {
  return value as unknown as PersistentVolumeClaim;
}

function together(kind: string, resource: Resource, setting: Setting): readonly JsonObject[] {
  return objectsOfKind(setting, kind)
    .filter((each) => isTogether(each, resource, setting))
    .map((each) => acceptedObject(readObject(setting, each), setting.catalog))
    .filter((each) => each !== undefined);
}
