import type { ControllerRevision, Pod, StatefulSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';
import { refOf } from '../object.ts';
import { createRevision, hasTemplate, renumber } from './controller-revisions.ts';
import { revisionNameOf } from './stateful-set-identity.ts';

export interface SetRevisions {
  /** The one before the update, as long as the update is not complete. */
  readonly current: ControllerRevision;
  /** The one of the set's present template. */
  readonly update: ControllerRevision;
  readonly collisions: number;
}

/** Finds, renews or makes the revision of the present template (`getStatefulSetRevisions`). */
export function* syncRevisions(
  cluster: Cluster,
  set: StatefulSet,
  known: readonly ControllerRevision[],
): Generator<Action, SetRevisions | 'refused', Outcome> {
  const template = set.spec?.template;
  const latest = known.at(-1);
  const equal = known.filter((revision) => hasTemplate(revision, template)).at(-1);
  let collisions = set.status?.collisionCount ?? 0;
  let update = equal;
  if (equal === undefined) {
    const made = yield* createRevision(cluster, set, template, (latest?.revision ?? 0) + 1, collisions);
    if (made === 'refused') return 'refused';
    update = made.created;
    collisions = made.collisions;
  } else if (equal !== latest) {
    const renewed = yield* renumber(equal, (latest?.revision ?? 0) + 1);
    if (renewed === 'refused') return 'refused';
    update = renewed;
  }
  if (update === undefined) return 'refused';
  const current = known.find((revision) => refOf(revision).name === set.status?.currentRevision) ?? update;
  return { current, update, collisions };
}

const DEFAULT_HISTORY = 10;

/** Forgets revisions that no pod has, oldest first, beyond the limit (`truncateHistory`). */
export function* truncateHistory(
  set: StatefulSet,
  known: readonly ControllerRevision[],
  { current, update }: SetRevisions,
  pods: readonly Pod[],
): Generator<Action, 'refused' | undefined, Outcome> {
  const live = new Set([refOf(current).name, refOf(update).name, ...pods.map(revisionNameOf)]);
  const past = known.filter((revision) => !live.has(refOf(revision).name));
  const limit = set.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY;
  if (limit < 0) return undefined;
  for (const revision of past.slice(0, Math.max(0, past.length - limit))) {
    const because = message('simRevisionLimit', { revision: refOf(revision).name, limit });
    const outcome = yield { do: 'delete', object: refOf(revision), because };
    if (!outcome.ok && outcome.status !== 'NotFound') return 'refused';
  }
  return undefined;
}
