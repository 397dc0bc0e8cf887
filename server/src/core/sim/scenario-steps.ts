import { unreachable } from '../base/assert.ts';
import type { Deployment, Node } from '../generated/api.ts';
import { type Message, message } from '../text/text.ts';
import { applyAction, type LastApplied } from './apply.ts';
import type { Cluster } from './cluster.ts';
import type { Action } from './component.ts';
import { undo } from './controllers/deployment-rollback.ts';
import type { Engine } from './engine.ts';
import { evict } from './eviction.ts';
import { withFailure } from './node-failure.ts';
import { controllerOf, formatTime, type KubeObject, refOf } from './object.ts';
import { isClusterScoped } from './resource-names.ts';
import type { ScenarioStep, Target } from './scenario.ts';

/** How often a drain asks again for pods that may not go yet (kubectl's own pause). */
const DRAIN_RETRY_MS = 5000;
/** Plans a step of the scenario with the engine. */
export function planStep(engine: Engine, step: ScenarioStep, lastApplied: LastApplied): void {
  if (step.do === 'drain') {
    planDrain(engine, step.atMs, step.node);
    return;
  }
  engine.plan(step.atMs, (cluster, nowMs) => actionsOf(step, cluster, nowMs, lastApplied));
}

type PlainStep = Exclude<ScenarioStep, { readonly do: 'drain' }>;

function actionsOf(step: PlainStep, cluster: Cluster, nowMs: number, lastApplied: LastApplied): readonly Action[] {
  switch (step.do) {
    case 'apply':
      return step.objects.map((object) => applyAction(cluster, object, lastApplied));
    case 'applyFile':
      return [];
    case 'scale':
      return changeSpec(cluster, step, message('simUserScale', { ...step.target, replicas: step.replicas }), { replicas: step.replicas });
    case 'pause':
    case 'resume':
      return changeSpec(cluster, step, message('simUserPause', { ...step.target, step: step.do }), { paused: step.do === 'pause' });
    case 'restart':
      return restart(cluster, step, nowMs);
    case 'rollback':
      return rollBack(cluster, step.target, step.namespace, step.toRevision);
    case 'cordon':
    case 'uncordon':
      return setCordon(cluster, step.node, step.do === 'cordon');
    case 'fail-node':
    case 'recover-node':
      return setFailed(cluster, step.node, step.do === 'fail-node' ? nowMs : undefined);
    case 'delete':
      return [{ do: 'delete', object: refTo(step.target, step.namespace), because: message('simUserDelete', { ...step.target }) }];
    default:
      return unreachable(step);
  }
}

function refTo({ kind, name }: Target, namespace: string): { kind: string; namespace: string; name: string } {
  return { kind, namespace: isClusterScoped(kind) ? '' : namespace, name };
}

function find(cluster: Cluster, target: Target, namespace: string): KubeObject | undefined {
  const ref = refTo(target, namespace);
  return cluster.get(ref.kind, ref.namespace, ref.name);
}

/** What does not exist is left alone: the refusal is kubectl's to tell, and shows as nothing having happened. */
function changeSpec(
  cluster: Cluster,
  { target, namespace }: { readonly target: Target; readonly namespace: string },
  because: Message,
  change: Readonly<Record<string, unknown>>,
): readonly Action[] {
  const object = find(cluster, target, namespace);
  if (object === undefined) return [missing(target, namespace, because)];
  return [{ do: 'update', object: { ...object, spec: { ...(object.spec as object), ...change } }, because }];
}

/** An update of an object that is not there: the server's "not found" becomes part of the trace. */
function missing(target: Target, namespace: string, because: Message): Action {
  const { kind, name, namespace: place } = refTo(target, namespace);
  return { do: 'update', object: { kind, metadata: { name, namespace: place } }, because };
}

function restart(cluster: Cluster, step: { readonly target: Target; readonly namespace: string }, nowMs: number): readonly Action[] {
  const because = message('simUserRestart', { ...step.target });
  const object = find(cluster, step.target, step.namespace) as Deployment | undefined;
  const template = object?.spec?.template;
  if (object?.spec === undefined || template === undefined) return [missing(step.target, step.namespace, because)];
  const annotations = { ...template.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': formatTime(nowMs) };
  const restarted = { ...template, metadata: { ...template.metadata, annotations } };
  return [{ do: 'update', object: { ...object, spec: { ...object.spec, template: restarted } }, because }];
}

function rollBack(cluster: Cluster, target: Target, namespace: string, toRevision: number): readonly Action[] {
  const because = message('simUserRollback', { ...target });
  const deployment = cluster.get('Deployment', namespace, target.name);
  if (deployment === undefined) return [missing(target, namespace, because)];
  const restored = undo(cluster, deployment, toRevision);
  if (typeof restored !== 'string') return [{ do: 'update', object: restored, because }];
  const about = refOf(deployment);
  return [{ do: 'event', about, type: 'Warning', reason: 'RollbackSkipped', message: ROLLBACK_REFUSALS[restored], because }];
}

/** kubectl's answers. */
const ROLLBACK_REFUSALS = {
  noSuchRevision: 'no rollout history found',
  paused: "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
  sameTemplate: 'skipped rollback (current template already matches revision)',
} as const;

function changeNode(cluster: Cluster, name: string, because: Message, change: (node: Node) => Node): readonly Action[] {
  const node = cluster.get('Node', '', name);
  if (node === undefined) return [missing({ kind: 'Node', name }, '', because)];
  return [{ do: 'update', object: change(node), because }];
}

function setCordon(cluster: Cluster, name: string, cordoned: boolean): readonly Action[] {
  const because = message(cordoned ? 'simUserCordon' : 'simUserUncordon', { node: name });
  return changeNode(cluster, name, because, (node) => ({ ...node, spec: { ...node.spec, unschedulable: cordoned } }));
}

function setFailed(cluster: Cluster, name: string, sinceMs: number | undefined): readonly Action[] {
  const because = message(sinceMs === undefined ? 'simUserRecoverNode' : 'simUserFailNode', { node: name });
  return changeNode(cluster, name, because, (node) => withFailure(node, sinceMs));
}

/** kubectl drain: cordons, then evicts all pods that no DaemonSet keeps there, asking again until they may go. */
function planDrain(engine: Engine, atMs: number, name: string): void {
  const because = message('simUserDrain', { node: name });
  function* round(cluster: Cluster, nowMs: number): Generator<Action> {
    let refused = false;
    for (const pod of cluster.podsOn(name)) {
      if (controllerOf(pod)?.kind === 'DaemonSet' || pod.metadata?.deletionTimestamp !== undefined) continue;
      refused = (yield* evict(cluster, pod, nowMs, because)) !== undefined || refused;
    }
    if (refused) engine.plan(engine.timeMs + DRAIN_RETRY_MS, round);
  }
  engine.plan(atMs, function* (cluster, nowMs) {
    yield* setCordon(cluster, name, true);
    yield* round(cluster, nowMs);
  });
}
