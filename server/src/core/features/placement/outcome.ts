import type { Pod } from '../../generated/api.ts';
import { type KubeObject, keyOf, type ObjectRef, refOf } from '../../sim/object.ts';
import type { Decision } from '../../sim/scheduler/decision.ts';
import type { ScheduleAllResult } from '../../sim/scheduler/schedule-all.ts';

/** How the pods of one workload fared. */
export interface Outcome {
  readonly pods: number;
  /** The node of each pod that found one. */
  readonly nodes: readonly string[];
  /** Pods that no node can take. Those that wait for a gate or another scheduler are neither here nor in `nodes`. */
  readonly waiting: readonly { readonly pod: Pod; readonly decision: Decision }[];
  /** Why each pod that is never made is refused, in the API server's words. */
  readonly refusals: readonly string[];
  /** Every pod was looked at. */
  readonly isWhole: boolean;
}

export function outcomeOf({ decisions, pods, workloads, refused }: ScheduleAllResult, workload: ObjectRef): Outcome {
  const own = new Map([...workloads].filter(([, each]) => idOf(each) === idOf(workload)).map(([pod]) => [pod, pods.get(pod)]));
  const refusals = refused.flatMap(({ pod, reason }) => (own.has(keyOf(refOf(pod))) ? [reason] : []));
  const lastByPod = new Map(decisions.filter(({ pod }) => own.has(pod)).map((decision) => [decision.pod, decision]));
  const last = [...lastByPod.values()];
  return {
    pods: own.size,
    nodes: last.flatMap(({ node }) => (node === '' ? [] : [node])),
    waiting: last.flatMap((decision) => {
      const pod = own.get(decision.pod);
      return pod !== undefined && isWaiting(decision) ? [{ pod, decision }] : [];
    }),
    refusals,
    isWhole: last.length + refusals.length === own.size,
  };
}

function isWaiting({ node, reason }: Decision): boolean {
  return node === '' && (reason === 'Unschedulable' || reason === 'SchedulerError');
}

export function idOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}

/** Names an object as the cluster knows it: what has no namespace is in the default one. */
export function refIn({ kind = '', metadata }: KubeObject): ObjectRef {
  return { kind, namespace: metadata?.namespace || 'default', name: metadata?.name ?? '' };
}
