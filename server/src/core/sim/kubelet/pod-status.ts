import type { ContainerStatus, Pod, PodCondition, PodStatus, ContainerState as WrittenState } from '../../generated/api.ts';
import { qosClassOf } from '../../kube/qos.ts';
import { formatTime } from '../object.ts';
import { type ContainerRun, type End, isContainerReady, isStarted, NOTICE_MS } from './container-run.ts';
import { type ConditionState, containersReadyCondition, initializedCondition, readyCondition } from './pod-conditions.ts';
import { type PodPhase, podPhase } from './pod-phase.ts';
import { isEnding, isFinished, isStill, type PodRun } from './pod-run.ts';

/** The status that the kubelet writes for a pod (pkg/kubelet/kubelet_pods.go generateAPIPodStatus). */
export function podStatus(run: PodRun, pod: Pod, nowMs: number): PodStatus {
  const initStatuses = run.starters.map((each) => containerStatus(each, run, pod, nowMs));
  const statuses = run.apps.map((each) => containerStatus(each, run, pod, nowMs));
  const all = [...initStatuses, ...statuses];
  const isTerminal = isStill(run) && (isEnding(run) || isFinished(run, pod));
  const phase =
    run.verdict !== undefined && isStill(run)
      ? 'Failed'
      : settledPhase(pod, podPhase(pod, all, { isTerminal, isInitialized: run.isInitialized }), isTerminal);
  return {
    ...pod.status,
    phase,
    ...(run.verdict !== undefined && phase === 'Failed' ? run.verdict : {}),
    startTime: formatTime(run.startMs),
    qosClass: pod.status?.qosClass ?? qosClassOf(pod),
    podIP: run.ip,
    podIPs: [{ ip: run.ip }],
    conditions: conditionsOf(run, pod, all, phase, nowMs),
    ...(initStatuses.length === 0 ? {} : { initContainerStatuses: initStatuses }),
    containerStatuses: statuses,
  };
}

/** A phase that ends a pod is written only when nothing runs any more; it is never taken back. */
function settledPhase(pod: Pod, phase: PodPhase, isTerminal: boolean): PodPhase {
  const before = pod.status?.phase;
  if (before === 'Succeeded' || before === 'Failed') return before;
  return !isTerminal && (phase === 'Succeeded' || phase === 'Failed') ? 'Running' : phase;
}

function containerStatus(run: ContainerRun, podRun: PodRun, pod: Pod, nowMs: number): ContainerStatus {
  const { container, restarts, lastEnd } = run;
  const state = writtenState(run, podRun, pod, nowMs);
  return {
    name: container.name,
    image: container.image ?? '',
    imageID: '',
    ready: isContainerReady(run, nowMs),
    started: isStarted(run),
    restartCount: restarts,
    state,
    ...(lastEnd === undefined || state.terminated !== undefined ? {} : { lastState: { terminated: writtenEnd(lastEnd) } }),
  };
}

function writtenState({ state, container }: ContainerRun, podRun: PodRun, pod: Pod, nowMs: number): WrittenState {
  switch (state.is) {
    case 'idle':
      return { waiting: { reason: 'PodInitializing' } };
    case 'creating':
      if (state.after !== undefined) return { terminated: writtenEnd(state.after) };
      return { waiting: { reason: podRun.starters.length > 0 ? 'PodInitializing' : 'ContainerCreating' } };
    case 'pullFailed': {
      const isShown = nowMs < state.failedMs + NOTICE_MS;
      const image = container.image ?? '';
      return {
        waiting: isShown
          ? { reason: 'ErrImagePull', message: `failed to pull and unpack image "${image}": not found` }
          : { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` },
      };
    }
    case 'running':
      return { running: { startedAt: formatTime(state.startedMs) } };
    case 'ended':
      return { terminated: writtenEnd(state.end) };
    case 'backingOff': {
      if (nowMs < state.end.finishedMs + NOTICE_MS) return { terminated: writtenEnd(state.end) };
      const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
      const message = `back-off ${goDuration(state.waitMs)} restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
      return { waiting: { reason: 'CrashLoopBackOff', message } };
    }
  }
}

function writtenEnd({ exitCode, reason, startedMs, finishedMs }: End): NonNullable<WrittenState['terminated']> {
  return { exitCode, reason, startedAt: formatTime(startedMs), finishedAt: formatTime(finishedMs) };
}

/** `10s`, `1m20s`, `5m0s`. */
function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** In the order in which the kubelet writes them; each keeps the moment of its last change. */
function conditionsOf(
  run: PodRun,
  pod: Pod,
  statuses: readonly ContainerStatus[],
  phase: PodPhase,
  nowMs: number,
): readonly PodCondition[] {
  const before = pod.status?.conditions ?? [];
  const hasSandbox = !(isStill(run) && (phase === 'Succeeded' || phase === 'Failed'));
  const states: readonly (readonly [string, ConditionState])[] = [
    ['PodReadyToStartContainers', { status: hasSandbox ? 'True' : 'False' }],
    ['Initialized', initializedCondition(pod, statuses, phase)],
    ['Ready', readyCondition(pod, statuses, phase)],
    ['ContainersReady', containersReadyCondition(pod, statuses, phase)],
  ];
  const written = states.map(([type, state]): PodCondition => {
    const old = before.find((each) => each.type === type);
    const since = old?.status === state.status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : formatTime(nowMs);
    return { type, ...state, lastTransitionTime: since };
  });
  const scheduled: PodCondition = before.find(({ type }) => type === 'PodScheduled') ?? {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: formatTime(run.startMs),
  };
  const others = before.filter(({ type }) => type !== 'PodScheduled' && !written.some((each) => each.type === type));
  return [...written, scheduled, ...others];
}
