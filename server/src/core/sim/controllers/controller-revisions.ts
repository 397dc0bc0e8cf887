import type { ControllerRevision, PodTemplateSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Outcome } from '../component.ts';
import { type KubeObject, refOf, timeOf } from '../object.ts';
import { controllerRef, isControlledBy } from './ownership.ts';
import { isSameTemplate } from './same-template.ts';
import { hashTemplate } from './template-hash.ts';

/** The history of pod templates that StatefulSets and DaemonSets keep as ControllerRevisions (`pkg/controller/history`). */
export const REVISION_HASH_LABEL = 'controller-revision-hash';

/** The revisions of an owner, lowest number first. */
export function revisionsOf(cluster: Cluster, owner: KubeObject): readonly ControllerRevision[] {
  const owned = cluster.ownedBy('ControllerRevision', owner.metadata?.uid ?? '').filter((each) => isControlledBy(each, owner));
  return [...owned].sort((a, b) => a.revision - b.revision || createdMs(a) - createdMs(b) || (refOf(a).name < refOf(b).name ? -1 : 1));
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  return (revision.data as { spec?: { template?: PodTemplateSpec } } | undefined)?.spec?.template ?? {};
}

export function hasTemplate(revision: ControllerRevision, template: PodTemplateSpec | undefined): boolean {
  return isSameTemplate(templateOf(revision), template);
}

/**
 * Makes the revision of a template; when its name is taken by another template, with a new salt.
 *
 * @param collisions how often that has happened to this owner before
 */
export function* createRevision(
  cluster: Cluster,
  owner: KubeObject,
  template: PodTemplateSpec | undefined,
  revision: number,
  collisions: number,
): Generator<Action, { readonly created: ControllerRevision; readonly collisions: number } | 'refused', Outcome> {
  for (let salt = collisions; ; salt++) {
    const object = revisionObject(owner, template, revision, salt);
    const outcome = yield { do: 'create', object, because: message('simNewRevision', { owner: refOf(owner).name, revision }) };
    if (outcome.ok) return { created: outcome.object as ControllerRevision, collisions: salt };
    if (outcome.status !== 'AlreadyExists') return 'refused';
    const { namespace, name } = refOf(object);
    const existing = cluster.get('ControllerRevision', namespace, name);
    if (existing !== undefined && hasTemplate(existing, template)) return { created: existing, collisions: salt };
  }
}

/** An old template is wanted again: its revision moves to the front. */
export function* renumber(revision: ControllerRevision, number: number): Generator<Action, ControllerRevision | 'refused', Outcome> {
  if (revision.revision === number) return revision;
  const because = message('simOldRevision', { revision: refOf(revision).name, number });
  const outcome = yield { do: 'update', object: { ...revision, revision: number } as KubeObject, because };
  return outcome.ok ? (outcome.object as ControllerRevision) : 'refused';
}

function revisionObject(owner: KubeObject, template: PodTemplateSpec | undefined, revision: number, salt: number): ControllerRevision {
  const { namespace, name } = refOf(owner);
  const hash = hashTemplate(template, salt);
  const annotations = owner.metadata?.annotations;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name.slice(0, LONGEST_PREFIX)}-${hash}`,
      namespace,
      labels: { ...template?.metadata?.labels, [REVISION_HASH_LABEL]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(owner)],
    },
    data: { spec: { template } },
    revision,
  } as ControllerRevision;
}

/** A revision's name leaves room for its hash (`history.ControllerRevisionName`). */
const LONGEST_PREFIX = 223;

function createdMs({ metadata }: ControllerRevision): number {
  return timeOf(metadata?.creationTimestamp) ?? 0;
}
