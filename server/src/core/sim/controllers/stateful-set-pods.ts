import type { Pod, StatefulSet } from '../../generated/api.ts';
import { type Message, message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';
import { refOf } from '../object.ts';
import { applyPolicy, claimsFollowPolicy, createClaims, existingClaims } from './stateful-set-claims.ts';
import { hasIdentity, hasStorage, ordinalOf, withIdentity } from './stateful-set-identity.ts';

/** Steps that end with the text of the trouble, or undefined when all went well. */
export type PodSteps = Generator<Action, string | undefined, Outcome>;

/** First the claims, then the pod that mounts them (`stateful_pod_control.go CreateStatefulPod`). */
export function* createPod(cluster: Cluster, set: StatefulSet, pod: Pod): PodSteps {
  const because = message('simNextOrdinal', { set: refOf(set).name, ordinal: ordinalOf(pod) });
  const claims = existingClaims(cluster, set, pod);
  const trouble = yield* createClaims(cluster, set, pod);
  if (trouble !== undefined) return yield* tell(set, pod, 'Create', trouble, because);
  const outcome = yield { do: 'create', object: pod, because };
  if (!outcome.ok && outcome.status === 'AlreadyExists') return outcome.message;
  const conflict = yield* applyPolicy(set, pod, claims);
  if (conflict !== undefined) return yield* tell(set, pod, 'Update', conflict, because);
  return yield* tell(set, pod, 'Create', outcome.ok ? undefined : outcome.message, because);
}

/** Puts name, labels, volumes and claims right where someone changed them (`UpdateStatefulPod`). */
export function* mendPod(cluster: Cluster, set: StatefulSet, pod: Pod): PodSteps {
  const isRight = hasIdentity(set, pod) && hasStorage(set, pod);
  const because = message('simMendPod', { pod: refOf(pod).name });
  if (!hasStorage(set, pod)) {
    const trouble = yield* createClaims(cluster, set, pod);
    if (trouble !== undefined) return yield* tell(set, pod, 'Update', trouble, because);
  }
  const follows = claimsFollowPolicy(cluster, set, pod);
  if (!follows) {
    const trouble = yield* applyPolicy(set, pod, existingClaims(cluster, set, pod));
    if (trouble !== undefined) return yield* tell(set, pod, 'Update', trouble, because);
  }
  if (isRight && follows) return undefined;
  const outcome = yield { do: 'update', object: withIdentity(set, pod), because };
  return yield* tell(set, pod, 'Update', outcome.ok ? undefined : outcome.message, because);
}

export function* deletePod(set: StatefulSet, pod: Pod, because: Message): PodSteps {
  const outcome = yield { do: 'delete', object: refOf(pod), because };
  const trouble = outcome.ok || outcome.status === 'NotFound' ? undefined : outcome.message;
  return yield* tell(set, pod, 'Delete', trouble, because);
}

function* tell(set: StatefulSet, pod: Pod, verb: 'Create' | 'Update' | 'Delete', trouble: string | undefined, because: Message): PodSteps {
  const what = `${verb} Pod ${refOf(pod).name} in StatefulSet ${refOf(set).name}`;
  const about = refOf(set);
  if (trouble === undefined)
    yield { do: 'event', about, type: 'Normal', reason: `Successful${verb}`, message: `${what} successful`, because };
  else yield { do: 'event', about, type: 'Warning', reason: `Failed${verb}`, message: `${what} failed error: ${trouble}`, because };
  return trouble;
}
