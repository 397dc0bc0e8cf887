import type { ControllerRevision, DaemonSet, Node, Pod } from '../../generated/api.ts';
import { matches, validSelectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Cluster } from '../cluster.ts';
import type { Action, Change, Component, DelayedKey, Outcome, Reconcile, Refusal } from '../component.ts';
import { controllerOf, type KubeObject, keyOf, refOf, splitKey } from '../object.ts';
import { isEqual } from '../trace.ts';
import { createRevision, hasTemplate, REVISION_HASH_LABEL, renumber, revisionsOf } from './controller-revisions.ts';
import { judgeNode, templateFor } from './daemon-set-nodes.ts';
import { type DaemonPass, groupByNode, isRolling, type Plan, planNodes } from './daemon-set-pods.ts';
import { countStatus } from './daemon-set-status.ts';
import { planUpdate } from './daemon-set-update.ts';
import { createFailureBackoff, type FailureBackoff } from './failure-backoff.ts';
import { claim, controllerRef, ownerKeys } from './ownership.ts';
import { isReady, podFromTemplate } from './pods.ts';
import { slowStart } from './slow-start.ts';

/** How many pods one sync makes or deletes at most (`daemon.BurstReplicas`). */
const BURST = 250;
/** Waits before a failed pod is replaced again. */
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 15 * 60 * 1000;

/** One pod on every node that fits (`pkg/controller/daemon`). It remembers how often pods failed on which node. */
export function createDaemonSetController(): Component {
  const backoff = createFailureBackoff(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
  const kinds = ['DaemonSet', 'ControllerRevision', 'Node', 'Pod'];
  return { name: 'daemonset', kinds, keysOf, reconcile: (cluster, key, nowMs) => reconcile(cluster, key, nowMs, backoff) };
}

function* keysOf(change: Change, cluster: Cluster): Generator<string | DelayedKey> {
  const object = change.is === 'deleted' ? change.before : change.after;
  if (object.kind === 'DaemonSet') yield keyOf(refOf(object));
  if (object.kind === 'ControllerRevision') yield* ownerKeys('DaemonSet', change, cluster, selects);
  if (object.kind === 'Node' && change.is !== 'deleted') yield* keysOfNode(change, cluster);
  if (object.kind !== 'Pod') return;
  yield* ownerKeys('DaemonSet', change, cluster, selects);
  if (change.is === 'updated') yield* keyWhenAvailable(change, cluster);
}

/** Only labels and taints of a node matter, and only where they change what should be (`syncNodeUpdate`). */
function* keysOfNode(change: Exclude<Change, { is: 'deleted' }>, cluster: Cluster): Generator<string> {
  const node = change.after as Node;
  if (change.is === 'updated') {
    const before = change.before as Node;
    if (isEqual(before.metadata?.labels, node.metadata?.labels) && isEqual(before.spec?.taints, node.spec?.taints)) return;
  }
  const pods = cluster.podsOn(refOf(node).name);
  for (const set of cluster.list('DaemonSet')) {
    const { shouldRun, shouldContinueRunning } = judgeNode(set, node);
    const isScheduled = pods.some((pod) => controllerOf(pod)?.uid === set.metadata?.uid);
    const isMisscheduled = isScheduled && (set.status?.numberMisscheduled ?? 0) > 0;
    if ((shouldRun && !isScheduled) || (!shouldContinueRunning && isScheduled) || isMisscheduled) yield keyOf(refOf(set));
  }
}

/** A pod that became ready is looked at again when it should be available, a second later to be sure. */
function* keyWhenAvailable({ before, after }: Extract<Change, { is: 'updated' }>, cluster: Cluster): Generator<DelayedKey> {
  const owner = controllerOf(after);
  if (owner?.kind !== 'DaemonSet' || isReady(before as Pod) || !isReady(after as Pod)) return;
  const { namespace } = refOf(after);
  const minReadySeconds = cluster.get('DaemonSet', namespace, owner.name)?.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0) yield { key: keyOf({ namespace, name: owner.name }), afterMs: (minReadySeconds + 1) * 1000 };
}

function selects(set: DaemonSet, dependent: KubeObject): boolean {
  return matches(validSelectorOf(set.spec?.selector), dependent.metadata?.labels);
}

function* reconcile(cluster: Cluster, key: string, nowMs: number, backoff: FailureBackoff): Reconcile {
  const { namespace, name } = splitKey(key);
  const set = cluster.get('DaemonSet', namespace, name);
  if (set === undefined || set.metadata?.deletionTimestamp !== undefined) return;
  const history = yield* syncHistory(cluster, set);
  const pods = yield* claimPods(cluster, set);
  if (history === 'refused' || pods === 'refused') return 'retry';
  const pass: DaemonPass = {
    set,
    nodes: cluster.list('Node'),
    nowMs,
    hash: history.current.metadata?.labels?.[REVISION_HASH_LABEL] ?? '',
    podsByNode: groupByNode(pods),
    backoff,
  };
  const plan = yield* planNodes(pass);
  let refusal = yield* carryOut(pass, plan);
  const isIdle = plan.create.length === 0 && plan.remove.length === 0;
  if (isIdle && isRolling(set.spec)) refusal = yield* carryOut(pass, planUpdate(pass));
  if (refusal === undefined && (yield* cleanHistory(set, history.old, pods)) === 'refused') return 'retry';
  const written = yield* writeStatus(pass);
  return refusal !== undefined || written === 'refused' ? 'retry' : undefined;
}

function* claimPods(cluster: Cluster, set: DaemonSet): Generator<Action, readonly Pod[] | 'refused', Outcome> {
  const candidates = [...cluster.ownedBy('Pod', set.metadata?.uid ?? ''), ...cluster.orphansIn('Pod', refOf(set).namespace)];
  return (yield* claim(set, candidates, (pod) => selects(set, pod))) ?? 'refused';
}

interface History {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/** `constructHistory`: the revision of the present template has the highest number. */
function* syncHistory(cluster: Cluster, set: DaemonSet): Generator<Action, History | 'refused', Outcome> {
  const orphans = cluster.orphansIn('ControllerRevision', refOf(set).namespace);
  if ((yield* claim(set, orphans, (revision) => selects(set, revision))) === undefined) return 'refused';
  const known = revisionsOf(cluster, set);
  const template = set.spec?.template;
  const old = known.filter((revision) => !hasTemplate(revision, template));
  const found = known.filter((revision) => hasTemplate(revision, template)).at(-1);
  const number = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  if (found === undefined) {
    const made = yield* createRevision(cluster, set, template, number, set.status?.collisionCount ?? 0);
    return made === 'refused' ? 'refused' : { current: made.created, old };
  }
  const current = found.revision < number ? yield* renumber(found, number) : found;
  return current === 'refused' ? 'refused' : { current, old };
}

const DEFAULT_HISTORY = 10;

/** Forgets the oldest revisions beyond the limit that no pod has any more (`cleanupHistory`). */
function* cleanHistory(
  set: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): Generator<Action, 'refused' | undefined, Outcome> {
  const limit = set.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY;
  const live = new Set(pods.map((pod) => pod.metadata?.labels?.[REVISION_HASH_LABEL]));
  const past = old.filter((revision) => !live.has(revision.metadata?.labels?.[REVISION_HASH_LABEL]));
  for (const revision of past.slice(0, Math.max(0, old.length - limit))) {
    const because = message('simRevisionLimit', { revision: refOf(revision).name, limit });
    const outcome = yield { do: 'delete', object: refOf(revision), because };
    if (!outcome.ok) return 'refused';
  }
  return undefined;
}

/** Creates and deletes what the plan says (`syncNodes`). Gives the first refusal, if any. */
function* carryOut(pass: DaemonPass, plan: Plan): Generator<Action, Refusal | undefined, Outcome> {
  let first = yield* slowStart(Math.min(plan.create.length, BURST), (index) => createPod(pass, plan.create[index]));
  for (const { pod, because } of plan.remove.slice(0, BURST)) {
    const outcome = yield { do: 'delete', object: refOf(pod), because };
    if (outcome.ok) {
      const text = `Deleted pod: ${refOf(pod).name}`;
      yield { do: 'event', about: refOf(pass.set), type: 'Normal', reason: 'SuccessfulDelete', message: text, because };
    } else if (outcome.status !== 'NotFound') first ??= outcome;
  }
  return first;
}

function* createPod(
  { set, hash }: DaemonPass,
  planned: Plan['create'][number] | undefined,
): Generator<Action, Refusal | undefined, Outcome> {
  if (planned === undefined) return undefined;
  const { namespace, name } = refOf(set);
  const pod = podFromTemplate(templateFor(set.spec?.template, hash, planned.node));
  const metadata = { ...pod.metadata, generateName: `${name}-`, namespace, ownerReferences: [controllerRef(set)] };
  const outcome = yield { do: 'create', object: { ...pod, metadata }, because: planned.because };
  const about = refOf(set);
  if (outcome.ok) {
    const text = `Created pod: ${outcome.object.metadata?.name}`;
    yield { do: 'event', about, type: 'Normal', reason: 'SuccessfulCreate', message: text, because: planned.because };
    return undefined;
  }
  const because = message('simRefused', { text: outcome.message });
  yield { do: 'event', about, type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${outcome.message}`, because };
  return outcome;
}

function* writeStatus(pass: DaemonPass): Generator<Action, 'written' | 'refused', Outcome> {
  const { set } = pass;
  const status = countStatus(pass);
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (!isEqual(status, set.status)) {
    const because = message('simDaemonSetStatus', { set: refOf(set).name });
    const outcome = yield { do: 'updateStatus', object: { ...set, status }, because };
    if (!outcome.ok) return 'refused';
  }
  if (minReadySeconds > 0 && status.numberReady !== status.numberAvailable) {
    yield { do: 'requeue', key: keyOf(refOf(set)), afterMs: minReadySeconds * 1000 };
  }
  return 'written';
}
