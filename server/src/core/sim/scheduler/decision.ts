import type { Cause } from './framework.ts';

/**
 * Everything one attempt to place one pod came to: a plain value.
 * Names and values are those of kube-scheduler; texts are upstream's, letter by letter.
 */
export interface Decision {
  /** `namespace/name`. */
  readonly pod: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The node it was placed on, or ''. */
  readonly node: string;
  /** The node that preemption makes room on, or ''. */
  readonly nominatedNode: string;
  /** `namespace/name` of the pods that preemption deletes, most important first. */
  readonly victims: readonly string[];
  /** Nodes in the order of the snapshot; a pass looks at `nodeOrder[(startIndex + i) mod n]`. */
  readonly nodeOrder: readonly string[];
  readonly startIndex: number;
  readonly preFilter: PreFilterVerdict;
  /** Each node that fails: its first failing plugin. Nodes not looked at appear only with detail 'full'. */
  readonly filters: readonly NodeVerdict[];
  /** Every failing plugin on every node, each run alone and without nominated pods (`allFilters` of the options, or detail 'explained'). */
  readonly allFilters?: readonly NodeVerdict[];
  /** Filter runs of this cycle. */
  readonly evaluatedCount: number;
  /** Nodes found feasible, in the order of the pass. */
  readonly feasible: readonly string[];
  /** The nominated node passed and was the only one looked at. */
  readonly nominatedShortcut?: string;
  /** Whether the cycle scored: a single feasible node is taken without. */
  readonly scored: boolean;
  /** One entry per plugin that took part; scores stand in the order of `feasible`. */
  readonly scores: readonly PluginScores[];
  /** Sums of weighted scores in the order of `feasible`; empty without scores. */
  readonly totals: readonly number[];
  /** The nodes with the largest total: more than one means that the choice was a tie. */
  readonly best: readonly string[];
  /** The dry run of preemption on every node where it could help (`allFilters` of the options, or when it ran). */
  readonly candidates?: readonly PreemptionCandidate[];
  readonly reason: Reason;
  /** The text of the PodScheduled condition, or of the Scheduled event. */
  readonly message: string;
  /** The text of the FailedScheduling event, where it differs: events are cut. */
  readonly eventMessage?: string;
  /** Claims `namespace/name` and the volumes chosen for them. */
  readonly volumeBindings?: Readonly<Record<string, string>>;
  /** Claims `namespace/name` left to their provisioner on the chosen node. */
  readonly volumesProvisioned?: readonly string[];
}

/** `NotQueued`: the pod belongs to another scheduler. */
export type Reason = 'Scheduled' | 'Unschedulable' | 'SchedulerError' | 'SchedulingGated' | 'NotQueued';

export interface PreFilterVerdict {
  /** '' when the pod was never attempted. */
  readonly code: '' | 'Success' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Error';
  readonly plugin?: string;
  readonly reasons: readonly string[];
  /** Present when a plugin limited the nodes. */
  readonly nodes?: readonly string[];
}

export interface NodeVerdict {
  readonly node: string;
  /** '' for a node outside of `preFilter.nodes`. */
  readonly plugin: string;
  readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Error';
  readonly reasons: readonly string[];
  /** The numbers behind the reasons, where the plugin knows some. */
  readonly causes?: readonly Cause[];
}

export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: readonly number[];
  /** 0..100. */
  readonly normalized: readonly number[];
}

export type PreemptionCandidate =
  | {
      readonly node: string;
      readonly victims: readonly string[];
      readonly pdbViolations: number;
      /** Compared in this order after `pdbViolations`; the smallest wins. */
      readonly rank: PreemptionRank;
    }
  | { readonly node: string; readonly code: NodeVerdict['code']; readonly reasons: readonly string[] };

export interface PreemptionRank {
  readonly highestPriority: number;
  readonly prioritySum: number;
  readonly victims: number;
  /** Seconds since 1970, negated: the latest start is best. */
  readonly minusEarliestStart: number;
}
