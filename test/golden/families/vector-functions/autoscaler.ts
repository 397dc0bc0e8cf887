import type { HorizontalPodAutoscaler, Pod } from '../../../../server/src/core/generated/api.ts';
import type { Component } from '../../../../server/src/core/sim/component.ts';
import { limitReplicas } from '../../../../server/src/core/sim/controllers/autoscaler-behavior.ts';
import type { MetricSample, MetricsApi } from '../../../../server/src/core/sim/controllers/autoscaler-metrics.ts';
import { createAutoscaler } from '../../../../server/src/core/sim/controllers/horizontal-pod-autoscaler.ts';
import { createEngine } from '../../../../server/src/core/sim/engine.ts';
import { formatTime, type KubeObject } from '../../../../server/src/core/sim/object.ts';
import { isEqual } from '../../../../server/src/core/sim/trace.ts';
import { message } from '../../../../server/src/core/text/text.ts';

interface AutoscalerCase {
  readonly hpa: HorizontalPodAutoscaler;
  readonly replicas: number;
  readonly request: string;
  readonly readyAfter: number;
  readonly missing: number;
  readonly loads: readonly { readonly at: number; readonly load: number }[];
  readonly until: number;
}

export const autoscalerFunctions = {
  hpaLimits: ({ current, desired, min, max }: { current: number; desired: number; min: number; max: number }) =>
    limitReplicas({ current, min, max }, desired),
  hpa: play,
};

const START_MS = Date.UTC(2000, 0, 1);
const NAMESPACE = 'default';
const BECAUSE = message('simLimitEntries', { limit: 0 });
const WINDOW_MS = 60_000;

/** The autoscaler in the product's engine, with pods and a metrics API as the recording's README describes them. */
function play(input: AutoscalerCase): unknown {
  const engine = createEngine({ startMs: START_MS, components: [createAutoscaler(metricsOf(input)), keepPods(input)] });
  engine.plan(0, () => [
    { do: 'create', object: workload(input), because: BECAUSE },
    { do: 'create', object: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', ...input.hpa }, because: BECAUSE },
  ]);
  const replicas: unknown[] = [];
  const conditions: unknown[] = [];
  let size: number | undefined;
  let seen: unknown;
  for (let t = 0; t <= input.until; t++) {
    engine.runUntil(t * 1000 + 999);
    const { spec } = engine.cluster.get('Deployment', NAMESPACE, 'web') ?? {};
    if (spec?.replicas !== size) replicas.push({ t, replicas: spec?.replicas });
    size = spec?.replicas;
    const { status } = engine.cluster.get('HorizontalPodAutoscaler', NAMESPACE, 'web') ?? {};
    const listed = (status?.conditions ?? []).map((each) => `${each.type}=${each.status}/${each.reason}: ${each.message}`).sort();
    const state = { conditions: listed, desired: status?.desiredReplicas ?? 0 };
    if (!isEqual(state, seen)) conditions.push({ t, ...state });
    seen = state;
  }
  return { conditions, replicas };
}

function workload({ replicas }: AutoscalerCase): KubeObject {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c' }] } } },
  } as KubeObject;
}

/** As many running pods as the Deployment asks for; the first ones are old and ready. */
function keepPods({ request, readyAfter, replicas }: AutoscalerCase): Component {
  let created = 0;
  const podAt = (index: number, nowMs: number): Pod => {
    const isOld = index < replicas && nowMs === START_MS;
    const startMs = isOld ? nowMs - 3_600_000 : nowMs;
    const isReady = isOld || readyAfter === 0;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${String(created++).padStart(4, '0')}`, namespace: NAMESPACE, labels: { app: 'web' } },
      spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: request, memory: request } } }] },
      status: {
        phase: 'Running',
        startTime: formatTime(startMs),
        conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: formatTime(startMs) }],
      },
    } as unknown as Pod;
  };
  return {
    name: 'deployment',
    *keysOf(change) {
      const object = change.is === 'deleted' ? change.before : change.after;
      if (object.kind === 'Deployment') yield 'default/web';
    },
    *reconcile(cluster, key, nowMs) {
      const deployment = cluster.get('Deployment', NAMESPACE, 'web');
      if (deployment === undefined) return;
      const wanted = deployment.spec?.replicas ?? 0;
      const pods = cluster.listIn('Pod', NAMESPACE);
      for (const pod of pods.slice(wanted)) {
        yield {
          do: 'delete',
          object: { kind: 'Pod', namespace: NAMESPACE, name: pod.metadata?.name ?? '' },
          graceSeconds: 0,
          because: BECAUSE,
        };
      }
      for (let index = pods.length; index < wanted; index++) yield { do: 'create', object: podAt(index, nowMs), because: BECAUSE };
      for (const pod of cluster.listIn('Pod', NAMESPACE)) {
        const startMs = Date.parse(pod.status?.startTime ?? '');
        if (pod.status?.conditions?.[0]?.status === 'True') continue;
        const waitMs = startMs + readyAfter * 1000 - nowMs;
        if (waitMs > 0) yield { do: 'requeue', key, afterMs: waitMs };
        else {
          const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(nowMs) }];
          yield { do: 'updateStatus', object: { ...pod, status: { ...pod.status, conditions } }, because: BECAUSE };
        }
      }
      if (deployment.status?.replicas !== wanted) {
        yield { do: 'updateStatus', object: { ...deployment, status: { replicas: wanted } }, because: BECAUSE };
      }
    },
  };
}

function metricsOf({ loads, missing }: AutoscalerCase): MetricsApi {
  const loadAt = (nowMs: number): number => loads.filter(({ at }) => START_MS + at * 1000 <= nowMs).at(-1)?.load ?? 0;
  const failure = { error: 'no metrics returned' };
  const samples = (pods: readonly Pod[], nowMs: number): ReadonlyMap<string, MetricSample> | { error: string } => {
    const load = loadAt(nowMs);
    const names = pods.map(({ metadata }) => metadata?.name ?? '').sort();
    const reporting = names.filter((_, index) => missing === 0 || (index + 1) % missing !== 0);
    if (load < 0 || reporting.length === 0) return failure;
    const valueMilli = BigInt(Math.trunc(load / reporting.length));
    return new Map(reporting.map((name) => [name, { valueMilli, timeMs: nowMs, windowMs: WINDOW_MS }]));
  };
  return {
    resource: (_name, _container, pods, nowMs) => samples(pods, nowMs),
    custom: (_name, pods, nowMs) => samples(pods, nowMs),
    object: (_name, _kind, _objectName, nowMs) => (loadAt(nowMs) < 0 ? failure : BigInt(loadAt(nowMs))),
    external: (_name, nowMs) => (loadAt(nowMs) < 0 ? failure : [BigInt(loadAt(nowMs))]),
  };
}
