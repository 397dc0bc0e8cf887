import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../generated/api.ts';
import { formatTime, type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import type { Decision } from './decision.ts';
import { takeIn } from './intake.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';

export interface ReplayOptions extends SchedulerOptions {
  /** When the pod that preempted others is tried again: after all other pods, or at once. */
  readonly retry: 'end' | 'immediate';
  /** Called before each attempt; false stops. */
  readonly proceed?: (done: number) => boolean;
}

/** Of recordings: the instant before the first pod is placed. */
const REPLAY_START_MS = Date.UTC(2026, 0, 1, 1, 0, 0);

/**
 * Plays recorded scenarios: each pending pod in file order is tried once, whatever its priority. A placed pod gets its node's zone and a
 * start time, its claims are bound; victims are gone at once, and the preemptor is tried once more.
 */
export function replay(given: readonly KubeObject[], options: ReplayOptions): readonly Decision[] {
  const { objects, pending } = takeIn(given);
  const scheduler = createScheduler(options);
  const known = new Map(objects.map((object) => [idOf(object), object]));
  for (const object of objects) scheduler.upsert(object, REPLAY_START_MS);
  const decisions: Decision[] = [];
  const preemptors: Pod[] = [];

  function put(object: KubeObject): void {
    known.set(idOf(object), object);
    scheduler.upsert(object, REPLAY_START_MS);
  }

  function attempt(pod: Pod): Decision {
    const decision = scheduler.schedule(pod, REPLAY_START_MS + (decisions.length + 1) * 1000);
    decisions.push(decision);
    if (decision.node !== '') place(pod, decision);
    for (const victim of decision.victims) scheduler.remove({ kind: 'Pod', ...splitKey(victim) }, REPLAY_START_MS);
    return decision;
  }

  function place(pod: Pod, decision: Decision): void {
    const node = known.get(`Node ${decision.node}`) as Node | undefined;
    for (const [claim, volume] of Object.entries(decision.volumeBindings ?? {}))
      bind(claim, known.get(`PersistentVolume ${volume}`) as PersistentVolume);
    for (const claim of decision.volumesProvisioned ?? []) bind(claim, provision(claim, node));
    put(placedPod(pod, decision.node, node, REPLAY_START_MS + decisions.length * 1000));
  }

  function bind(claimKey: string, volume: PersistentVolume): void {
    const claim = known.get(`PersistentVolumeClaim ${claimKey}`) as PersistentVolumeClaim;
    for (const object of boundPair(claim, volume)) put(object);
  }

  function provision(claimKey: string, node: Node | undefined): PersistentVolume {
    const claim = known.get(`PersistentVolumeClaim ${claimKey}`) as PersistentVolumeClaim;
    const className = claim.spec?.storageClassName ?? '';
    const provisioner = (known.get(`StorageClass ${className}`) as { provisioner?: string } | undefined)?.provisioner ?? '';
    return provisionedVolume(claim, provisioner, node);
  }

  for (const pod of pending) {
    if (options.proceed?.(decisions.length) === false) return decisions;
    if (attempt(pod).victims.length === 0) continue;
    if (options.retry === 'immediate') attempt(pod);
    else preemptors.push(pod);
  }
  const byPriority = preemptors
    .map((pod, index) => ({ pod, index }))
    .sort((a, b) => priorityOf(b.pod) - priorityOf(a.pod) || a.index - b.index);
  for (const { pod } of byPriority) attempt(pod);
  return decisions;
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

function priorityOf({ spec }: Pod): number {
  return spec?.priority ?? 0;
}

function idOf(object: KubeObject): string {
  const ref = refOf(object);
  return `${ref.kind} ${keyOf(ref)}`;
}
