import type { Deployment, DeploymentStatus, ReplicaSet } from '../../generated/api.ts';
import type { Message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';

/** What one sync of a Deployment knows and has changed so far. */
export interface Sync {
  readonly cluster: Cluster;
  readonly nowMs: number;
  /**
   * As read at the start, with what this sync has set in it since. Its resourceVersion stays that of the start: a second write in
   * one sync is refused as a conflict and the sync is tried again, just as with the real controller.
   */
  deployment: Deployment;
  /** The ReplicaSets it manages, oldest first. */
  readonly sets: readonly ReplicaSet[];
}

/** Steps that end with a value, or with 'refused' when the API server said no: then the sync ends and is tried again. */
export type Steps<T> = Generator<Action, T | 'refused', Outcome>;

export function* writeStatus(sync: Sync, status: DeploymentStatus, because: Message): Steps<'written'> {
  sync.deployment = { ...sync.deployment, status };
  const outcome = yield { do: 'updateStatus', object: sync.deployment, because };
  return outcome.ok ? 'written' : 'refused';
}
