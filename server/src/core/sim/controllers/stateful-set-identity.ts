import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet, Volume } from '../../generated/api.ts';
import { refOf } from '../object.ts';
import { REVISION_HASH_LABEL, templateOf } from './controller-revisions.ts';
import { controllerRef } from './ownership.ts';
import { podFromTemplate } from './pods.ts';

/** Names, ordinals and claims of a StatefulSet's pods (`pkg/controller/statefulset/stateful_set_utils.go`). */
const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

export function startOf({ spec }: StatefulSet): number {
  return spec?.ordinals?.start ?? 0;
}

export function replicasOf({ spec }: StatefulSet): number {
  return spec?.replicas ?? 1;
}

export function isInRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= startOf(set) && ordinal < startOf(set) + replicasOf(set);
}

/** The number at the end of a pod's name; -1 without one. */
export function ordinalOf(pod: Pod): number {
  return splitName(pod).ordinal;
}

/** Whether the pod's name is that of a pod of this set. */
export function isMember(set: StatefulSet, pod: Pod): boolean {
  return splitName(pod).parent === refOf(set).name;
}

export function revisionNameOf(pod: Pod): string {
  return pod.metadata?.labels?.[REVISION_HASH_LABEL] ?? '';
}

/** A pod at its ordinal, of the template that a revision keeps. It has no phase until the server has it. */
export function newPod(set: StatefulSet, revision: ControllerRevision, ordinal: number): Pod {
  const { namespace, name: setName } = refOf(set);
  const name = `${setName}-${ordinal}`;
  const pod = podFromTemplate(templateOf(revision));
  const labels = {
    ...pod.metadata?.labels,
    [POD_NAME_LABEL]: name,
    [POD_INDEX_LABEL]: String(ordinal),
    [REVISION_HASH_LABEL]: refOf(revision).name,
  };
  const subdomain = set.spec?.serviceName;
  return withStorage(set, {
    ...pod,
    metadata: { ...pod.metadata, name, namespace, labels, ownerReferences: [controllerRef(set)] },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [], hostname: name, ...(subdomain ? { subdomain } : {}) },
  });
}

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata?.name}-${refOf(set).name}-${ordinal}`;
}

/** The claims that the pod of an ordinal needs. */
export function claimsOf(set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] {
  const { namespace } = refOf(set);
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace,
      labels: { ...template.metadata?.labels, ...set.spec?.selector?.matchLabels },
    },
  }));
}

/** Whether the pod has its name, its labels and its volumes (`identityMatches`, `storageMatches`). */
export function hasIdentity(set: StatefulSet, pod: Pod): boolean {
  return isMember(set, pod) && ordinalOf(pod) >= 0 && pod.metadata?.labels?.[POD_NAME_LABEL] === pod.metadata?.name;
}

export function hasStorage(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  const volumes = pod.spec?.volumes ?? [];
  return (set.spec?.volumeClaimTemplates ?? []).every((template) => {
    const volume = volumes.find(({ name }) => name === template.metadata?.name);
    return volume?.persistentVolumeClaim?.claimName === claimName(set, template, ordinal);
  });
}

export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(pod);
  const name = pod.metadata?.name ?? '';
  const labels = { ...pod.metadata?.labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal) };
  return withStorage(set, { ...pod, metadata: { ...pod.metadata, labels } });
}

function withStorage(set: StatefulSet, pod: Pod): Pod {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  if (templates.length === 0) return pod;
  const ordinal = ordinalOf(pod);
  const claimed: readonly Volume[] = templates.map((template) => ({
    name: template.metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  const others = (pod.spec?.volumes ?? []).filter(({ name }) => !claimed.some((volume) => volume.name === name));
  return { ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], volumes: [...claimed, ...others] } };
}

function splitName(pod: Pod): { readonly parent: string; readonly ordinal: number } {
  const found = /^(.*)-([0-9]+)$/.exec(pod.metadata?.name ?? '');
  if (found === null) return { parent: '', ordinal: -1 };
  const ordinal = Number(found[2]);
  return { parent: found[1] ?? '', ordinal: ordinal < 2 ** 31 ? ordinal : -1 };
}
