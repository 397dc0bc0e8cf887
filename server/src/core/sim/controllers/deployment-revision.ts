import type { ReplicaSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { refOf } from '../object.ts';
import { newSetAnnotations, REVISION, revisionOf, withReplicas } from './deployment-annotations.ts';
import { conditionIn, newCondition, progressDeadlineMs, withCondition } from './deployment-conditions.ts';
import { type Steps, type Sync, writeStatus } from './deployment-sync.ts';
import { newReplicaCount } from './fenceposts.ts';
import { controllerRef, isControlledBy } from './ownership.ts';
import { nameOf, totalSize } from './replica-sets.ts';
import { isSameTemplate, TEMPLATE_HASH_LABEL, withoutHash } from './same-template.ts';
import { hashTemplate } from './template-hash.ts';

export interface Revisions {
  /** The ReplicaSet of the Deployment's present template, if there is one yet. */
  readonly newSet: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly oldSets: readonly ReplicaSet[];
}

/** Of several ReplicaSets with the Deployment's template the oldest is the new one (`FindNewReplicaSet`). */
export function findRevisions(sync: Sync): Revisions {
  const newSet = sync.sets.find((set) => isSameTemplate(set.spec?.template, sync.deployment.spec?.template));
  return { newSet, oldSets: sync.sets.filter((set) => set !== newSet) };
}

/**
 * Numbers the new ReplicaSet one above the highest of the old ones and notes the number on the Deployment, making the ReplicaSet
 * where it is missing and wanted (`sync.go getAllReplicaSetsAndSyncRevision`).
 */
export function* syncRevisions(sync: Sync, createMissing: boolean): Steps<Revisions> {
  const { newSet, oldSets } = findRevisions(sync);
  const revision = Math.max(0, ...oldSets.map((set) => revisionOf(set) ?? 0)) + 1;
  if (newSet === undefined) {
    if (!createMissing) return { newSet, oldSets };
    const created = yield* createSet(sync, oldSets, revision);
    return created === 'refused' ? 'refused' : { newSet: created, oldSets };
  }
  const annotations = newSetAnnotations(sync.deployment, newSet.metadata?.annotations, revision);
  const minReadySeconds = sync.deployment.spec?.minReadySeconds ?? 0;
  if (annotations !== newSet.metadata?.annotations || (newSet.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    const object: ReplicaSet = {
      ...newSet,
      metadata: { ...newSet.metadata, ...(annotations === undefined ? {} : { annotations }) },
      ...(newSet.spec === undefined ? {} : { spec: { ...newSet.spec, minReadySeconds } }),
    };
    const outcome = yield { do: 'update', object, because: message('simRevisionTaken', { set: nameOf(newSet), revision }) };
    return outcome.ok ? { newSet: outcome.object as ReplicaSet, oldSets } : 'refused';
  }
  const noted = yield* noteFoundSet(sync, newSet);
  return noted === 'refused' ? 'refused' : { newSet, oldSets };
}

/** Copies the revision to the Deployment, and starts timing it when its ReplicaSet was there before it. */
function* noteFoundSet(sync: Sync, newSet: ReplicaSet): Steps<'noted'> {
  const renumbered = setRevision(sync, newSet.metadata?.annotations?.[REVISION] ?? '');
  const status = sync.deployment.status ?? {};
  const isUntimed = progressDeadlineMs(sync.deployment) !== undefined && conditionIn(status, 'Progressing') === undefined;
  if (!renumbered && !isUntimed) return 'noted';
  const text = `Found new replica set "${nameOf(newSet)}"`;
  const next = isUntimed ? withCondition(status, newCondition('Progressing', 'True', 'FoundNewReplicaSet', text, sync.nowMs)) : status;
  const written = yield* writeStatus(sync, next, message('simFoundSet', { set: nameOf(newSet) }));
  return written === 'refused' ? 'refused' : 'noted';
}

function setRevision(sync: Sync, revision: string): boolean {
  const { metadata } = sync.deployment;
  if ((metadata?.annotations?.[REVISION] ?? '') === revision) return false;
  sync.deployment = { ...sync.deployment, metadata: { ...metadata, annotations: { ...metadata?.annotations, [REVISION]: revision } } };
  return true;
}

function* createSet(sync: Sync, oldSets: readonly ReplicaSet[], revision: number): Steps<ReplicaSet> {
  const wanted = newSetOf(sync, oldSets, revision);
  const replicas = wanted.spec?.replicas ?? 0;
  const name = nameOf(wanted);
  const because = message('simNewTemplate', { deployment: refOf(sync.deployment).name, set: name, replicas, revision });
  const outcome = yield { do: 'create', object: wanted, because };
  if (!outcome.ok && outcome.status === 'AlreadyExists') return yield* resolveCollision(sync, wanted);
  if (!outcome.ok) {
    yield* reportFailure(sync, `Failed to create new replica set "${name}": ${outcome.message}`);
    return 'refused';
  }
  if (replicas > 0) {
    const text = `Scaled up replica set ${name} from 0 to ${replicas}`;
    yield { do: 'event', about: refOf(sync.deployment), type: 'Normal', reason: 'ScalingReplicaSet', message: text, because };
  }
  const renumbered = setRevision(sync, String(revision));
  let status = sync.deployment.status ?? {};
  const isTimed = progressDeadlineMs(sync.deployment) !== undefined;
  if (isTimed) {
    status = withCondition(
      status,
      newCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, sync.nowMs),
    );
  }
  if (!isTimed && !renumbered) return outcome.object as ReplicaSet;
  const written = yield* writeStatus(sync, status, because);
  return written === 'refused' ? 'refused' : (outcome.object as ReplicaSet);
}

function newSetOf({ deployment }: Sync, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { spec, metadata } = deployment;
  const template = spec?.template ?? {};
  const hash = hashTemplate(withoutHash(template), deployment.status?.collisionCount ?? 0);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const selector = { ...spec?.selector, matchLabels: { ...spec?.selector?.matchLabels, [TEMPLATE_HASH_LABEL]: hash } };
  const annotations = newSetAnnotations(deployment, undefined, revision);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: setName(metadata?.name ?? '', hash),
      namespace: metadata?.namespace ?? '',
      labels,
      annotations: withReplicas(annotations, deployment),
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: newReplicaCount(deployment, 0, totalSize(oldSets)),
      minReadySeconds: spec?.minReadySeconds ?? 0,
      selector,
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

const LONGEST_NAME = 253;

function setName(deployment: string, hash: string): string {
  return `${deployment.slice(0, LONGEST_NAME - 1 - hash.length)}-${hash}`;
}

/** The name is taken: by this very template (then that is the new ReplicaSet), or by another one (then the hash gets a new salt). */
function* resolveCollision(sync: Sync, wanted: ReplicaSet): Steps<ReplicaSet> {
  const { deployment } = sync;
  const { namespace, name } = refOf(wanted);
  const existing = sync.cluster.get('ReplicaSet', namespace, name);
  if (existing !== undefined && isControlledBy(existing, deployment)) {
    if (isSameTemplate(deployment.spec?.template, existing.spec?.template)) return existing;
  }
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  yield* writeStatus(sync, { ...deployment.status, collisionCount }, message('simHashTaken', { set: name }));
  return 'refused';
}

function* reportFailure(sync: Sync, text: string): Steps<'reported'> {
  const because = message('simRefused', { text });
  if (progressDeadlineMs(sync.deployment) !== undefined) {
    const condition = newCondition('Progressing', 'False', 'ReplicaSetCreateError', text, sync.nowMs);
    yield* writeStatus(sync, withCondition(sync.deployment.status ?? {}, condition), because);
  }
  const about = refOf(sync.deployment);
  yield { do: 'event', about, type: 'Warning', reason: 'ReplicaSetCreateError', message: text, because };
  return 'reported';
}
