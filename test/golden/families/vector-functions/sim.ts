import type {
  ContainerStatus,
  DaemonSet,
  Deployment,
  EndpointSlice,
  IntOrString,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  Service,
} from '../../../../server/src/core/generated/api.ts';
import { matches, validSelectorOf } from '../../../../server/src/core/kube/label-selector.ts';
import { findMatchingVolume } from '../../../../server/src/core/kube/pv-matching.ts';
import { quantityOf } from '../../../../server/src/core/kube/quantity.ts';
import { type Cluster, createClusterStore } from '../../../../server/src/core/sim/cluster.ts';
import { judgeNode } from '../../../../server/src/core/sim/controllers/daemon-set-nodes.ts';
import { rankForDeletion } from '../../../../server/src/core/sim/controllers/deletion-rank.ts';
import { budgetStatus, countExpected, ownerScale } from '../../../../server/src/core/sim/controllers/disruption-budget.ts';
import {
  maxUnavailableOf,
  newReplicaCount,
  proportionOf,
  replicasOf,
  resolveFenceposts,
} from '../../../../server/src/core/sim/controllers/fenceposts.ts';
import { rankByExcess, rankByProcesses } from '../../../../server/src/core/sim/kubelet/eviction-rank.ts';
import {
  type ConditionState,
  containersReadyCondition,
  initializedCondition,
  readyCondition,
} from '../../../../server/src/core/sim/kubelet/pod-conditions.ts';
import { podPhase } from '../../../../server/src/core/sim/kubelet/pod-phase.ts';
import { categorizeEndpoints, type Target } from '../../../../server/src/core/sim/network/traffic.ts';
import type { KubeObject } from '../../../../server/src/core/sim/object.ts';

interface Rolling {
  /** null where the field is absent in a Deployment that was never defaulted. */
  readonly maxSurge?: IntOrString | null;
  readonly maxUnavailable?: IntOrString | null;
  readonly replicas: number;
  readonly type?: string;
}

/** Steps of controllers, kubelet and proxy: server/src/core/sim. */
export const simFunctions = {
  fenceposts: ({ maxSurge, maxUnavailable, replicas }: Rolling) => {
    const { surge, unavailable } = resolveFenceposts(maxSurge ?? 0, maxUnavailable ?? 0, replicas);
    const deployment = deploymentOf({ maxSurge: maxSurge ?? 0, maxUnavailable: maxUnavailable ?? 0, replicas });
    const most = maxUnavailableOf(deployment);
    return { deploymentMaxUnavailable: most, minAvailable: replicasOf(deployment) - most, surge, unavailable };
  },
  newReplicas: (input: Rolling & { new: number; old: number[] }) => ({
    newReplicas: newReplicaCount(
      deploymentOf(input),
      input.new,
      input.old.reduce((sum, each) => sum + each, 0),
    ),
  }),
  proportion: (input: { rsReplicas: number; desired: number; annMax?: number; toAdd: number; added: number; maxSurge: IntOrString }) => ({
    proportion: proportionOf(
      deploymentOf({ maxSurge: input.maxSurge, replicas: input.desired }),
      input.rsReplicas,
      input.annMax,
      input.toAdd,
      input.added,
    ),
  }),
  daemonShouldRun: ({ daemonSet, node }: { daemonSet: DaemonSet; node: Node }) => {
    const { shouldRun, shouldContinueRunning } = judgeNode(daemonSet, node);
    return { shouldContinueRunning, shouldRun };
  },
  deletionRank: ({ pods, rank, now }: { pods: Pod[]; rank: number[]; now: string }) => ({
    order: namesOf(rankForDeletion(pods, (pod) => rank[pods.indexOf(pod)] ?? 0, Date.parse(now))),
  }),
  evictionRank: ({ pods, usage, pids }: { pods: Pod[]; usage: Record<string, string>; pids: Record<string, number> }) => {
    const named = (pod: Pod): string => pod.metadata?.name ?? '';
    return {
      memory: namesOf(rankByExcess(pods, 'memory', (pod) => (usage[named(pod)] === undefined ? undefined : quantityOf(usage[named(pod)])))),
      pids: namesOf(rankByProcesses(pods, (pod) => (usage[named(pod)] === undefined ? undefined : (pids[named(pod)] ?? 0)))),
    };
  },
  phase: (input: { pod: Pod; statuses: ContainerStatus[]; terminal: boolean; initialized: boolean }) => {
    const phase = podPhase(input.pod, input.statuses, { isTerminal: input.terminal, isInitialized: input.initialized });
    return {
      ContainersReady: withoutUndefined(containersReadyCondition(input.pod, input.statuses, phase)),
      Initialized: withoutUndefined(initializedCondition(input.pod, input.statuses, phase)),
      Ready: withoutUndefined(readyCondition(input.pod, input.statuses, phase)),
      phase,
    };
  },
  pdb: ({ pdb, objects }: { pdb: PodDisruptionBudget; objects: KubeObject[] }) => {
    const cluster = clusterOf(objects);
    const pods = cluster.list('Pod').filter((pod) => matches(validSelectorOf(pdb.spec?.selector), pod.metadata?.labels));
    const status = budgetStatus(
      pdb,
      pods,
      countExpected(pdb, pods, (pod) => ownerScale(cluster, pod)),
      0,
    );
    return {
      conditions: (status.conditions ?? []).map((each) => `${each.type}=${each.status}/${each.reason}: ${each.message}`),
      currentHealthy: status.currentHealthy,
      desiredHealthy: status.desiredHealthy,
      disruptionsAllowed: status.disruptionsAllowed,
      expectedPods: status.expectedPods,
    };
  },
  endpoints: (input: { service: Service; slices: EndpointSlice[]; node: string; nodeLabels: Record<string, string> }) => {
    const proxy = { name: input.node, labels: input.nodeLabels };
    const ports = (input.service.spec?.ports ?? []).map((port) => {
      const traffic = categorizeEndpoints(input.service, port, input.slices, proxy);
      return [
        port.name ?? '',
        { ...traffic, allReachable: addresses(traffic.allReachable), cluster: addresses(traffic.cluster), local: addresses(traffic.local) },
      ];
    });
    return Object.fromEntries(ports);
  },
  pvMatch: (input: { claim: PersistentVolumeClaim; volumes: PersistentVolume[]; node?: Node; delay?: boolean }) => {
    const search = { node: input.node, isDelayed: input.delay === true };
    return { volume: findMatchingVolume(input.claim, input.volumes, search)?.metadata?.name ?? null };
  },
};

function deploymentOf({ maxSurge, maxUnavailable, replicas, type = 'RollingUpdate' }: Rolling): Deployment {
  const rollingUpdate = {
    ...(maxSurge === undefined || maxSurge === null ? {} : { maxSurge }),
    ...(maxUnavailable === undefined || maxUnavailable === null ? {} : { maxUnavailable }),
  };
  return { spec: { replicas, strategy: { type, rollingUpdate } } } as Deployment;
}

function clusterOf(objects: readonly KubeObject[]): Cluster {
  const store = createClusterStore();
  for (const object of objects) store.put(object);
  return store;
}

function namesOf(pods: readonly Pod[]): readonly (string | undefined)[] {
  return pods.map(({ metadata }) => metadata?.name);
}

function addresses(targets: readonly Target[]): readonly string[] {
  return targets.map(({ address }) => address).sort();
}

function withoutUndefined(state: ConditionState): unknown {
  return JSON.parse(JSON.stringify(state));
}
