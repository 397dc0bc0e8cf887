import type { Pod } from '../../generated/api.ts';
import type { KubeObject } from '../object.ts';
import type { Decision } from './decision.ts';
import { createEffects } from './effects.ts';
import { takeIn } from './intake.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';

export interface ReplayOptions extends SchedulerOptions {
  /** When the pod that preempted others is tried again: after all other pods, or at once. */
  readonly retry: 'end' | 'immediate';
}

/** Of recordings: the instant before the first pod is placed. */
const REPLAY_START_MS = Date.UTC(2026, 0, 1, 1, 0, 0);

/**
 * Plays recorded scenarios: each pending pod in file order is tried once, whatever its priority. A placed pod gets its node's zone and a
 * start time, its claims are bound; victims are gone at once, and the preemptor is tried once more.
 */
export function replay(given: readonly KubeObject[], options: ReplayOptions): readonly Decision[] {
  const { objects, pending } = takeIn(given);
  const scheduler = createScheduler(options);
  const effects = createEffects(scheduler, objects);
  for (const object of objects) scheduler.upsert(object, REPLAY_START_MS);
  const decisions: Decision[] = [];
  const preemptors: Pod[] = [];

  function attempt(pod: Pod): Decision {
    const nowMs = REPLAY_START_MS + (decisions.length + 1) * 1000;
    const decision = scheduler.schedule(pod, nowMs);
    decisions.push(decision);
    effects.apply(pod, decision, nowMs);
    return decision;
  }

  for (const pod of pending) {
    if (attempt(pod).victims.length === 0) continue;
    if (options.retry === 'immediate') attempt(pod);
    else preemptors.push(pod);
  }
  // A stable sort: file order among equals.
  for (const pod of preemptors.sort((a, b) => (b.spec?.priority ?? 0) - (a.spec?.priority ?? 0))) attempt(pod);
  return decisions;
}
