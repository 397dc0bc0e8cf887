import type { PersistentVolumeClaim, Pod, StorageClass } from '../../generated/api.ts';
import { defaultClassOf } from '../admission/default-storage-class.ts';
import { type KubeObject, keyOf, refOf } from '../object.ts';
import type { Decision } from './decision.ts';
import { createEffects } from './effects.ts';
import { expandWorkloads } from './expand-workloads.ts';
import { type IntakeProblem, takeIn } from './intake.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';

export interface ScheduleAllOptions extends SchedulerOptions {
  /** Asked before each attempt with the number of attempts so far and the pods in all; false ends the run. */
  readonly proceed?: (attempts: number, pods: number) => boolean;
}

export interface ScheduleAllResult {
  /** One for each attempt, in the order of the queue; a pod may have several. */
  readonly decisions: readonly Decision[];
  /** The pods that waited for a node, workloads expanded, by `namespace/name`. */
  readonly pods: ReadonlyMap<string, Pod>;
  readonly problems: readonly IntakeProblem[];
}

/** Attempts per pod at most: a pod that keeps being helped and turned away again is given up. */
const MAX_ATTEMPTS_PER_POD = 10;

/**
 * Places all pods that wait, as the real queue would bring them up: priority, then age. Pods that found no node are tried again when a
 * placement or a preemption may have helped them, until nothing changes any more.
 */
export function scheduleAll(given: readonly KubeObject[], options: ScheduleAllOptions = {}): ScheduleAllResult {
  const { objects, pending, problems } = takeIn(withDefaultClasses(expandWorkloads(given)));
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
  return { decisions, pods, problems };
}

function withDefaultClasses(objects: readonly KubeObject[]): readonly KubeObject[] {
  const classes = objects.flatMap((object) => (object.kind === 'StorageClass' ? [object as StorageClass] : []));
  const className = defaultClassOf(classes)?.metadata?.name;
  if (className === undefined) return objects;
  return objects.map((object) => {
    const claim = object as PersistentVolumeClaim;
    const isOpen = object.kind === 'PersistentVolumeClaim' && claim.spec !== undefined && claim.spec.storageClassName === undefined;
    return isOpen ? { ...claim, spec: { ...claim.spec, storageClassName: className } } : object;
  });
}
