import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../generated/api.ts';
import { isReservedFor } from '../../kube/pv-matching.ts';
import { storageClassOf } from '../../kube/quota-usage.ts';
import { type Message, message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from '../component.ts';
import { keyOf, refOf, splitKey, timeOf } from '../object.ts';
import { boundClaim, boundVolume, findBestMatch, isBound, mismatchOf } from './claim-binding.ts';
import { expandClaim } from './claim-expansion.ts';

/** How long a storage driver takes to make a volume, and to delete one: data, since no manifest says it. */
const PROVISION_MS = 2000;
const DELETE_MS = 1000;

/**
 * Binds claims to volumes, has volumes made and reclaims them (pkg/controller/volume/persistentvolume), with the storage driver
 * behind it; and holds claims and volumes in use (pkg/controller/volume/pvcprotection).
 */
export const persistentVolumeController: Component = {
  name: 'persistentvolume',
  kinds: ['PersistentVolume', 'PersistentVolumeClaim', 'StorageClass', 'Pod'],
  keysOf,
  *reconcile(cluster, key, nowMs) {
    const { namespace, name } = splitKey(key);
    if (namespace === '') yield* syncVolume(cluster, name, nowMs);
    else yield* syncClaim(cluster, key, nowMs);
  },
};

const PROTECTION = 'kubernetes.io/pvc-protection';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const RELEASED_AT = 'kijabi.dev/released-at';

function* keysOf(change: Change, cluster: Cluster): Generator<string> {
  const object = change.is === 'deleted' ? change.before : change.after;
  switch (object.kind) {
    case 'PersistentVolumeClaim':
      yield keyOf(refOf(object));
      yield* volumeKeys((object as PersistentVolumeClaim).spec?.volumeName);
      if (change.is === 'deleted') for (const volume of cluster.list('PersistentVolume')) yield refOf(volume).name;
      return;
    case 'PersistentVolume': {
      if (change.is !== 'deleted') yield refOf(object).name;
      const { claimRef } = (object as PersistentVolume).spec ?? {};
      if (claimRef?.name !== undefined) yield keyOf({ namespace: claimRef.namespace ?? '', name: claimRef.name });
      else yield* unboundClaims(cluster);
      return;
    }
    case 'StorageClass':
      yield* unboundClaims(cluster);
      return;
    case 'Pod':
      for (const claim of claimNames(object as Pod)) {
        const found = cluster.get('PersistentVolumeClaim', refOf(object).namespace, claim);
        if (found?.metadata?.deletionTimestamp !== undefined) yield keyOf(refOf(found));
      }
  }
}

function* volumeKeys(name: string | undefined): Generator<string> {
  if (name !== undefined && name !== '') yield name;
}

function* unboundClaims(cluster: Cluster): Generator<string> {
  for (const claim of cluster.list('PersistentVolumeClaim')) if (!isBound(claim)) yield keyOf(refOf(claim));
}

function claimNames({ spec }: Pod): readonly string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined ? [] : [persistentVolumeClaim.claimName],
  );
}

function* syncClaim(cluster: Cluster, key: string, nowMs: number): Reconcile {
  const { namespace, name } = splitKey(key);
  const claim = cluster.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined) return;
  if (claim.metadata?.deletionTimestamp !== undefined) yield* releaseClaim(cluster, claim);
  else if (isBound(claim)) yield* checkBond(cluster, claim, nowMs);
  else if ((claim.spec?.volumeName ?? '') !== '') yield* bindRequested(cluster, claim);
  else yield* bindBest(cluster, claim, nowMs);
}

/** A claim that is being deleted goes when no pod uses it any more. */
function* releaseClaim(cluster: Cluster, claim: PersistentVolumeClaim): Reconcile {
  const { namespace, name } = refOf(claim);
  const finalizers = claim.metadata?.finalizers ?? [];
  const isUsed = cluster.listIn('Pod', namespace).some((pod) => {
    const hasEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    return !hasEnded && claimNames(pod).includes(name);
  });
  if (isUsed || !finalizers.includes(PROTECTION)) return;
  const metadata = { ...claim.metadata, finalizers: finalizers.filter((each) => each !== PROTECTION) };
  yield { do: 'update', object: { ...claim, metadata }, because: message('storageClaimUnused', { claim: name }) };
}

function* checkBond(cluster: Cluster, claim: PersistentVolumeClaim, nowMs: number): Reconcile {
  const volume = cluster.get('PersistentVolume', '', claim.spec?.volumeName ?? '');
  if (volume === undefined) {
    if (claim.status?.phase === 'Lost') return;
    const text = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
    yield* setPhase(claim, 'Lost');
    yield event(claim, 'Warning', 'ClaimLost', text);
    return;
  }
  if (volume.spec?.claimRef === undefined) yield* bind(claim, volume);
  else if (!isReservedFor(volume, claim) && claim.status?.phase !== 'Lost') {
    yield* setPhase(claim, 'Lost');
    yield event(claim, 'Warning', 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
  } else yield* expandClaim(claim, volume, nowMs);
}

/** A claim that names its volume gets that one or none. */
function* bindRequested(cluster: Cluster, claim: PersistentVolumeClaim): Reconcile {
  const name = claim.spec?.volumeName ?? '';
  const volume = cluster.get('PersistentVolume', '', name);
  if (volume === undefined) {
    yield* setPhase(claim, 'Pending');
  } else if (volume.spec?.claimRef === undefined) {
    const mismatch = mismatchOf(volume, claim);
    if (mismatch === undefined) {
      yield* bind(claim, volume);
      return;
    }
    yield event(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume "${name}": ${mismatch}`);
    yield* setPhase(claim, 'Pending');
  } else if (isReservedFor(volume, claim)) {
    yield* bind(claim, volume);
  } else {
    yield event(claim, 'Warning', 'FailedBinding', `volume "${name}" already bound to a different claim.`);
    yield* setPhase(claim, 'Pending');
  }
}

function* bindBest(cluster: Cluster, claim: PersistentVolumeClaim, nowMs: number): Reconcile {
  const className = storageClassOf(claim);
  const storageClass = className === '' ? undefined : cluster.get('StorageClass', '', className);
  const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = findBestMatch(claim, cluster.list('PersistentVolume'), isDelayed);
  if (volume !== undefined) {
    yield* bind(claim, volume);
    return;
  }
  const isWaiting = isDelayed && claim.metadata?.annotations?.[SELECTED_NODE] === undefined;
  if (isWaiting) yield waitingEvent(cluster, claim);
  else if (className !== '') return yield* provision(claim, storageClass, nowMs);
  else yield event(claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set');
  yield* setPhase(claim, 'Pending');
}

function waitingEvent(cluster: Cluster, claim: PersistentVolumeClaim): Action {
  const { namespace, name } = refOf(claim);
  const pods = cluster.listIn('Pod', namespace).filter((pod) => !pod.spec?.nodeName && claimNames(pod).includes(name));
  const [pod] = pods;
  if (pod === undefined) return event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  return event(claim, 'Normal', 'WaitForPodScheduled', `waiting for pod ${refOf(pod).name} to be scheduled`);
}

/** Asks the class's driver for a volume; after a while it is there. */
function* provision(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined, nowMs: number): Reconcile {
  const className = storageClassOf(claim);
  if (storageClass === undefined) {
    yield event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    yield* setPhase(claim, 'Pending');
    return;
  }
  const { provisioner } = storageClass;
  if (provisioner === 'kubernetes.io/no-provisioner') {
    yield event(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`);
    yield* setPhase(claim, 'Pending');
    return;
  }
  const since = timeOf(claim.metadata?.annotations?.[ASKED_AT]);
  if (since === undefined) {
    const text = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    const annotations = { ...claim.metadata?.annotations, [PROVISIONER]: provisioner, [ASKED_AT]: new Date(nowMs).toISOString() };
    const asked = { ...claim, metadata: { ...claim.metadata, annotations }, status: { ...claim.status, phase: 'Pending' } };
    yield { do: 'update', object: asked, because: message('storageProvisioning', { claim: refOf(claim).name, provisioner }) };
    yield event(claim, 'Normal', 'ExternalProvisioning', text);
    return;
  }
  if (since + PROVISION_MS > nowMs) {
    yield { do: 'requeue', key: keyOf(refOf(claim)), afterMs: since + PROVISION_MS - nowMs };
    return;
  }
  const volume = newVolume(claim, storageClass);
  const because = message('storageProvisioned', { claim: refOf(claim).name, volume: refOf(volume).name });
  const outcome = yield { do: 'create', object: volume, because };
  if (!outcome.ok && outcome.status !== 'AlreadyExists') return 'retry';
  yield event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${refOf(volume).name}`);
}

const ASKED_AT = 'kijabi.dev/provisioning-since';

function newVolume(claim: PersistentVolumeClaim, { provisioner, reclaimPolicy, mountOptions }: StorageClass): PersistentVolume {
  const { namespace, name } = refOf(claim);
  const volumeName = `pvc-${claim.metadata?.uid ?? `${namespace}-${name}`}`;
  const storage = claim.spec?.resources?.requests?.storage;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
    spec: {
      ...(storage === undefined ? {} : { capacity: { storage } }),
      accessModes: claim.spec?.accessModes ?? [],
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid: claim.metadata?.uid ?? '' },
      csi: { driver: provisioner, volumeHandle: volumeName },
      persistentVolumeReclaimPolicy: reclaimPolicy ?? 'Delete',
      storageClassName: storageClassOf(claim),
      ...(claim.spec?.volumeMode === undefined ? {} : { volumeMode: claim.spec.volumeMode }),
      ...(mountOptions === undefined ? {} : { mountOptions }),
    },
    status: { phase: 'Pending' },
  };
}

function* bind(claim: PersistentVolumeClaim, volume: PersistentVolume): Generator<Action, void, Outcome> {
  const because = message('storageBound', { claim: refOf(claim).name, volume: refOf(volume).name });
  const first = yield { do: 'update', object: boundVolume(volume, claim), because };
  if (first.ok) yield { do: 'update', object: boundClaim(claim, volume), because };
}

function* syncVolume(cluster: Cluster, name: string, nowMs: number): Reconcile {
  const volume = cluster.get('PersistentVolume', '', name);
  if (volume === undefined) return;
  const { claimRef } = volume.spec ?? {};
  if (claimRef === undefined || claimRef.uid === undefined || claimRef.uid === '') {
    yield* setVolumePhase(volume, 'Available', message('storageAvailable', { volume: name }));
    return;
  }
  const claim = cluster.get('PersistentVolumeClaim', claimRef.namespace ?? '', claimRef.name ?? '');
  if (claim !== undefined && claim.metadata?.uid === claimRef.uid) {
    if (claim.spec?.volumeName === name)
      yield* setVolumePhase(volume, 'Bound', message('storageBound', { claim: refOf(claim).name, volume: name }));
    return;
  }
  yield* reclaim(volume, nowMs);
}

/** The claim is gone: the policy says what becomes of the volume. */
function* reclaim(volume: PersistentVolume, nowMs: number): Reconcile {
  const { name } = refOf(volume);
  const policy = volume.spec?.persistentVolumeReclaimPolicy ?? 'Retain';
  const because = message('storageReleased', { volume: name, policy });
  const since = timeOf(volume.metadata?.annotations?.[RELEASED_AT]);
  if (volume.status?.phase !== 'Released' || since === undefined) {
    const annotations = { ...volume.metadata?.annotations, [RELEASED_AT]: new Date(nowMs).toISOString() };
    const released = { ...volume, metadata: { ...volume.metadata, annotations }, status: { ...volume.status, phase: 'Released' } };
    yield { do: 'update', object: released, because };
    return;
  }
  if (policy === 'Retain') return;
  if (since + DELETE_MS > nowMs) {
    yield { do: 'requeue', key: name, afterMs: since + DELETE_MS - nowMs };
    return;
  }
  if (policy === 'Delete') {
    yield { do: 'delete', object: refOf(volume), because };
    return;
  }
  // Recycle: wiped and offered again.
  const { claimRef: _, ...spec } = volume.spec ?? {};
  const { [RELEASED_AT]: _since, ...annotations } = volume.metadata?.annotations ?? {};
  yield {
    do: 'update',
    object: { ...volume, metadata: { ...volume.metadata, annotations }, spec, status: { phase: 'Available' } },
    because,
  };
}

function* setVolumePhase(volume: PersistentVolume, phase: string, because: Message): Generator<Action, void, Outcome> {
  if (volume.status?.phase === phase) return;
  yield { do: 'updateStatus', object: { ...volume, status: { ...volume.status, phase } }, because };
}

function* setPhase(claim: PersistentVolumeClaim, phase: string): Generator<Action, void, Outcome> {
  if (claim.status?.phase === phase) return;
  const because = message('storageClaimPhase', { claim: refOf(claim).name, phase });
  yield { do: 'updateStatus', object: { ...claim, status: { ...claim.status, phase } }, because };
}

function event(claim: PersistentVolumeClaim, type: 'Normal' | 'Warning', reason: string, text: string): Action {
  const about = refOf(claim);
  return { do: 'event', about, type, reason, message: text, because: message('storageClaimNews', { claim: about.name, text }) };
}
