import type { Deployment, StatefulSet } from '../../generated/api.ts';
import type { PodFacts, WorkloadSample, WorkloadSeries } from '../../protocol.ts';
import { isRolling, maxSurgeOf, maxUnavailableOf, replicasOf } from '../../sim/controllers/fenceposts.ts';
import { type KubeObject, type ObjectRef, refOf } from '../../sim/object.ts';
import type { Sample } from '../../sim/samples.ts';
import { applyPatch, type Entry, idOf, stateAt, type Trace } from '../../sim/trace.ts';
import { type Language, type Message, message, say } from '../../text/text.ts';

/** How many pods of each workload were how far, by revision, over time. */
export function seriesOf(
  trace: Trace,
  samples: readonly Sample[],
  pods: Readonly<Record<string, PodFacts>>,
  language: Language,
): readonly WorkloadSeries[] {
  const state = stateAt(trace, trace.untilMs);
  const counts = countByRevision(trace.entries, pods);
  const byWorkload = new Map<string, { readonly workload: ObjectRef; readonly samples: WorkloadSample[] }>();
  for (const sample of samples) {
    const id = idOf(sample.workload);
    const series = byWorkload.get(id) ?? { workload: sample.workload, samples: [] };
    byWorkload.set(id, series);
    series.samples.push({
      timeMs: sample.timeMs,
      desired: sample.desired,
      minimum: minimumOf(state.get(id), sample.desired),
      ...counts.at(id, sample.timeMs),
    });
  }
  return [...byWorkload].map(([id, series]) => {
    const summary = summaryOf(state.get(id));
    return summary === undefined ? series : { ...series, summary: say(language, summary) };
  });
}

type Counts = Pick<WorkloadSample, 'availableByRevision' | 'readyByRevision' | 'totalByRevision'>;

/** Follows the pods and remembers, for each workload, the counts at the end of every instant at which one changed. */
function countByRevision(
  entries: readonly Entry[],
  pods: Readonly<Record<string, PodFacts>>,
): { at(workload: string, timeMs: number): Counts } {
  const live = new Map<string, KubeObject>();
  const history = new Map<string, { readonly timeMs: number; readonly counts: Counts }[]>();
  const touched = new Set<string>();
  const close = (timeMs: number): void => {
    for (const workload of touched) {
      const known = history.get(workload) ?? [];
      history.set(workload, [...known, { timeMs, counts: countsOf(workload, live, pods) }]);
    }
    touched.clear();
  };
  let last = 0;
  for (const { timeMs, object, what } of entries) {
    if (timeMs !== last) close(last);
    last = timeMs;
    if (object.kind !== 'Pod') continue;
    const id = idOf(object);
    if (what.verb === 'create') live.set(id, what.after);
    else if (what.verb === 'update') live.set(id, applyPatch(live.get(id), what.patch) as KubeObject);
    else if (what.verb === 'delete') live.delete(id);
    else continue;
    touched.add(pods[id]?.workload ?? id);
  }
  close(last);
  const none: Counts = { availableByRevision: [], readyByRevision: [], totalByRevision: [] };
  return { at: (workload, timeMs) => history.get(workload)?.findLast((each) => each.timeMs <= timeMs)?.counts ?? none };
}

function countsOf(workload: string, live: ReadonlyMap<string, KubeObject>, pods: Readonly<Record<string, PodFacts>>): Counts {
  const ready: number[] = [];
  const total: number[] = [];
  for (const [id, pod] of live) {
    const facts = pods[id];
    if (facts?.workload !== workload) continue;
    const { phase, conditions } = (pod.status ?? {}) as { phase?: string; conditions?: readonly { type: string; status: string }[] };
    const isReady =
      pod.metadata?.deletionTimestamp === undefined &&
      (phase === 'Succeeded' || conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'));
    while (total.length <= facts.revision) {
      total.push(0);
      ready.push(0);
    }
    total[facts.revision] = (total[facts.revision] ?? 0) + 1;
    if (isReady) ready[facts.revision] = (ready[facts.revision] ?? 0) + 1;
  }
  return { availableByRevision: ready, readyByRevision: ready, totalByRevision: total };
}

/** The fewest available pods that the strategy promises while it works. */
function minimumOf(object: KubeObject | undefined, desired: number): number {
  if (object?.kind !== 'Deployment') return 0;
  const deployment = object as Deployment;
  return isRolling(deployment) ? Math.max(0, desired - maxUnavailableOf(deployment)) : 0;
}

/** The arithmetic of a rollout in one sentence. */
function summaryOf(object: KubeObject | undefined): Message | undefined {
  if (object?.kind === 'StatefulSet')
    return message('panel.summary.statefulSet', { name: refOf(object).name, replicas: (object as StatefulSet).spec?.replicas ?? 1 });
  if (object?.kind !== 'Deployment') return undefined;
  const deployment = object as Deployment;
  const replicas = replicasOf(deployment);
  if (!isRolling(deployment)) return message('panel.summary.recreate', { replicas });
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec?.strategy?.rollingUpdate ?? {};
  return message('panel.summary.rolling', {
    replicas,
    surge: String(maxSurge),
    unavailable: String(maxUnavailable),
    most: replicas + maxSurgeOf(deployment),
    fewest: replicas - maxUnavailableOf(deployment),
  });
}
