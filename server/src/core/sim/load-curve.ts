import type { Pod } from '../generated/api.ts';
import { workloadOf } from './behavior.ts';
import type { Cluster } from './cluster.ts';
import type { MetricSample, MetricsApi, MetricsError } from './controllers/autoscaler-metrics.ts';
import { isActive } from './controllers/pods.ts';
import { refOf } from './object.ts';

/** From that time on, all pods of a workload together use so much; or an outside metric has that value. */
export interface LoadPoint {
  readonly atMs: number;
  /** `Kind/name` or a name; absent: whoever asks for the metric. */
  readonly workload?: string;
  /** `cpu`, `memory`, or the name of any other metric. */
  readonly metric: string;
  /** In thousandths of the unit: millicores, thousandths of a byte. */
  readonly valueMilli: bigint;
}

/** Of how much time a measurement tells. */
const WINDOW_MS = 60_000;
const NOTHING: MetricsError = { error: 'no metrics returned' };

/**
 * A metrics API that reports what a load curve says, shared out evenly among the running pods. Without a curve it reports nothing,
 * like a cluster without metrics-server.
 *
 * @param originMs the moment that the curve calls 0, in milliseconds since 1970; undefined as long as it is still to come: what runs
 *   before the scenario begins feels the load that the curve begins with
 */
export function createLoadMetrics(given: readonly LoadPoint[], cluster: () => Cluster, originMs: () => number | undefined): MetricsApi {
  const points = [...given].sort((a, b) => a.atMs - b.atMs);
  const loadAt = (metric: string, workload: string | undefined, nowMs: number): bigint | undefined => {
    const elapsedMs = nowMs - (originMs() ?? nowMs);
    const reached = points.filter((point) => point.metric === metric && isMeant(point, workload) && point.atMs <= elapsedMs);
    return reached.at(-1)?.valueMilli;
  };
  const sampled = (metric: string, pods: readonly Pod[], nowMs: number): ReadonlyMap<string, MetricSample> | MetricsError => {
    const running = pods.filter((pod) => isActive(pod) && pod.status?.phase === 'Running');
    const [first] = running;
    if (first === undefined) return NOTHING;
    const workload = workloadOf(first, ({ kind, namespace, name }) => cluster().get(kind, namespace, name));
    const load = loadAt(metric, workload, nowMs);
    if (load === undefined) return NOTHING;
    const valueMilli = load / BigInt(running.length);
    return new Map(running.map((pod) => [refOf(pod).name, { valueMilli, timeMs: nowMs, windowMs: WINDOW_MS }]));
  };
  return {
    resource: (name, _container, pods, nowMs) => sampled(name, pods, nowMs),
    custom: (name, pods, nowMs) => sampled(name, pods, nowMs),
    object: (name, _kind, _objectName, nowMs) => loadAt(name, undefined, nowMs) ?? NOTHING,
    external: (name, nowMs) => {
      const load = loadAt(name, undefined, nowMs);
      return load === undefined ? NOTHING : [load];
    },
  };
}

function isMeant(point: LoadPoint, workload: string | undefined): boolean {
  if (point.workload === undefined || workload === undefined) return point.workload === undefined || workload === undefined;
  return point.workload === workload || point.workload === workload.split('/')[1];
}
