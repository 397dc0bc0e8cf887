import type { DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from '../generated/api.ts';
import type { KubeObject } from './object.ts';

/** How many pods a workload wants and has, by its own status. */
export interface WorkloadCounts {
  readonly desired: number;
  readonly current: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** All pods are of the present template and available, and none is left of another. */
  readonly complete: boolean;
}

/** Workloads whose life is told in samples. Jobs want to end, not to stay: their `available` is what has succeeded. */
export const WORKLOAD_KINDS = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'] as const;

export function countsOf(object: KubeObject): WorkloadCounts | undefined {
  switch (object.kind) {
    case 'Deployment':
      return deploymentCounts(object as Deployment);
    case 'ReplicaSet':
    case 'ReplicationController':
      return bareCounts(object as ReplicaSet);
    case 'StatefulSet':
      return statefulSetCounts(object as StatefulSet);
    case 'DaemonSet':
      return daemonSetCounts(object as DaemonSet);
    case 'Job':
      return jobCounts(object as Job);
    default:
      return undefined;
  }
}

export function replicaSetCounts({ spec, status }: ReplicaSet): Pick<WorkloadCounts, 'desired' | 'current' | 'ready' | 'available'> {
  return {
    desired: spec?.replicas ?? 1,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}

function deploymentCounts({ metadata, spec, status }: Deployment): WorkloadCounts {
  const desired = spec?.replicas ?? 1;
  const counts = {
    desired,
    current: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
  const isObserved = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  return { ...counts, complete: isObserved && counts.current === desired && counts.updated === desired && counts.available === desired };
}

/** Of a set that stands alone, where every pod counts, whatever its template was. */
function bareCounts(set: ReplicaSet): WorkloadCounts {
  const counts = replicaSetCounts(set);
  const { current, desired, available } = counts;
  const isObserved = (set.status?.observedGeneration ?? 0) >= (set.metadata?.generation ?? 0);
  return { ...counts, updated: current, complete: isObserved && current === desired && available === desired };
}

function statefulSetCounts({ metadata, spec, status }: StatefulSet): WorkloadCounts {
  const desired = spec?.replicas ?? 1;
  const counts = {
    desired,
    current: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
  const isObserved = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const isUpdated = spec?.updateStrategy?.type === 'OnDelete' || counts.updated >= desired - partition;
  return { ...counts, complete: isObserved && counts.current === desired && isUpdated && counts.available === desired };
}

function daemonSetCounts({ metadata, spec, status }: DaemonSet): WorkloadCounts {
  const desired = status?.desiredNumberScheduled ?? 0;
  const counts = {
    desired,
    current: status?.currentNumberScheduled ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
  };
  const isObserved = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const isUpdated = spec?.updateStrategy?.type === 'OnDelete' || counts.updated === desired;
  return { ...counts, complete: isObserved && isUpdated && counts.available === desired };
}

function jobCounts({ spec, status }: Job): WorkloadCounts {
  const desired = spec?.completions ?? spec?.parallelism ?? 1;
  const isDone = status?.conditions?.some(({ type, status: value }) => type === 'Complete' && value === 'True');
  return {
    desired,
    current: status?.active ?? 0,
    updated: status?.active ?? 0,
    ready: status?.ready ?? 0,
    available: status?.succeeded ?? 0,
    complete: isDone === true,
  };
}
