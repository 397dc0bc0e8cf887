import type { Node, Pod } from '../../server/src/core/generated/api.ts';
import { createEffects } from '../../server/src/core/sim/scheduler/effects.ts';
import { takeIn } from '../../server/src/core/sim/scheduler/intake.ts';
import { createScheduler } from '../../server/src/core/sim/scheduler/scheduler.ts';
import type { Measurement } from './measurement.ts';

export type Kind = 'plain' | 'zone spread' | 'preferred anti-affinity';

/** Half of what the real scheduler takes for a pod on two such cores, in milliseconds at 5,000 nodes. */
const TARGET_PER_POD_MS: Readonly<Record<Kind, number>> = { plain: 0.75, 'zone spread': 2.65, 'preferred anti-affinity': 2 };
const APPS = 20;

/** Pods placed one after another: a pod's cost as clusters grow, and whole batches. */
export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  for (const kind of Object.keys(TARGET_PER_POD_MS) as Kind[]) {
    for (const nodes of [100, 500, 1000, 5000]) {
      const name = `schedule: ${kind}, a pod at ${nodes} nodes`;
      if (!isWanted(name)) continue;
      const { perPodMs } = place(nodes, 1000, kind);
      yield { name, unit: 'ms', values: perPodMs, ...(nodes === 5000 ? { target: TARGET_PER_POD_MS[kind] } : {}) };
    }
  }
  const batches = [
    { nodes: 100, pods: 500, kind: 'plain', target: 200, rounds: 10 },
    { nodes: 5000, pods: 10_000, kind: 'plain', target: 10_000, rounds: 1 },
    { nodes: 5000, pods: 10_000, kind: 'zone spread', target: 25_000, rounds: 1 },
  ] as const;
  for (const { nodes, pods, kind, target, rounds } of batches) {
    const name = `schedule: ${pods} pods on ${nodes} nodes, ${kind}`;
    if (!isWanted(name)) continue;
    const runs = Array.from({ length: rounds }, () => place(nodes, pods, kind));
    yield { name, unit: 'ms', values: runs.map(({ totalMs }) => totalMs), target };
    if (pods >= 10_000) yield { name: `${name}: memory`, unit: 'MB', values: runs.map(({ memoryMb }) => memoryMb), target: 1000 };
  }
}

export interface Placed {
  readonly perPodMs: readonly number[];
  /** Without the reading of the objects. */
  readonly totalMs: number;
  readonly memoryMb: number;
}

/** Schedules the pods one after another, on a cluster of this size. */
export function place(nodeCount: number, podCount: number, kind: Kind): Placed {
  const nodes = Array.from({ length: nodeCount }, (_, index) => makeNode(index));
  const { objects, pending } = takeIn([...nodes, ...Array.from({ length: podCount }, (_, index) => makePod(index, kind))]);
  const scheduler = createScheduler();
  const effects = createEffects(scheduler, objects);
  for (const object of objects) scheduler.upsert(object, 0);
  const start = performance.now();
  const perPodMs = pending.map((pod, index) => {
    const before = performance.now();
    effects.apply(pod, scheduler.schedule(pod, index), index);
    return performance.now() - before;
  });
  return { perPodMs, totalMs: performance.now() - start, memoryMb: process.memoryUsage().rss / 1e6 };
}

function makeNode(index: number): Node {
  const name = `n${String(index).padStart(5, '0')}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'topology.kubernetes.io/zone': 'abc'[index % 3] ?? 'a',
    'topology.kubernetes.io/region': 'r',
  };
  const allocatable = { cpu: '16', memory: '64Gi', pods: '110' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status: { capacity: allocatable, allocatable } };
}

function makePod(index: number, kind: Kind): Pod {
  const app = `app-${index % APPS}`;
  const labelSelector = { matchLabels: { app } };
  const spec: NonNullable<Pod['spec']> = {
    containers: [{ name: 'c', image: `${app}:1`, resources: { requests: { cpu: '100m', memory: '128Mi' } } }],
    ...(kind === 'zone spread'
      ? {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
          ],
        }
      : {}),
    ...(kind === 'preferred anti-affinity'
      ? {
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector } },
              ],
            },
          },
        }
      : {}),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${index}`, namespace: 'default', labels: { app } }, spec };
}
