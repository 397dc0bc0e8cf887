/**
 * The seam between the scheduler and whoever drives it (the engine of the simulator, the command line, a recording's replay).
 *
 * - The driver owns the objects. It tells of each one that came, changed (`upsert`) or went (`remove`); the scheduler keeps its own
 *   incremental view. Pods without a node that name one of its profiles enter the queue by themselves; gated ones wait.
 * - `next(nowMs)` takes the next pod from the queue and runs one cycle. A placement is assumed at once, so the next cycle sees it;
 *   the driver makes it true (spec.nodeName, the PodScheduled condition, claims) and tells of the changed pod.
 *   Of a preemption the driver deletes `victims`, sets status.nominatedNodeName, and tells of both.
 * - `wakeAtMs` is when the queue has a pod again without further changes (back-off, the five-minute flush).
 * - `schedule` runs one cycle for a given pod outside of the queue.
 *
 * Nothing here reads a clock: time comes in with each call, in milliseconds since 1970, and never goes back.
 */
import type { KubeObject, ObjectRef } from '../object.ts';
import type { Decision } from './decision.ts';
import type { Profile } from './profile.ts';

export interface Scheduler {
  upsert(object: KubeObject, nowMs: number): void;
  remove(ref: ObjectRef, nowMs: number): void;
  /** `undefined` when no pod is ready to be tried. */
  next(nowMs: number): Decision | undefined;
  readonly wakeAtMs: number | undefined;
  /** `pod`: a Pod that need not have been told of; it must not have a node. */
  schedule(pod: KubeObject, nowMs: number): Decision;
  /** Names of the nodes in the order of the scheduler's snapshot. */
  nodeOrder(): readonly string[];
}

export interface SchedulerOptions {
  /** By scheduler name; the default is `default-scheduler` of 1.36. */
  readonly profiles?: ReadonlyMap<string, Profile>;
  readonly kubernetesVersion?: string;
  /** 'full' judges all nodes and scores a single one too; 'cycle' (default) keeps to what the real cycle does. */
  readonly detail?: 'cycle' | 'full';
  /** Adds `allFilters` and `candidates` to decisions. */
  readonly allFilters?: boolean;
}
