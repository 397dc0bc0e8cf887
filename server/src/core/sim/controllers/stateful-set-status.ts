import type { Pod, StatefulSet, StatefulSetStatus } from '../../generated/api.ts';
import { refOf } from '../object.ts';
import { isAvailable, isReady } from './pods.ts';
import { replicasOf, revisionNameOf } from './stateful-set-identity.ts';
import type { SetRevisions } from './stateful-set-revisions.ts';

/** The status as these pods give it (`updateStatus`). */
export function countStatus(set: StatefulSet, revisions: SetRevisions, pods: readonly Pod[], nowMs: number): StatefulSetStatus {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const created = pods.filter(isCreated);
  const ready = created.filter((pod) => pod.status?.phase === 'Running' && isReady(pod));
  const staying = created.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const countOf = (revision: string): number => staying.filter((pod) => revisionNameOf(pod) === revision).length;
  const currentRevision = refOf(revisions.current).name;
  const updateRevision = refOf(revisions.update).name;
  return {
    observedGeneration: set.metadata?.generation ?? 0,
    replicas: created.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
    currentReplicas: countOf(currentRevision),
    updatedReplicas: countOf(updateRevision),
    currentRevision,
    updateRevision,
    collisionCount: revisions.collisions,
  };
}

/** Once every pod is of the update revision and ready, that is the current one (`completeRollingUpdate`). */
export function withCompletion(set: StatefulSet, status: StatefulSetStatus): StatefulSetStatus {
  const replicas = replicasOf(set);
  const isComplete = status.updatedReplicas === replicas && status.readyReplicas === replicas && status.replicas === replicas;
  if (!isComplete || !isRolling(set)) return status;
  const { updateRevision: currentRevision } = status;
  return { ...status, currentReplicas: replicas, ...(currentRevision === undefined ? {} : { currentRevision }) };
}

/** `inconsistentStatus`: a change of the collision count or the conditions alone is not written. */
export function differs(before: StatefulSetStatus | undefined, after: StatefulSetStatus): boolean {
  return (
    (after.observedGeneration ?? 0) > (before?.observedGeneration ?? 0) ||
    COUNTS.some((count) => (after[count] ?? 0) !== (before?.[count] ?? 0)) ||
    (after.currentRevision ?? '') !== (before?.currentRevision ?? '') ||
    (after.updateRevision ?? '') !== (before?.updateRevision ?? '')
  );
}

export function isRolling({ spec }: StatefulSet): boolean {
  return (spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
}

/** The server has it: it has a phase. */
export function isCreated({ status }: Pod): boolean {
  return (status?.phase ?? '') !== '';
}

const COUNTS = ['replicas', 'currentReplicas', 'readyReplicas', 'updatedReplicas', 'availableReplicas'] as const;
