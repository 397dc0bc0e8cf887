import type { Node } from '../../generated/api.ts';
import type { KubeObject } from '../object.ts';
import type { ClusterView } from './cache/cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';

/**
 * The extension points of the scheduling framework (`pkg/scheduler/framework`), as far as they decide something.
 * A plugin is asked once per pod and answers with closures over what it computed: there is no shared cycle state.
 */
export interface Plugin {
  readonly name: string;
  /** PreEnqueue: a text while the pod must not enter the queue. */
  readonly gate?: (pod: PodInfo) => string | undefined;
  /** PreFilter. `undefined` skips the plugin's filter for this pod. */
  readonly filter?: (pod: PodInfo, cluster: ClusterView) => Filter | Rejection | undefined;
  /** The error that Filter ends in on every node where a profile turns PreFilter off and leaves Filter on; absent: it does without. */
  readonly unprepared?: string;
  /** PostFilter, when no node is feasible. Plugins are asked in order until one makes room or fails. */
  readonly postFilter?: (attempt: FailedAttempt) => PostFilterOutcome;
  /** PreScore over the feasible nodes. `undefined` skips the plugin's score for this pod. */
  readonly score?: (pod: PodInfo, cluster: ClusterView, feasible: readonly NodeInfo[]) => Score | undefined;
  /** QueueingHint: whether a change may make a pod fit that this plugin rejected. */
  readonly isHelpedBy?: (pod: PodInfo, change: ClusterChange) => boolean;
}

/** A change that the queue is told of. Pods are those with a node; `before` or `after` alone means that the object came or went. */
export type ClusterChange =
  | { readonly of: 'pod'; readonly before?: PodInfo; readonly after?: PodInfo }
  | { readonly of: 'node'; readonly before?: Node; readonly after?: Node }
  | { readonly of: 'object'; readonly kind: string; readonly before?: KubeObject; readonly after?: KubeObject };

/** Filter, prepared for one pod. */
export interface Filter {
  /** `undefined` when the pod may run on the node. */
  readonly check: (node: NodeInfo) => Rejection | undefined;
  /** PreFilter may limit the nodes by name. */
  readonly nodes?: ReadonlySet<string>;
  /** Supposes another pod on the node, or one less. Whoever supposes takes it back. */
  readonly add?: (pod: PodInfo, node: NodeInfo) => void;
  readonly remove?: (pod: PodInfo, node: NodeInfo) => void;
  /** What stands behind a rejection of this node, as numbers and names. */
  readonly causes?: (node: NodeInfo) => readonly Cause[];
  /** Reserve: what comes with the choice of a node that passed. */
  readonly reserve?: (node: NodeInfo) => VolumeChoice;
}

export interface Rejection {
  readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Error';
  readonly reasons: readonly string[];
}

/** Score, prepared for one pod and its feasible nodes. */
export interface Score {
  /** An integer; after `normalize` 0..100. */
  readonly of: (node: NodeInfo) => number;
  /** NormalizeScore: the scores of all feasible nodes, in their order. Absent where raw scores are 0..100. */
  readonly normalize?: (raw: readonly number[]) => readonly number[];
}

/** An attempt that found no feasible node, as PostFilter plugins see it. */
export interface FailedAttempt {
  readonly pod: PodInfo;
  /** status.nominatedNodeName of the pod, or ''. */
  readonly nominatedNode: string;
  readonly cluster: ClusterView;
  readonly nowMs: number;
  /** Nodes that were looked at and failed, with the code of their verdict. Preemption cannot help on all others. */
  readonly codeByNode: ReadonlyMap<string, Rejection['code']>;
  /** Whether PreFilter came as far as that plugin. */
  wasPrepared(plugin: string): boolean;
  /** All filters on a node (a copy, with suppositions), nominated pods included. */
  check(node: NodeInfo): Rejection | undefined;
  /** Supposes a pod on a copy of a node, or off it, for all filters. */
  add(pod: PodInfo, node: NodeInfo): void;
  remove(pod: PodInfo, node: NodeInfo): void;
}

export type PostFilterOutcome =
  | { readonly is: 'nominated'; readonly node: string; readonly victims: readonly PodInfo[] }
  /** `forgetsNomination`: a nomination of an earlier attempt is taken back. */
  | { readonly is: 'rejected'; readonly reason: string; readonly forgetsNomination: boolean }
  | { readonly is: 'failed'; readonly reason: string };

export interface VolumeChoice {
  /** Claim `namespace/name` to volume. */
  readonly bindings: ReadonlyMap<string, string>;
  /** Claims `namespace/name` left to the provisioner. */
  readonly provisioned: readonly string[];
}

/** A fact behind a rejection, from which a sentence and an edit can be made. */
export type Cause =
  /** Amounts in the resource's smallest unit: milli for cpu, bytes for memory and storage, pieces else. */
  | { readonly is: 'short'; readonly resource: string; readonly asks: number; readonly free: number; readonly capacity: number }
  | { readonly is: 'taint'; readonly key: string; readonly value: string; readonly effect: string }
  | {
      readonly is: 'label';
      readonly key: string;
      readonly operator: string;
      readonly values: readonly string[];
      readonly has: string | undefined;
    }
  | {
      readonly is: 'skew';
      readonly topologyKey: string;
      readonly value: string;
      readonly count: number;
      readonly least: number;
      readonly maxSkew: number;
    }
  | { readonly is: 'missing-key'; readonly topologyKey: string }
  | { readonly is: 'affinity'; readonly kind: 'affinity' | 'anti-affinity' | 'existing-anti-affinity'; readonly topologyKey: string }
  | { readonly is: 'port'; readonly port: number; readonly protocol: string };

export function isRejection(answer: Filter | Rejection): answer is Rejection {
  return 'code' in answer;
}

export function unschedulable(...reasons: string[]): Rejection {
  return { code: 'Unschedulable', reasons };
}

/** Preemption cannot help either. */
export function unresolvable(...reasons: string[]): Rejection {
  return { code: 'UnschedulableAndUnresolvable', reasons };
}

export function failure(...reasons: string[]): Rejection {
  return { code: 'Error', reasons };
}

export const MAX_SCORE = 100;
