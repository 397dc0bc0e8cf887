import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from '../../../../server/src/core/generated/api.ts';
import type { Cluster } from '../../../../server/src/core/sim/cluster.ts';
import { refOf } from '../../../../server/src/core/sim/object.ts';
import { applyPatch, isEqual } from '../../../../server/src/core/sim/trace.ts';
import type { RecordedTrace, State } from './case.ts';
import { sliceStates } from './slices-state.ts';

/** ReplicaSets and ControllerRevisions by name, numbered in the order of their creation. */
export interface Numbering {
  readonly sets: Map<string, string>;
  readonly revisions: Map<string, string>;
  /** The stable names of pods that slices have named. */
  readonly pods: Map<string, string>;
  /** The `spec.replicas` of each numbered ReplicaSet. */
  readonly sizes: Map<string, number>;
  readonly created: { sets: number; revisions: number };
}

export function createNumbering(): Numbering {
  return { sets: new Map(), revisions: new Map(), pods: new Map(), sizes: new Map(), created: { sets: 0, revisions: 0 } };
}

/** Notes what was created; what comes back under an old name is another object. */
export function number({ sets, revisions, created }: Numbering, kind: string, name: string): void {
  if (kind === 'ReplicaSet') sets.set(name, `rs#${++created.sets}`);
  if (kind === 'ControllerRevision') revisions.set(name, `rev#${++created.revisions}`);
}

/**
 * The README's State of a cluster.
 *
 * @param sawJob a Job was shown before: the pods of Jobs are shown until they are gone
 */
export function projectState(cluster: Cluster, numbering: Numbering, startMs: number, anonymousNodes: boolean, sawJob: boolean): State {
  const state: Record<string, unknown> = { ...sliceStates(cluster, numbering) };
  for (const each of cluster.list('PodDisruptionBudget')) state[`budget/${refOf(each).name}`] = budgetState(each);
  for (const each of cluster.list('Deployment')) state[`deployment/${refOf(each).name}`] = deploymentState(each);
  if (cluster.list('Deployment').length > 0) state.replicaSets = replicaSetStates(cluster, numbering);
  for (const each of cluster.list('StatefulSet')) {
    state[`statefulset/${refOf(each).name}`] = statefulSetState(each, numbering);
    state.pods = Object.fromEntries(cluster.list('Pod').map((pod) => [refOf(pod).name, `${revisionOf(pod, numbering)} ${podState(pod)}`]));
    if (cluster.list('PersistentVolumeClaim').length > 0) state.claims = claimStates(cluster);
  }
  for (const each of cluster.list('DaemonSet')) {
    state[`daemonset/${refOf(each).name}`] = daemonSetState(each);
    Object.assign(state, podsOnNodes(cluster, anonymousNodes));
  }
  const cronJobs = cluster.list('CronJob');
  for (const each of cronJobs) {
    state[`cronjob/${refOf(each).name}`] = cronJobState(each, startMs);
    state.jobs = Object.fromEntries(cluster.list('Job').map((job) => [refOf(job).name, jobVerdict(job)]));
  }
  if (cronJobs.length > 0) return state;
  const jobs = cluster.list('Job');
  for (const each of jobs) state[`job/${refOf(each).name}`] = jobState(each, startMs);
  if (jobs.length > 0 || sawJob) state.pods = countPods(cluster);
  return state;
}

/** The recorded list of states, each one whole. */
export function recordedStates(trace: RecordedTrace): readonly { t: number; state: State }[] {
  let state: State = {};
  return trace.states.map(({ t, s, d }) => {
    state = s ?? (applyPatch(state, d) as State);
    return { t, state };
  });
}

export function podState(pod: Pod): string {
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  return `${isReady ? 'Ready' : pod.status?.phase}${pod.metadata?.deletionTimestamp === undefined ? '' : '/Terminating'}`;
}

export function isSameState(a: unknown, b: unknown): boolean {
  return isEqual(a, b);
}

function deploymentState({ metadata, status }: Deployment): State {
  return {
    available: status?.availableReplicas ?? 0,
    conditions: (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value}/${reason}`).sort(),
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
    ready: status?.readyReplicas ?? 0,
    replicas: status?.replicas ?? 0,
    revision: metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? '',
    terminating: status?.terminatingReplicas ?? 0,
    unavailable: status?.unavailableReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
  };
}

function replicaSetStates(cluster: Cluster, numbering: Numbering): State {
  return Object.fromEntries(cluster.list('ReplicaSet').map((set) => [numbering.sets.get(refOf(set).name), replicaSetState(set)]));
}

function replicaSetState({ metadata, spec, status }: ReplicaSet): State {
  const history = metadata?.annotations?.['deployment.kubernetes.io/revision-history'];
  return {
    available: status?.availableReplicas ?? 0,
    ...(history === undefined ? {} : { history }),
    image: spec?.template?.spec?.containers[0]?.image,
    ready: status?.readyReplicas ?? 0,
    replicas: status?.replicas ?? 0,
    revision: metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? '',
    spec: spec?.replicas ?? 0,
    terminating: status?.terminatingReplicas ?? 0,
  };
}

function statefulSetState({ metadata, status }: StatefulSet, { revisions }: Numbering): State {
  return {
    available: status?.availableReplicas ?? 0,
    current: status?.currentReplicas ?? 0,
    currentRevision: revisions.get(status?.currentRevision ?? '') ?? '',
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
    ready: status?.readyReplicas ?? 0,
    replicas: status?.replicas ?? 0,
    updateRevision: revisions.get(status?.updateRevision ?? '') ?? '',
    updated: status?.updatedReplicas ?? 0,
  };
}

function revisionOf(pod: Pod, { revisions }: Numbering): string {
  return revisions.get(pod.metadata?.labels?.['controller-revision-hash'] ?? '') ?? '';
}

function claimStates(cluster: Cluster): State {
  const owners = (refs: readonly { kind: string; name: string }[]): string => refs.map(({ kind, name }) => `${kind}/${name}`).join(',');
  return Object.fromEntries(
    cluster.list('PersistentVolumeClaim').map((claim) => [refOf(claim).name, owners(claim.metadata?.ownerReferences ?? [])]),
  );
}

function daemonSetState({ metadata, status }: DaemonSet): State {
  return {
    available: status?.numberAvailable ?? 0,
    current: status?.currentNumberScheduled ?? 0,
    desired: status?.desiredNumberScheduled ?? 0,
    misscheduled: status?.numberMisscheduled ?? 0,
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
    ready: status?.numberReady ?? 0,
    unavailable: status?.numberUnavailable ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
  };
}

function podsOnNodes(cluster: Cluster, anonymousNodes: boolean): State {
  const byNode = new Map<string, string[]>();
  for (const pod of cluster.list('Pod')) {
    const node = pod.spec?.nodeName ?? '';
    byNode.set(node, [...(byNode.get(node) ?? []), `${pod.spec?.containers[0]?.image} ${podState(pod)}`].sort());
  }
  if (!anonymousNodes) return { podsByNode: Object.fromEntries(byNode) };
  return { podsPerNode: [...byNode.values()].map((texts) => texts.join(' + ')).sort() };
}

function budgetState({ metadata, status }: PodDisruptionBudget): State {
  return {
    allowed: status?.disruptionsAllowed ?? 0,
    conditions: (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value}/${reason}`),
    desired: status?.desiredHealthy ?? 0,
    expected: status?.expectedPods ?? 0,
    healthy: status?.currentHealthy ?? 0,
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
  };
}

function seconds(time: string | undefined, startMs: number): number | undefined {
  return time === undefined ? undefined : (Date.parse(time) - startMs) / 1000;
}

function jobState({ status }: Job, startMs: number): State {
  const completionTime = seconds(status?.completionTime, startMs);
  const startTime = seconds(status?.startTime, startMs);
  return {
    active: status?.active ?? 0,
    ...(status?.completedIndexes ? { completedIndexes: status.completedIndexes } : {}),
    ...(completionTime === undefined ? {} : { completionTime }),
    conditions: (status?.conditions ?? [])
      .map(({ type, status: value, reason, message }) => `${type}=${value}/${reason}: ${withoutSuffix(message ?? '')}`)
      .sort(),
    failed: status?.failed ?? 0,
    ...(status?.failedIndexes ? { failedIndexes: status.failedIndexes } : {}),
    ready: status?.ready ?? 0,
    ...(startTime === undefined ? {} : { startTime }),
    succeeded: status?.succeeded ?? 0,
    terminating: status?.terminating ?? 0,
  };
}

/** Generated names end in a star, as the README writes them. */
export function withoutSuffix(text: string): string {
  return text.replace(/(Created pod: |Deleted pod: |Pod default\/|for pod default\/|for pod ")(.*?)-[a-z0-9]{5}(?=[ "]|$)/g, '$1$2-*');
}

function countPods(cluster: Cluster): State {
  const counts: Record<string, number> = {};
  for (const pod of cluster.list('Pod')) {
    const index = pod.metadata?.annotations?.['batch.kubernetes.io/job-completion-index'];
    const text = index === undefined ? podState(pod) : `${index} ${podState(pod)}`;
    counts[text] = (counts[text] ?? 0) + 1;
  }
  return counts;
}

function jobVerdict({ status }: Job): string {
  const isTrue = (type: string): boolean => status?.conditions?.some((each) => each.type === type && each.status === 'True') === true;
  return isTrue('Complete') ? 'Complete' : isTrue('Failed') ? 'Failed' : isTrue('Suspended') ? 'Suspended' : 'Running';
}

function cronJobState({ status }: CronJob, startMs: number): State {
  const lastSchedule = seconds(status?.lastScheduleTime, startMs);
  const lastSuccessful = seconds(status?.lastSuccessfulTime, startMs);
  return {
    active: (status?.active ?? []).map(({ name }) => name).sort(),
    ...(lastSchedule === undefined ? {} : { lastSchedule }),
    ...(lastSuccessful === undefined ? {} : { lastSuccessful }),
  };
}
