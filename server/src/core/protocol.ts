import type { KubernetesVersion } from './kube/catalog.ts';
import type { BehaviorRule } from './sim/behavior.ts';
import type { KubeObject, ObjectRef } from './sim/object.ts';
import type { Decision } from './sim/scheduler/decision.ts';
import type { Step } from './sim/trace.ts';
import type { Language } from './text/text.ts';

/**
 * Messages beyond LSP, shared by server, client and webview. Plain data; names are fixed in CHANGELOG.md's terms:
 * a change is a deprecation first.
 */

/** Parameters of `kijabi/simulate` and `kijabi/schedule`. */
export interface SimulationParams {
  readonly textDocument: { readonly uri: string };
  /** The client's token for reports of progress, as in LSP. */
  readonly workDoneToken?: string | number;
  /** A preset's name, a file's URI, or the text of a cluster file (as kubectl gives it) with `inline`. */
  readonly cluster?: string;
  readonly clusterText?: string;
  /** The name of a ready-made scenario or the text of a scenario file. */
  readonly scenario?: string;
  readonly scenarioText?: string;
  /** The manifest that runs at the start (a committed version, another file); absent = an empty cluster. */
  readonly fromText?: string;
  readonly seed?: number;
  readonly untilMs?: number;
  /** What a person wants changed of the cluster's nodes; for the panel. */
  readonly edits?: readonly NodeEdit[];
  /** How containers behave beyond what the scenario says; for the panel. */
  readonly behaviors?: readonly BehaviorRule[];
}

/** A what-if on one node. What is absent stays as it is. */
export interface NodeEdit {
  readonly node: string;
  readonly cordoned?: boolean;
  /** `key=value:Effect`, added to those that are there. */
  readonly taints?: readonly string[];
  /** `key=value`, added or replaced. */
  readonly labels?: readonly string[];
  /** Quantities, as in a manifest. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly failAtMs?: number;
}

/** `kijabi/notes`: a note, for the search box. */
export interface NoteSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The line of the body that was searched for, where title and summary have not all of it. */
  readonly found?: string;
}

export interface NotesParams {
  readonly language: 'ko' | 'en';
  /** `1.36`; without it, that of the document, else the one in the settings. */
  readonly version?: string;
  /** Words that the notes must have. */
  readonly search?: string;
}

/** `kijabi/note`: one note as Markdown; without an id, the note of the field at `position`. */
export interface NoteParams extends NotesParams {
  readonly id?: string;
  readonly textDocument?: { readonly uri: string };
  readonly position?: { readonly line: number; readonly character: number };
}

export interface NoteText extends NoteSummary {
  readonly markdown: string;
  /** The version of Kubernetes that it speaks of. */
  readonly version: string;
}

/**
 * A cluster that a person has just had kubectl read: workloads are placed in it until another one is chosen, or the server ends. Without a
 * name, what settings say counts again.
 */
export interface ClusterParams {
  readonly name?: string;
  /** As kubectl gives it. */
  readonly text?: string;
}

export const CLUSTER_NOTIFICATION = 'kijabi/cluster';

export const REQUESTS = {
  simulate: 'kijabi/simulate',
  /** What the panel plays: SimulationParams -> PreviewResult | PreviewProblem. */
  preview: 'kijabi/preview',
  schedule: 'kijabi/schedule',
  notes: 'kijabi/notes',
  note: 'kijabi/note',
  /** A preset as a file to edit: ClusterTextParams -> string. */
  clusterText: 'kijabi/clusterText',
} as const;

export interface ClusterTextParams {
  readonly preset: ClusterPreset;
}

/** Clusters that come with Kijabi. */
export const CLUSTER_PRESETS = ['one', 'three', 'zones', 'gpu-spot', 'large'] as const;
/** Where nobody has chosen one. */
export const DEFAULT_CLUSTER: ClusterPreset = 'three';
export type ClusterPreset = (typeof CLUSTER_PRESETS)[number];

/** What the panel needs of a pod that its object does not say in numbers. Keys of `PreviewResult.pods` are `Pod namespace/name`. */
export interface PodFacts {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly qos: 'Guaranteed' | 'Burstable' | 'BestEffort';
  /** oom_score_adj of each container, on the node that the pod got. */
  readonly oomScores: Readonly<Record<string, number>>;
  /** Which revision of its workload it belongs to: 0 is the oldest seen. */
  readonly revision: number;
  /** The workload it was made for, e.g. `Deployment default/web`; its own id for a bare pod. */
  readonly workload: string;
}

export interface NodeFacts {
  readonly name: string;
  readonly zone: string;
  readonly controlPlane: boolean;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

/** One line of the verdict strip. */
export interface PreviewFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Where the playhead goes when it is clicked. */
  readonly timeMs?: number;
  readonly object?: ObjectRef;
  readonly note?: string;
}

/** A text edit in LSP's terms. */
export interface PreviewEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

/** An edit of the open manifest that would help; `diff` shows it before it is made. */
export interface PreviewFix {
  readonly id: string;
  readonly title: string;
  readonly edits: readonly PreviewEdit[];
  readonly diff: string;
}

/** How many pods of a workload were how far at one time. */
export interface WorkloadSample {
  readonly timeMs: number;
  readonly desired: number;
  /** The fewest available pods that the strategy promises. */
  readonly minimum: number;
  /** Available pods by revision. */
  readonly availableByRevision: readonly number[];
  readonly readyByRevision: readonly number[];
  readonly totalByRevision: readonly number[];
}

export interface WorkloadSeries {
  readonly workload: ObjectRef;
  /** The rollout's arithmetic or whatever else is to be said of the workload, in one sentence. */
  readonly summary?: string;
  readonly samples: readonly WorkloadSample[];
}

/** Who receives a Service's traffic, from `timeMs` on. */
export interface TrafficSample {
  readonly timeMs: number;
  readonly service: ObjectRef;
  /** Pod id -> share between 0 and 1. */
  readonly shares: Readonly<Record<string, number>>;
  readonly failing: number;
}

export interface PodDecision {
  readonly timeMs: number;
  readonly decision: Decision;
  /** Why, in words, most telling first. */
  readonly explanation: readonly string[];
  readonly fixes: readonly PreviewFix[];
  /** Nodes that the tables leave out, since nobody reads so many. */
  readonly leftOut: number;
}

/** A step of the run, with its reason in the reader's language. */
export type PreviewEntry = Step & { readonly because: string };

/** A whole run, as the panel plays it; every sentence is in the reader's language. */
export interface PreviewResult {
  readonly kubernetesVersion: string;
  readonly seed: number;
  readonly title: string;
  readonly cluster: string;
  readonly scenario: string;
  readonly scenarios: readonly { readonly id: string; readonly title: string }[];
  /** Milliseconds since 1970 of time 0. */
  readonly startMs: number;
  readonly untilMs: number;
  readonly entries: readonly PreviewEntry[];
  readonly nodes: readonly NodeFacts[];
  readonly pods: Readonly<Record<string, PodFacts>>;
  readonly decisions: readonly PodDecision[];
  readonly series: readonly WorkloadSeries[];
  readonly traffic: readonly TrafficSample[];
  readonly findings: readonly PreviewFinding[];
  /** What the edit does to each object, where a former version of the manifest runs. */
  readonly changes: readonly string[];
  /** Images and workloads (`Kind/name`) of the manifest whose behaviour can be told. */
  readonly images: readonly string[];
  readonly workloads: readonly string[];
  /** The scenario as a file that `kijabi simulate --scenario` reads. */
  readonly scenarioFile: string;
  /** A guided text that moves with the playhead. */
  readonly guide: readonly { readonly timeMs: number; readonly text: string; readonly note?: string }[];
  /** The note on each kind that takes part in the run. */
  readonly notes: Readonly<Record<string, string>>;
  /** Objects that could not be simulated, with the reason. */
  readonly skipped: readonly string[];
}

/** Why there is nothing to play, in the reader's language. */
export interface PreviewProblem {
  readonly problem: 'empty' | 'broken' | 'tooLarge' | 'noCluster' | 'other';
  readonly reason: string;
}

/** From the extension to the panel. */
export type ToPanel =
  | { readonly type: 'result'; readonly result: PreviewResult }
  | ({ readonly type: 'failed' } & PreviewProblem)
  | { readonly type: 'language'; readonly language: 'ko' | 'en' }
  /** The file whose run follows. */
  | { readonly type: 'file'; readonly uri: string }
  | { readonly type: 'locked'; readonly locked: boolean };

/** A run with what has been chosen; what is absent stays as it was. */
export interface RunWish {
  readonly type: 'run';
  readonly cluster?: string;
  readonly scenario?: string;
  readonly seed?: number;
  readonly edits?: readonly NodeEdit[];
  readonly behaviors?: readonly BehaviorRule[];
}

/** From the panel to the extension. */
export type FromPanel =
  | { readonly type: 'ready' }
  | RunWish
  /** VS Code's own pickers: another cluster, another file as what runs already. */
  | { readonly type: 'choose'; readonly what: 'cluster' | 'from' }
  /** Stay with this file whatever is opened, or follow the active one. */
  | { readonly type: 'lock'; readonly locked: boolean }
  | { readonly type: 'reveal'; readonly object: ObjectRef }
  | { readonly type: 'openNote'; readonly id: string }
  | { readonly type: 'fix'; readonly fix: PreviewFix }
  | { readonly type: 'save'; readonly name: string; readonly content: string; readonly base64?: boolean }
  | { readonly type: 'copy'; readonly text: string };

/** Where the workloads of a file go, for the lens and the diagnostic: asked by the server itself, answered with a PlacementResult. */
export const PLACEMENT_REQUEST = 'placement';

/** To the simulator's thread: one run. */
export interface SimulatorCall {
  readonly id: number;
  readonly request: typeof REQUESTS.simulate | typeof REQUESTS.schedule | typeof REQUESTS.preview | typeof PLACEMENT_REQUEST;
  readonly params: SimulationParams;
  readonly language: Language;
  readonly kubernetesVersion: KubernetesVersion;
  /** The manifest; undefined when the server does not know it. */
  readonly text: string | undefined;
  /** Objects of other files of the workspace that scheduling looks at. */
  readonly context: readonly KubeObject[];
  /** Another number than 0 from the moment on when the run is no longer wanted. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** From the simulator's thread, under the call's id: how far it is, then what came of it. */
export type SimulatorAnswer =
  | { readonly id: number; readonly done: number; readonly total: number }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };
