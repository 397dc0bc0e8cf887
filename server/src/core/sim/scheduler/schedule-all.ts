import type { Pod } from '../../generated/api.ts';
import type { Refusal } from '../component.ts';
import { controllerOf, type KubeObject, keyOf, type ObjectRef, refOf } from '../object.ts';
import type { Decision } from './decision.ts';
import { createEffects } from './effects.ts';
import { expandWorkloads } from './expand-workloads.ts';
import { type IntakeProblem, takeIn } from './intake.ts';
import { askNamespaces, type RefusedPod } from './namespace-limits.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';
import { withReadyClaims } from './storage-readiness.ts';

export interface ScheduleAllOptions extends SchedulerOptions {
  /** Completes an object as the API server would on creation, or says why it refuses. Without it objects are taken as they are. */
  readonly admit?: (object: KubeObject) => KubeObject | Refusal;
  /** Asked before each attempt with the number of attempts so far and the pods in all; false ends the run. */
  readonly proceed?: (attempts: number, pods: number) => boolean;
}

export interface ScheduleAllResult {
  /** One for each attempt, in the order of the queue; a pod may have several. */
  readonly decisions: readonly Decision[];
  /** The pods that waited for a node, workloads expanded, by `namespace/name`. */
  readonly pods: ReadonlyMap<string, Pod>;
  /** Whom each pod, refused ones too, was made for in the end: a Deployment, not its ReplicaSet; a bare pod is there for itself. */
  readonly workloads: ReadonlyMap<string, ObjectRef>;
  /** Pods that are never made, since a LimitRange or a quota of their namespace refuses them. */
  readonly refused: readonly RefusedPod[];
  readonly problems: readonly IntakeProblem[];
}

/** Attempts per pod at most: a pod that keeps being helped and turned away again is given up. */
const MAX_ATTEMPTS_PER_POD = 10;

/**
 * Places all pods that wait, as the real queue would bring them up: priority, then age. Pods that found no node are tried again when a
 * placement or a preemption may have helped them, until nothing changes any more.
 */
export function scheduleAll(given: readonly KubeObject[], options: ScheduleAllOptions = {}): ScheduleAllResult {
  const { accepted, refused } = admitAll(given, options.admit);
  const expanded = withReadyClaims(expandWorkloads(accepted));
  const { objects, pending: asked, problems } = takeIn(expanded);
  const { admitted: pending, refused: refusedPods } = askNamespaces(asked, objects);
  const scheduler = createScheduler(options);
  const effects = createEffects(scheduler, objects);
  for (const object of objects) scheduler.upsert(object, 0);
  const pods = new Map(pending.map((pod) => [keyOf(refOf(pod)), pod]));
  for (const pod of pending) scheduler.upsert(pod, 0);

  const decisions = pending.filter((pod) => !scheduler.isQueued(pod)).map((pod) => scheduler.schedule(pod, 0));
  const limit = pending.length * MAX_ATTEMPTS_PER_POD;
  for (let attempts = 0; attempts < limit; attempts++) {
    if (options.proceed?.(attempts, pending.length) === false) break;
    const decision = scheduler.next(attempts);
    if (decision === undefined) break;
    decisions.push(decision);
    const pod = pods.get(decision.pod);
    if (pod !== undefined) effects.apply(pod, decision, attempts);
  }
  return { decisions, pods, workloads: workloadsOf(asked, expanded), refused: refusedPods, problems: [...refused, ...problems] };
}

function workloadsOf(pods: readonly Pod[], objects: readonly KubeObject[]): ReadonlyMap<string, ObjectRef> {
  const replicaSets = objects.filter(({ kind }) => kind === 'ReplicaSet');
  const ownerByReplicaSet = new Map(replicaSets.map((set) => [`${namespaceOf(set)}/${set.metadata?.name}`, controllerOf(set)]));
  return new Map(
    pods.map((pod) => {
      const namespace = namespaceOf(pod);
      const owner = controllerOf(pod);
      const topmost = (owner?.kind === 'ReplicaSet' ? ownerByReplicaSet.get(`${namespace}/${owner.name}`) : undefined) ?? owner;
      return [keyOf(refOf(pod)), topmost === undefined ? refOf(pod) : { kind: topmost.kind, namespace, name: topmost.name }];
    }),
  );
}

function namespaceOf({ metadata }: KubeObject): string {
  return metadata?.namespace || 'default';
}

/** What the API server refuses is left out. */
function admitAll(
  given: readonly KubeObject[],
  admit: ScheduleAllOptions['admit'],
): { readonly accepted: readonly KubeObject[]; readonly refused: readonly IntakeProblem[] } {
  if (admit === undefined) return { accepted: given, refused: [] };
  const accepted: KubeObject[] = [];
  const refused: IntakeProblem[] = [];
  for (const object of given) {
    const answer = admit(object);
    if ('ok' in answer) refused.push({ ...refOf(object), reason: answer.message });
    else accepted.push(object.status === undefined ? answer : { ...answer, status: object.status });
  }
  return { accepted, refused };
}
