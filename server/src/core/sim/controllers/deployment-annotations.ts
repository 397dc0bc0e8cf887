import type { Deployment, ReplicaSet } from '../../generated/api.ts';
import { maxSurgeOf, replicasOf } from './fenceposts.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** These belong to one object and are not copied between a Deployment and its ReplicaSets. */
const OWN = new Set([LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO]);
/** Longest text of the revision history; older revisions give way. */
const LONGEST_HISTORY = 2000;

export type Annotations = Readonly<Record<string, string>>;

/** The revision of a ReplicaSet; 0 without one, undefined when it is no number. */
export function revisionOf({ metadata }: ReplicaSet): number | undefined {
  return parseInteger(metadata?.annotations?.[REVISION] ?? '0');
}

/** What a ReplicaSet notes of the size its Deployment had when it was last scaled. */
export function desiredReplicasOf({ metadata }: ReplicaSet): number | undefined {
  return parseCount(metadata?.annotations?.[DESIRED_REPLICAS]);
}

export function maxReplicasOf({ metadata }: ReplicaSet): number | undefined {
  return parseCount(metadata?.annotations?.[MAX_REPLICAS]);
}

export function withReplicas(annotations: Annotations | undefined, deployment: Deployment): Annotations {
  const desired = replicasOf(deployment);
  return { ...annotations, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + maxSurgeOf(deployment)) };
}

/**
 * The annotations of the new ReplicaSet: those of its Deployment, and the revision, whose former value joins the history when the
 * ReplicaSet is taken into use again (`SetNewReplicaSetAnnotations`). The same object when nothing changes.
 */
export function newSetAnnotations(deployment: Deployment, annotations: Annotations | undefined, revision: number): Annotations | undefined {
  let next = annotations;
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) {
    if (!OWN.has(key) && next?.[key] !== value) next = { ...next, [key]: value };
  }
  const before = annotations?.[REVISION];
  const former = before === undefined || before === '' ? 0 : parseInteger(before);
  if (former === undefined) return annotations;
  if (former < revision) {
    next = { ...next, [REVISION]: String(revision) };
    if (before !== undefined) next = { ...next, [REVISION_HISTORY]: historyWith(annotations?.[REVISION_HISTORY] ?? '', before) };
  }
  return next;
}

/** The Deployment's annotations after a rollback: its own kept, all others as the ReplicaSet has them (`SetDeploymentAnnotationsTo`). */
export function rolledBackAnnotations(deployment: Deployment, set: ReplicaSet): Annotations {
  const own = Object.entries(deployment.metadata?.annotations ?? {}).filter(([key]) => OWN.has(key));
  const others = Object.entries(set.metadata?.annotations ?? {}).filter(([key]) => !OWN.has(key));
  return Object.fromEntries([...own, ...others]);
}

function historyWith(history: string, revision: string): string {
  if (history === '') return revision;
  const kept = history.split(',');
  let length = history.length + revision.length + 1;
  while (length > LONGEST_HISTORY && kept.length > 0) length -= (kept.shift()?.length ?? 0) + 1;
  return length <= LONGEST_HISTORY ? [...kept, revision].join(',') : history;
}

function parseInteger(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const count = Number(text);
  return count < 2 ** 31 ? count : undefined;
}
