import type { KubernetesVersion } from '../../kube/catalog.ts';
import type { KubeObject, ObjectRef } from '../../sim/object.ts';
import { explainDecision } from '../../sim/scheduler/explain.ts';
import type { IntakeProblem } from '../../sim/scheduler/intake.ts';
import { type ScheduleAllOptions, type ScheduleAllResult, scheduleAll } from '../../sim/scheduler/schedule-all.ts';
import type { Message } from '../../text/text.ts';
import { POD_AT } from '../pod-edits.ts';
import { type Mend, mendsOf } from './mends.ts';
import { idOf, outcomeOf, refIn } from './outcome.ts';

/** Where the pods of one workload go, as plain data: it is found on another thread than it is told. */
export interface Placement {
  readonly workload: ObjectRef;
  /** Pods that it makes in this cluster. */
  readonly pods: number;
  /** The node of each pod that found one. */
  readonly nodes: readonly string[];
  /** Pods that no node can take. Those that wait for a gate or another scheduler are neither here nor in `nodes`. */
  readonly waiting: number;
  /** Pods that are never made, since their namespace refuses them. */
  readonly refused: number;
  /** Why the first of these is refused, in the API server's words; '' where none is. */
  readonly refusal: string;
  /** Why the first of the waiting ones waits, in words: the most telling first. */
  readonly why: readonly Message[];
  /** The scheduler's own words about it. */
  readonly message: string;
  /** Changes that were tried out: with each all pods of the workload find a node. */
  readonly mends: readonly Mend[];
}

export interface PlacementInput {
  /** The manifest. Its pods that run in the cluster already give way to those that it makes now. */
  readonly objects: readonly KubeObject[];
  /** Nodes, and whatever else is there. */
  readonly cluster: readonly KubeObject[];
  readonly admit: NonNullable<ScheduleAllOptions['admit']>;
  readonly kubernetesVersion?: KubernetesVersion;
  /** As in ScheduleAllOptions. */
  readonly proceed?: ScheduleAllOptions['proceed'];
}

export interface PlacementResult {
  readonly placements: readonly Placement[];
  /** What was left out, of the manifest and of the cluster. */
  readonly problems: readonly IntakeProblem[];
}

/** More pods than this are not placed while somebody types. */
const MOST_PODS = 5_000;

/** Places every workload of a manifest in a cluster, in the order of the scheduler's queue, and tries out what would help. */
export function placeWorkloads({ objects, cluster, admit, kubernetesVersion, proceed = () => true }: PlacementInput): PlacementResult {
  const place = (manifest: readonly KubeObject[]): ScheduleAllResult =>
    scheduleAll([...without(cluster, manifest), ...manifest], {
      admit,
      detail: 'explained',
      ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
      proceed: (attempts, pods) => attempts < MOST_PODS && proceed(attempts, pods),
    });
  const result = place(objects);
  const refused = new Set(result.problems.map((problem) => idOf({ ...problem, namespace: problem.namespace || 'default' })));
  const placements = objects.flatMap((object): readonly Placement[] => {
    const workload = refIn(object);
    if (POD_AT[workload.kind] === undefined || refused.has(idOf(workload))) return [];
    const { pods, nodes, waiting, refusals, isWhole } = outcomeOf(result, workload);
    if (!isWhole) return [];
    const [first] = waiting;
    return [
      {
        workload,
        pods,
        nodes,
        waiting: waiting.length,
        refused: refusals.length,
        refusal: refusals[0] ?? '',
        why: first === undefined ? [] : explainDecision(first.decision, first.pod).lines.slice(1),
        message: first?.decision.message ?? '',
        mends: first === undefined ? [] : mendsOf({ objects, workload, place }),
      },
    ];
  });
  return { placements, problems: result.problems };
}

/** The cluster without what the manifest says anew, and without the pods of its workloads. */
function without(cluster: readonly KubeObject[], manifest: readonly KubeObject[]): readonly KubeObject[] {
  const ids = new Set(manifest.map((object) => idOf(refIn(object))));
  return cluster.filter((object) => {
    const { namespace } = refIn(object);
    const owner = object.metadata?.ownerReferences?.find(({ controller }) => controller === true);
    const owners = owner === undefined ? [] : [owner, { kind: 'Deployment', name: deploymentOf(owner.name) }];
    return !ids.has(idOf(refIn(object))) && !owners.some(({ kind, name }) => ids.has(idOf({ kind, namespace, name })));
  });
}

/** A cluster's list seldom has its ReplicaSets: they bear the names of their Deployments and a hash. */
function deploymentOf(replicaSet: string): string {
  return replicaSet.replace(/-[^-]+$/, '');
}
