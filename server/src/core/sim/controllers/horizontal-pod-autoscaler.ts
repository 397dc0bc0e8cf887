import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus } from '../../generated/api.ts';
import { formatSelector, matches, type Selector, selectorOfLabels, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, Outcome, Reconcile } from '../component.ts';
import { formatTime, type KubeObject, keyOf, type ObjectRef, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';
import { type Behavior, behaviorInForce, normalize, type Reason, rememberScaling, type ScalingMemory } from './autoscaler-behavior.ts';
import type { MetricsApi } from './autoscaler-metrics.ts';
import { computeWish, type MetricsWish, type ScaledWorkload } from './autoscaler-proposals.ts';

/** The time between two syncs of an autoscaler, and before its first. */
export const AUTOSCALER_PERIOD_MS = 15_000;

/**
 * Sets the size of workloads by their metrics (pkg/controller/podautoscaler/horizontal.go). Unlike other controllers it has a
 * memory: what it wished and did in the last minutes decides what it may do now.
 */
export function createAutoscaler(metrics: MetricsApi): Component {
  const memories = new Map<string, Memory>();
  return {
    name: 'horizontalpodautoscaler',
    kinds: ['HorizontalPodAutoscaler'],
    *keysOf(change: Change) {
      const object = change.is === 'deleted' ? change.before : change.after;
      if (object.kind === 'HorizontalPodAutoscaler' && change.is !== 'updated') yield keyOf(refOf(object));
    },
    *reconcile(cluster, key, nowMs) {
      const { namespace, name } = splitKey(key);
      const hpa = cluster.get('HorizontalPodAutoscaler', namespace, name);
      const memory = memories.get(key);
      if (hpa === undefined) {
        memories.delete(key);
      } else if (memory === undefined) {
        memories.set(key, { recommendations: [], ups: [], downs: [], selector: undefined, told: new Set() });
        yield { do: 'requeue', key, afterMs: AUTOSCALER_PERIOD_MS };
      } else {
        yield { do: 'requeue', key, afterMs: AUTOSCALER_PERIOD_MS };
        yield* withoutRepeats(memory, sync({ cluster, metrics, memories, memory, key, nowMs }, hpa));
      }
    },
  };
}

interface Memory extends ScalingMemory {
  /** Of the pods that it scales, as far as it has seen them. */
  selector: Selector | undefined;
  /** What its last sync complained of: an Event that comes again is only counted. */
  told: ReadonlySet<string>;
}

interface Context {
  readonly cluster: Cluster;
  readonly metrics: MetricsApi;
  readonly memories: ReadonlyMap<string, Memory>;
  readonly memory: Memory;
  readonly key: string;
  readonly nowMs: number;
}

/** Passes on what a sync does, but for warnings that the sync before has given already. */
function* withoutRepeats(memory: Memory, steps: Reconcile): Reconcile {
  const told = new Set<string>();
  for (let step = steps.next(); ; ) {
    if (step.done === true) {
      memory.told = told;
      return step.value;
    }
    const action = step.value;
    const text = action.do === 'event' && action.type === 'Warning' ? `${action.reason} ${action.message}` : undefined;
    if (text !== undefined) told.add(text);
    const outcome: Outcome = text !== undefined && memory.told.has(text) ? { ok: true, object: {} } : yield action;
    step = steps.next(outcome);
  }
}

/** A condition to be set; the others stay as they are. */
interface Setting extends Reason {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
  readonly status: 'True' | 'False';
}

/** What a sync came to before it is written down. */
interface Decision {
  /** undefined: the metrics say nothing. */
  readonly desired: number | undefined;
  readonly settings: readonly Setting[];
  readonly because: string;
  readonly wish?: MetricsWish;
}

function* sync(context: Context, hpa: HorizontalPodAutoscaler): Reconcile {
  const { nowMs } = context;
  const before = hpa.status ?? { desiredReplicas: 0 };
  const target = findTarget(context.cluster, hpa);
  if ('error' in target) {
    yield event(hpa, 'FailedGetScale', target.error);
    const text = `the HPA controller was unable to get the target's current scale: ${target.error}`;
    yield* writeStatus(hpa, { ...before, conditions: withSettings(hpa, [setting('AbleToScale', 'False', 'FailedGetScale', text)], nowMs) });
    return;
  }
  const current = replicasOf(target.object.spec) ?? 1;
  if (context.memory.recommendations.length === 0) context.memory.recommendations.push({ replicas: current, timeMs: nowMs });
  const found = setting('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
  const decision = decide(context, hpa, target, current);
  for (const each of decision.wish?.events ?? []) yield event(hpa, each.reason, each.message);
  if (decision.desired === undefined) yield event(hpa, 'FailedComputeMetricsReplicas', decision.wish?.failure ?? '');
  const isRescaled = decision.desired !== undefined && decision.desired !== current;
  const scaled = isRescaled ? yield* rescale(context, hpa, target.object, current, decision) : undefined;
  const isDecided = decision.desired !== undefined && scaled?.status !== 'False';
  const lastScaleTime = isRescaled && isDecided ? formatTime(nowMs) : before.lastScaleTime;
  yield* writeStatus(hpa, {
    ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    currentReplicas: current,
    desiredReplicas: isDecided ? (decision.desired ?? current) : before.desiredReplicas,
    ...(decision.wish === undefined ? {} : { currentMetrics: decision.wish.statuses }),
    conditions: withSettings(hpa, [found, ...decision.settings, ...(scaled === undefined ? [] : [scaled])], nowMs),
  });
}

/** Where the size is out of range it is set right at once; otherwise the metrics decide. */
function decide(context: Context, hpa: HorizontalPodAutoscaler, target: Target, current: number): Decision {
  const min = hpa.spec?.minReplicas ?? 1;
  const max = hpa.spec?.maxReplicas ?? 1;
  if (current === 0) {
    const text = 'scaling is disabled since the replica count of the target is zero';
    return { desired: 0, settings: [setting('ScalingActive', 'False', 'ScalingDisabled', text)], because: '' };
  }
  if (current > max) return { desired: max, settings: [], because: 'Current number of replicas above Spec.MaxReplicas' };
  if (current < min) return { desired: min, settings: [], because: 'Current number of replicas below Spec.MinReplicas' };
  const wish = wishOf(context, hpa, target, current);
  const { isActive, reason, message: text } = wish.scalingActive;
  const active = setting('ScalingActive', isActive ? 'True' : 'False', reason, text);
  if (wish.replicas === undefined) return { desired: undefined, settings: [active], because: '', wish };
  const wanted = wish.replicas;
  const because = wanted > current ? `${wish.metric} above target` : wanted < current ? 'All metrics below target' : '';
  const behavior = behaviorInForce(hpa.spec?.behavior);
  const { replicas, stabilization, limit } = normalize(context.memory, behavior, wanted, { current, min, max }, context.nowMs);
  const settings = [
    active,
    setting('AbleToScale', 'True', stabilization.reason, stabilization.message),
    setting('ScalingLimited', limit.isLimited ? 'True' : 'False', limit.reason, limit.message),
  ];
  return { desired: replicas, settings, because, wish };
}

function wishOf(
  { cluster, metrics, memories, memory, key, nowMs }: Context,
  hpa: HorizontalPodAutoscaler,
  target: Target,
  current: number,
): MetricsWish {
  const { namespace } = refOf(hpa);
  memory.selector = target.selector;
  const pods = cluster.listIn('Pod', namespace).filter((pod) => matches(target.selector, pod.metadata?.labels));
  const rivals = [...memories].filter(
    ([other, { selector }]) => splitKey(other).namespace === namespace && pods.some((pod) => matches(selector, pod.metadata?.labels)),
  );
  if (rivals.length > 1 && rivals.some(([other]) => other === key)) {
    const listed = rivals.map(([other]) => `{${splitKey(other).name} ${namespace}}`).join(' ');
    const failure = `pods by selector ${formatSelector(target.selector)} are controlled by multiple HPAs: [${listed}]`;
    const ambiguous = { reason: 'AmbiguousSelector', message: failure };
    return {
      replicas: undefined,
      metric: '',
      statuses: [],
      events: [ambiguous],
      failure,
      scalingActive: { ...ambiguous, isActive: false },
    };
  }
  const workload: ScaledWorkload = { specReplicas: current, statusReplicas: replicasOf(target.object.status) ?? 0, pods };
  return computeWish(hpa, workload, metrics, nowMs);
}

/** Writes the new size into the workload and gives the condition that says so. */
function* rescale(
  { memory, nowMs }: Context,
  hpa: HorizontalPodAutoscaler,
  object: KubeObject,
  current: number,
  { desired = current, because }: Decision,
): Generator<Action, Setting, Outcome> {
  const change = { hpa: refOf(hpa).name, before: current, after: desired };
  // Upstream names a reason only where the metrics ask for another size now; otherwise a stabilized recommendation is at work.
  const words = because === '' ? message('policyRescaledByEarlierWish', change) : message('policyRescaled', { ...change, text: because });
  const outcome = yield { do: 'update', object: { ...object, spec: { ...(object.spec as object), replicas: desired } }, because: words };
  if (!outcome.ok) {
    yield event(hpa, 'FailedRescale', `New size: ${desired}; reason: ${because}; error: ${outcome.message}`);
    return setting(
      'AbleToScale',
      'False',
      'FailedUpdateScale',
      `the HPA controller was unable to update the target scale: ${outcome.message}`,
    );
  }
  const text = `New size: ${desired}; reason: ${because}`;
  yield { do: 'event', about: refOf(hpa), type: 'Normal', reason: 'SuccessfulRescale', message: text, because: words };
  const behavior: Behavior | undefined = behaviorInForce(hpa.spec?.behavior);
  rememberScaling(memory, behavior, current, desired, nowMs);
  return setting('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`);
}

interface Target {
  readonly object: KubeObject;
  readonly selector: Selector;
}

const SCALABLE = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];
const GROUP_RESOURCE: Readonly<Record<string, string>> = {
  Deployment: 'deployments.apps',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
  ReplicationController: 'replicationcontrollers',
};

function findTarget(cluster: Cluster, hpa: HorizontalPodAutoscaler): Target | { readonly error: string } {
  const { kind = '', name = '', apiVersion = '' } = hpa.spec?.scaleTargetRef ?? {};
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (!SCALABLE.includes(kind)) return { error: `no matches for kind "${kind}" in group "${group}"` };
  const object: KubeObject | undefined = cluster.get(kind, refOf(hpa).namespace, name);
  if (object === undefined) return { error: `${GROUP_RESOURCE[kind]} "${name}" not found` };
  const written = (object.spec as { readonly selector?: object } | undefined)?.selector ?? {};
  const selector = kind === 'ReplicationController' ? selectorOfLabels(written as Record<string, string>) : validSelectorOf(written);
  return { object, selector: selector ?? [] };
}

function replicasOf(part: unknown): number | undefined {
  return (part as { readonly replicas?: number } | undefined)?.replicas;
}

function setting(type: Setting['type'], status: Setting['status'], reason: string, text: string): Setting {
  return { type, status, reason, message: text };
}

/** Each setting replaces the condition of its type; the time changes with the status only. */
function withSettings(
  hpa: HorizontalPodAutoscaler,
  settings: readonly Setting[],
  nowMs: number,
): readonly HorizontalPodAutoscalerCondition[] {
  const byType = new Map((hpa.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  for (const { type, status, reason, message: text } of settings) {
    const old = byType.get(type);
    const lastTransitionTime = old?.status === status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : formatTime(nowMs);
    byType.set(type, { type, status, lastTransitionTime, reason, message: text });
  }
  return [...byType.values()];
}

function* writeStatus(hpa: HorizontalPodAutoscaler, status: HorizontalPodAutoscalerStatus): Generator<Action, void, Outcome> {
  if (isEqual(status, hpa.status)) return;
  yield { do: 'updateStatus', object: { ...hpa, status }, because: message('policyAutoscalerStatus', { hpa: refOf(hpa).name }) };
}

function event(hpa: HorizontalPodAutoscaler, reason: string, text: string): Action {
  const about: ObjectRef = refOf(hpa);
  const because = message('policyAutoscalerStuck', { hpa: about.name, text });
  return { do: 'event', about, type: 'Warning', reason, message: text, because };
}
