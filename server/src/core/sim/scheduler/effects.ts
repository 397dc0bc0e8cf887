import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../generated/api.ts';
import { formatTime, type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import type { Decision } from './decision.ts';
import type { Scheduler } from './scheduler.ts';

/** Makes decisions true at once, where nothing else acts in the cluster: no kubelets, no controllers, no grace. */
export interface Effects {
  put(object: KubeObject, nowMs: number): void;
  /** Puts the pod on its node and binds its claims, or removes the victims of preemption. */
  apply(pod: Pod, decision: Decision, nowMs: number): void;
}

export function createEffects(scheduler: Scheduler, objects: readonly KubeObject[]): Effects {
  const known = new Map(objects.map((object) => [idOf(object), object]));
  const find = <T extends KubeObject>(kind: string, key: string): T | undefined => known.get(`${kind} ${key}`) as T | undefined;

  function put(object: KubeObject, nowMs: number): void {
    known.set(idOf(object), object);
    scheduler.upsert(object, nowMs);
  }

  function bind(claimKey: string, volume: PersistentVolume | undefined, nowMs: number): void {
    const claim = find<PersistentVolumeClaim>('PersistentVolumeClaim', claimKey);
    if (claim === undefined || volume === undefined) return;
    for (const object of boundPair(claim, volume)) put(object, nowMs);
  }

  function provision(claimKey: string, node: Node | undefined): PersistentVolume | undefined {
    const claim = find<PersistentVolumeClaim>('PersistentVolumeClaim', claimKey);
    if (claim === undefined) return undefined;
    const storageClass = find<KubeObject & { provisioner?: string }>('StorageClass', claim.spec?.storageClassName ?? '');
    return provisionedVolume(claim, storageClass?.provisioner ?? '', node);
  }

  return {
    put,
    apply(pod, decision, nowMs) {
      for (const victim of decision.victims) scheduler.remove({ kind: 'Pod', ...splitKey(victim) }, nowMs);
      if (decision.node === '') return;
      const node = find<Node>('Node', decision.node);
      for (const [claim, volume] of Object.entries(decision.volumeBindings ?? {})) bind(claim, find('PersistentVolume', volume), nowMs);
      for (const claim of decision.volumesProvisioned ?? []) bind(claim, provision(claim, node), nowMs);
      put(placedPod(pod, decision.node, node, nowMs), nowMs);
    },
  };
}

/** A pod on its node: binding copies zone and region of the node onto it (admission plugin PodTopologyLabels). */
export function placedPod(pod: Pod, nodeName: string, node: Node | undefined, startMs: number): Pod {
  const labels: Record<string, string> = { ...pod.metadata?.labels };
  for (const key of ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region']) {
    const value = node?.metadata?.labels?.[key];
    if (value !== undefined) labels[key] = value;
  }
  return {
    ...pod,
    metadata: { ...pod.metadata, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: { ...pod.spec, nodeName } as NonNullable<Pod['spec']>,
    status: { ...pod.status, phase: 'Running', startTime: formatTime(startMs) },
  };
}

/** A claim and the volume that now belongs to it. */
export function boundPair(claim: PersistentVolumeClaim, volume: PersistentVolume): readonly [PersistentVolumeClaim, PersistentVolume] {
  const { namespace = '', name = '', uid } = claim.metadata ?? {};
  return [
    {
      ...claim,
      metadata: { ...claim.metadata, annotations: { ...claim.metadata?.annotations, 'pv.kubernetes.io/bind-completed': 'yes' } },
      spec: { ...claim.spec, volumeName: volume.metadata?.name ?? '' },
      status: { ...claim.status, phase: 'Bound' },
    },
    {
      ...volume,
      spec: { ...volume.spec, claimRef: { namespace, name, ...(uid === undefined ? {} : { uid }) } },
      status: { ...volume.status, phase: 'Bound' },
    },
  ];
}

/** What a provisioner makes for a claim on a node: a volume of its zone, if it has one. */
export function provisionedVolume(claim: PersistentVolumeClaim, driver: string, node: Node | undefined): PersistentVolume {
  const { namespace = '', name = '' } = claim.metadata ?? {};
  const volumeName = `pvc-${namespace}-${name}`;
  const zone = node?.metadata?.labels?.['topology.kubernetes.io/zone'];
  const storage = claim.spec?.resources?.requests?.storage;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      ...(storage === undefined ? {} : { capacity: { storage } }),
      accessModes: claim.spec?.accessModes ?? [],
      storageClassName: claim.spec?.storageClassName ?? '',
      csi: { driver, volumeHandle: volumeName },
      ...(zone === undefined
        ? {}
        : {
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] }],
              },
            },
          }),
    },
    status: { phase: 'Available' },
  };
}

function idOf(object: KubeObject): string {
  const ref = refOf(object);
  return `${ref.kind} ${keyOf(ref)}`;
}
