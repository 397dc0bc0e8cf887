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
import type { Node, Pod } from '../../generated/api.ts';
import type { KubernetesVersion } from '../../kube/catalog.ts';
import { type KubeObject, keyOf, type ObjectRef, refOf } from '../object.ts';
import { createCache, hasEnded } from './cache/cache.ts';
import { createPodInfo, type PodInfo } from './cache/pod-info.ts';
import { type CycleOutcome, type Detail, runCycle } from './cycle.ts';
import type { Decision } from './decision.ts';
import type { Plugin } from './framework.ts';
import { createNominations } from './nominations.ts';
import { DEFAULT_SCHEDULER, defaultProfile, type Profile } from './profile.ts';
import { createSchedulingQueue } from './queue.ts';

export interface Scheduler {
  upsert(object: KubeObject, nowMs: number): void;
  remove(ref: ObjectRef, nowMs: number): void;
  /** `undefined` when no pod is ready to be tried. */
  next(nowMs: number): Decision | undefined;
  readonly wakeAtMs: number | undefined;
  /** `pod`: a Pod that need not have been told of; it must not have a node. */
  schedule(pod: KubeObject, nowMs: number): Decision;
  /** Whether the pod waits in the queue, to be tried or to be helped: not when it has gates or belongs to another scheduler. */
  isQueued(pod: KubeObject): boolean;
  /** Names of the nodes in the order of the scheduler's snapshot. */
  nodeOrder(): readonly string[];
}

export interface SchedulerOptions {
  /** Default 1.36. */
  readonly kubernetesVersion?: KubernetesVersion;
  /** By scheduler name; without them that of the version, which is called `default-scheduler`. */
  readonly profiles?: ReadonlyMap<string, Profile>;
  /** Default 'cycle'. */
  readonly detail?: Detail;
  /** Adds `allFilters` and `candidates` to decisions. */
  readonly allFilters?: boolean;
}

export function createScheduler(options: SchedulerOptions = {}): Scheduler {
  const profiles = options.profiles ?? new Map([[DEFAULT_SCHEDULER, defaultProfile(options.kubernetesVersion)]]);
  const cache = createCache();
  const nominations = createNominations();
  const queue = createSchedulingQueue();
  const attempts = new Map<string, number>();
  let startIndex = 0;

  function profileOf(pod: PodInfo): Profile | undefined {
    return profiles.get(pod.pod.spec?.schedulerName || DEFAULT_SCHEDULER);
  }

  /** Gated pods are promised nothing. */
  function isGated(pod: PodInfo): boolean {
    return profileOf(pod)?.gates.some(({ gate }) => gate?.(pod) !== undefined) ?? false;
  }

  function upsertPod(pod: Pod, nowMs: number): void {
    const key = keyOf(refOf(pod));
    const before = cache.placed(key);
    const info = createPodInfo(pod, before ?? queue.get(key));
    const nodeName = pod.spec?.nodeName ?? '';
    if (nodeName !== '' && !hasEnded(pod)) cache.place(info, nodeName);
    else cache.remove(refOf(pod));
    const after = cache.placed(key);
    if (after !== undefined || before !== undefined) {
      queue.delete(info.key);
      nominations.delete(info.key);
      // Most updates only tell how a pod goes, which no plugin asks about.
      if (before !== undefined && after !== undefined && isPlacedAlike(before.pod, after.pod)) return;
      queue.changed({ of: 'pod', ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }, nowMs);
    } else upsertPending(info, nowMs);
  }

  function upsertPending(pod: PodInfo, nowMs: number): void {
    const profile = profileOf(pod);
    if (profile === undefined || hasEnded(pod.pod)) return;
    // A promise that the object does not show yet stands until the object has shown one.
    const shown = pod.pod.status?.nominatedNodeName ?? '';
    const shownBefore = queue.get(pod.key)?.pod.status?.nominatedNodeName ?? '';
    if ((shown !== '' && !isGated(pod)) || shownBefore !== '') nominations.set(pod, shown);
    queue.put(pod, pluginsOf(profile), nowMs);
  }

  function removePod(ref: ObjectRef, nowMs: number): void {
    const key = keyOf(ref);
    const before = cache.placed(key);
    cache.remove(ref);
    queue.delete(key);
    nominations.delete(key);
    attempts.delete(key);
    if (before !== undefined) queue.changed({ of: 'pod', before }, nowMs);
  }

  function run(pod: PodInfo, attempt: number, nowMs: number): Decision {
    const profile = profileOf(pod);
    if (profile === undefined) return untried(pod, attempt, 'NotQueued', '');
    if (isGated(pod)) {
      return untried(pod, attempt, 'SchedulingGated', 'Scheduling is blocked due to non-empty scheduling gates');
    }
    const outcome = runCycle({
      pod,
      nominatedNode: nominations.nodeOf(pod.key),
      cluster: cache,
      profile,
      nominations,
      startIndex,
      nowMs,
      detail: options.detail ?? 'cycle',
      allFilters: options.allFilters ?? false,
    });
    startIndex = outcome.startIndex;
    remember(pod, outcome, nowMs);
    return { pod: pod.key, attempt, ...outcome.decision };
  }

  function remember(pod: PodInfo, { decision, nomination, rejectedBy }: CycleOutcome, nowMs: number): void {
    if (decision.node !== '') {
      cache.place(pod, decision.node);
      nominations.delete(pod.key);
      queue.delete(pod.key);
      queue.changed({ of: 'pod', after: pod }, nowMs);
      return;
    }
    if (nomination !== undefined) {
      // Less important pods that were promised the same node look for another.
      for (const guest of nominations.on(nomination)) if (guest.priority < pod.priority) nominations.delete(guest.key);
      nominations.set(pod, nomination);
    }
    queue.giveBack(pod, decision.reason === 'SchedulerError' ? NONE : rejectedBy, nowMs);
  }

  function untried(pod: PodInfo, attempt: number, reason: Decision['reason'], message: string): Decision {
    return {
      pod: pod.key,
      attempt,
      node: '',
      nominatedNode: '',
      victims: [],
      nodeOrder: cache.nodeNames,
      startIndex,
      preFilter: { code: '', reasons: [] },
      filters: [],
      ...(options.allFilters ? { allFilters: [] } : {}),
      evaluatedCount: 0,
      feasible: [],
      scored: false,
      scores: [],
      totals: [],
      best: [],
      reason,
      message,
    };
  }

  return {
    upsert(object, nowMs) {
      if (object.kind === 'Pod') return upsertPod(object as Pod, nowMs);
      const { kind, namespace, name } = refOf(object);
      if (kind === 'Node') {
        const before = cache.node(name)?.node;
        cache.upsert(object);
        queue.changed({ of: 'node', ...(before === undefined ? {} : { before }), after: object as Node }, nowMs);
      } else {
        const before = cache.objects.get(kind, namespace, name);
        cache.upsert(object);
        queue.changed({ of: 'object', kind, ...(before === undefined ? {} : { before }), after: object }, nowMs);
      }
    },
    remove(ref, nowMs) {
      if (ref.kind === 'Pod') return removePod(ref, nowMs);
      const node = ref.kind === 'Node' ? cache.node(ref.name)?.node : undefined;
      const object = cache.objects.get(ref.kind, ref.namespace, ref.name);
      cache.remove(ref);
      if (node !== undefined) queue.changed({ of: 'node', before: node }, nowMs);
      else if (object !== undefined) queue.changed({ of: 'object', kind: ref.kind, before: object }, nowMs);
    },
    next(nowMs) {
      for (let popped = queue.pop(nowMs); popped !== undefined; popped = queue.pop(nowMs)) {
        // A pod that is being deleted is passed over; it leaves the queue when it is gone.
        if (!popped.pod.terminating) return run(popped.pod, popped.attempt, nowMs);
        queue.delete(popped.pod.key);
      }
      return undefined;
    },
    get wakeAtMs() {
      return queue.wakeAtMs;
    },
    schedule(object, nowMs) {
      const pod = createPodInfo(object as Pod);
      const attempt = (attempts.get(pod.key) ?? 0) + 1;
      attempts.set(pod.key, attempt);
      if (attempt === 1 && queue.get(pod.key) === undefined && !isGated(pod)) nominations.set(pod, pod.pod.status?.nominatedNodeName ?? '');
      return run(pod, attempt, nowMs);
    },
    isQueued: (pod) => queue.isWaiting(keyOf(refOf(pod))),
    nodeOrder: () => cache.nodeNames,
  };
}

const NONE: ReadonlySet<string> = new Set();

function pluginsOf({ gates, preFilters, filters }: Profile): readonly Plugin[] {
  return [...new Set([...gates, ...preFilters, ...filters])];
}

/** Nothing changed that may make room for, or draw, another pod. */
function isPlacedAlike(before: Pod, after: Pod): boolean {
  return (
    before.spec === after.spec &&
    before.metadata?.labels === after.metadata?.labels &&
    before.metadata?.deletionTimestamp === after.metadata?.deletionTimestamp
  );
}
