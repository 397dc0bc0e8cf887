import type { Container, ContainerStateTerminated, ContainerStatus, Pod } from '../../generated/api.ts';
import { isSidecar } from '../../kube/effective-requests.ts';
import { shouldRestart } from './container-restart.ts';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** What the kubelet knows besides the container statuses. */
export interface PodProgress {
  /** The pod is being finished: nothing is started any more. */
  readonly isTerminal: boolean;
  /** An app container has been started. */
  readonly isInitialized: boolean;
}

/**
 * The phase that follows from the containers, init containers among them.
 *
 * Mirrors pkg/kubelet/kubelet_pods.go getPhase.
 */
export function podPhase(pod: Pod, statuses: readonly ContainerStatus[], { isTerminal, isInitialized }: PodProgress): PodPhase {
  const start = countStart(pod, statuses);
  if (start.failed > 0) return 'Failed';
  const count = countContainers(pod, statuses);
  const isStarting = start.pending > 0 || (count.pendingSidecars > 0 && !isInitialized);
  if (isStarting || count.waiting > 0) return 'Pending';
  if (count.unknown > 0) return 'Pending';
  if (count.running > 0) return 'Running';
  if (count.stopped === 0) return 'Pending';
  if (!(isTerminal && !isStatic(pod)) && count.stopped !== count.stoppedForGood) return 'Running';
  return count.stopped === count.succeeded ? 'Succeeded' : 'Failed';
}

/** Ordinary init containers: those still to do, and those that failed for good. */
function countStart(pod: Pod, statuses: readonly ContainerStatus[]): { readonly pending: number; readonly failed: number } {
  let pending = 0;
  let failed = 0;
  for (const container of pod.spec?.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const ended = endOf(statuses.find(({ name }) => name === container.name));
    if (ended === undefined) pending++;
    else if (ended.exitCode !== 0 && !restarts(pod, container, ended)) failed++;
  }
  return { pending, failed };
}

interface ContainerCount {
  pendingSidecars: number;
  running: number;
  waiting: number;
  unknown: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

/** Containers that live as long as the pod: apps, and sidecars as far as they run. */
function countContainers(pod: Pod, statuses: readonly ContainerStatus[]): ContainerCount {
  const count: ContainerCount = { pendingSidecars: 0, running: 0, waiting: 0, unknown: 0, stopped: 0, stoppedForGood: 0, succeeded: 0 };
  for (const container of pod.spec?.initContainers ?? []) {
    const status = statuses.find(({ name }) => name === container.name);
    if (isSidecar(container)) countSidecar(count, status);
  }
  for (const container of pod.spec?.containers ?? []) {
    const status = statuses.find(({ name }) => name === container.name);
    countApp(count, pod, container, status);
  }
  return count;
}

/** A sidecar that ended speaks for nothing. */
function countSidecar(count: ContainerCount, status: ContainerStatus | undefined): void {
  const state = status?.state;
  if (status === undefined) {
    count.unknown++;
  } else if (state?.running !== undefined) {
    count.running++;
    if (status.started !== true) count.pendingSidecars++;
  } else if (state?.waiting !== undefined && status.lastState?.terminated === undefined) {
    count.waiting++;
    count.pendingSidecars++;
  } else if (state?.waiting === undefined && state?.terminated === undefined) {
    count.unknown++;
    count.pendingSidecars++;
  }
}

function countApp(count: ContainerCount, pod: Pod, container: Container, status: ContainerStatus | undefined): void {
  const state = status?.state;
  if (state?.running !== undefined) {
    count.running++;
    return;
  }
  const ended = endOf(status);
  if (ended !== undefined) {
    count.stopped++;
    if (!restarts(pod, container, ended)) count.stoppedForGood++;
    if (state?.terminated?.exitCode === 0) count.succeeded++;
  } else if (state?.waiting !== undefined) {
    count.waiting++;
  } else {
    count.unknown++;
  }
}

/** How a container ended that does not run: just now, or before the restart it waits for. */
function endOf(status: ContainerStatus | undefined): ContainerStateTerminated | undefined {
  if (status?.state?.terminated !== undefined) return status.state.terminated;
  return status?.state?.waiting === undefined ? undefined : status.lastState?.terminated;
}

function restarts(pod: Pod, container: Container, { exitCode, reason }: ContainerStateTerminated): boolean {
  const isRestartedWithAll = reason === 'RestartingAllContainers';
  return isRestartedWithAll || (pod.spec !== undefined && shouldRestart(container, pod.spec, exitCode));
}

function isStatic({ metadata }: Pod): boolean {
  const source = metadata?.annotations?.['kubernetes.io/config.source'];
  return source !== undefined && source !== 'api';
}
