import type { Message } from '../text/text.ts';
import type { Cluster } from './cluster.ts';
import type { KubeObject, ObjectRef } from './object.ts';
import type { Decision } from './scheduler/decision.ts';

/** Everything that acts in a cluster, in the order in which it takes turns within one instant. */
export const COMPONENT_ORDER = [
  'user',
  'node-lifecycle',
  'taint-eviction',
  'kubelet',
  'endpoints',
  'endpointslicemirroring',
  'replicaset',
  'replicationcontroller',
  'deployment',
  'statefulset',
  'daemonset',
  'job',
  'cronjob',
  'ttl-after-finished',
  'horizontalpodautoscaler',
  'disruption',
  'persistentvolume',
  'resourcequota',
  'namespace',
  'garbagecollector',
  'scheduler',
] as const;
export type ComponentName = (typeof COMPONENT_ORDER)[number];

/** One call to the API server, or a word to the engine. `because` is the reason in words a person can read. */
export type Action =
  | { readonly do: 'create'; readonly object: KubeObject; readonly because: Message }
  /**
   * Replaces the object whole; the server raises generation when the spec differs. An object whose resourceVersion is no longer
   * the stored one is refused as a Conflict, so a second write within one sync starts from the outcome of the first.
   */
  | { readonly do: 'update'; readonly object: KubeObject; readonly because: Message }
  /** The same through the status subresource: never raises generation. */
  | { readonly do: 'updateStatus'; readonly object: KubeObject; readonly because: Message }
  | {
      readonly do: 'delete';
      readonly object: ObjectRef;
      readonly because: Message;
      /** Pods only; the pod's own terminationGracePeriodSeconds when absent. 0 removes at once. */
      readonly graceSeconds?: number;
      /** Default Background. */
      readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
    }
  /** A Kubernetes Event, as kubectl would list it. */
  | {
      readonly do: 'event';
      readonly about: ObjectRef;
      readonly type: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
      readonly because: Message;
      /** What the scheduler weighed, on its events. */
      readonly decision?: Decision;
    }
  /** Reconciles `key` of this component again then; of several wishes the earliest counts, as in client-go's delaying queue. */
  | { readonly do: 'requeue'; readonly key: string; readonly afterMs: number };

/** The API server's answer to an action. */
export type Outcome = { readonly ok: true; readonly object: KubeObject } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly status: 'AlreadyExists' | 'NotFound' | 'Conflict' | 'Invalid' | 'Forbidden' | 'TooManyRequests';
  /** The server's own text, e.g. `pods "web-1" is forbidden: exceeded quota: …`. */
  readonly message: string;
}

/**
 * The steps of one sync: yields actions one after the other and is told the outcome of each.
 * Returns 'retry' to be run again with the work queue's exponential back-off, as upstream does on an error.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a generator that just ends returns void
export type Reconcile = Generator<Action, 'retry' | void, Outcome>;

/** An object that came, changed or went. */
export type Change =
  | { readonly is: 'created'; readonly after: KubeObject }
  | { readonly is: 'updated'; readonly before: KubeObject; readonly after: KubeObject }
  | { readonly is: 'deleted'; readonly before: KubeObject };

/** A key that is queued a while after the change, so that more changes fall into the same sync. */
export interface DelayedKey {
  readonly key: string;
  readonly afterMs: number;
}

/**
 * A controller, the kubelet, the scheduler: whatever reads the cluster and acts on it, one key at a time.
 * Level-triggered: what it does follows from the cluster and the time alone.
 */
export interface Component {
  readonly name: ComponentName;
  /** The kinds whose changes it watches; absent: all. */
  readonly kinds?: readonly string[];
  /** The first wait of its work queue after a failed sync; absent: 5 ms. */
  readonly firstRetryMs?: number;
  /** The keys whose sync a change may alter; they are queued once each, in this order. */
  keysOf(change: Change, cluster: Cluster, nowMs: number): Iterable<string | DelayedKey>;
  /** `nowMs`: milliseconds since 1970. Reads see writes at once, so read first what must be seen as it was. */
  reconcile(cluster: Cluster, key: string, nowMs: number): Reconcile;
}

/** A step of the API server that may change a new or changed object, or refuse it. */
export interface AdmissionPlugin {
  readonly name: string;
  /** `before` is undefined on create. */
  admit(object: KubeObject, before: KubeObject | undefined, cluster: Cluster, nowMs: number, by: ComponentName): KubeObject | Refusal;
}

export function isRefusal(answer: KubeObject | Refusal): answer is Refusal {
  return 'ok' in answer;
}
