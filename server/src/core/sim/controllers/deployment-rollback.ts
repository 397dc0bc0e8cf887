import type { Deployment, ReplicaSet } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import { refOf } from '../object.ts';
import { ROLLBACK_TO, revisionOf, rolledBackAnnotations } from './deployment-annotations.ts';
import { syncRevisions } from './deployment-revision.ts';
import type { Steps, Sync } from './deployment-sync.ts';
import { isControlledBy } from './ownership.ts';
import { isSameTemplate, withoutHash } from './same-template.ts';

/**
 * What `kubectl rollout undo` writes: the Deployment with the template and annotations of an earlier revision, or the reason why
 * there is nothing to do (`kubectl/pkg/polymorphichelpers/rollback.go`).
 *
 * @param toRevision 0 for the one before the latest
 */
export function undo(cluster: Cluster, deployment: Deployment, toRevision: number): Deployment | UndoRefusal {
  const sets = cluster.ownedBy('ReplicaSet', deployment.metadata?.uid ?? '').filter((set) => isControlledBy(set, deployment));
  const target = toRevision === 0 ? previousOf(sets) : sets.find((set) => revisionOf(set) === toRevision);
  if (target === undefined) return 'noSuchRevision';
  if (deployment.spec?.paused === true) return 'paused';
  if (isSameTemplate(target.spec?.template, deployment.spec?.template)) return 'sameTemplate';
  return withTemplateOf(deployment, target);
}

export type UndoRefusal = 'noSuchRevision' | 'paused' | 'sameTemplate';

/** The revision that the deprecated rollback annotation asks for; undefined without a usable one. */
export function rollbackTarget({ metadata }: Deployment): number | undefined {
  const text = metadata?.annotations?.[ROLLBACK_TO];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Carries out the deprecated rollback annotation (`pkg/controller/deployment/rollback.go`). */
export function* rollBack(sync: Sync): Steps<'written'> {
  const revisions = yield* syncRevisions(sync, true);
  if (revisions === 'refused') return 'refused';
  const sets = revisions.newSet === undefined ? revisions.oldSets : [...revisions.oldSets, revisions.newSet];
  const asked = rollbackTarget(sync.deployment) ?? 0;
  const target = asked === 0 ? previousOf(sets) : sets.find((set) => revisionOf(set) === asked);
  if (target === undefined) {
    const text = asked === 0 ? 'Unable to find last revision.' : 'Unable to find the revision to rollback to.';
    return yield* finish(sync.deployment, 'Warning', 'DeploymentRollbackRevisionNotFound', text);
  }
  const { name } = refOf(sync.deployment);
  if (isSameTemplate(target.spec?.template, sync.deployment.spec?.template)) {
    const text = `The rollback revision contains the same template as current deployment "${name}"`;
    return yield* finish(sync.deployment, 'Warning', 'DeploymentRollbackTemplateUnchanged', text);
  }
  const text = `Rolled back deployment "${name}" to revision ${revisionOf(target)}`;
  return yield* finish(withTemplateOf(sync.deployment, target), 'Normal', 'DeploymentRollback', text);
}

function* finish(deployment: Deployment, type: 'Normal' | 'Warning', reason: string, text: string): Steps<'written'> {
  const because = message('simRollback', { deployment: refOf(deployment).name, text });
  const { [ROLLBACK_TO]: _done, ...annotations } = deployment.metadata?.annotations ?? {};
  const outcome = yield { do: 'update', object: { ...deployment, metadata: { ...deployment.metadata, annotations } }, because };
  if (outcome.ok || type === 'Warning') yield { do: 'event', about: refOf(deployment), type, reason, message: text, because };
  return outcome.ok ? 'written' : 'refused';
}

function withTemplateOf(deployment: Deployment, set: ReplicaSet): Deployment {
  const annotations = rolledBackAnnotations(deployment, set);
  const restored: Deployment = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  if (restored.spec === undefined) return restored;
  return { ...restored, spec: { ...restored.spec, template: withoutHash(set.spec?.template) } };
}

/** The second highest revision (`LastRevision`). */
function previousOf(sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const numbered = sets.filter((set) => revisionOf(set) !== undefined);
  return [...numbered].sort((a, b) => (revisionOf(b) ?? 0) - (revisionOf(a) ?? 0))[1];
}
