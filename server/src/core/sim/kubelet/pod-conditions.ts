import { quoteGo } from '../../base/go-text.ts';
import type { ContainerStatus, Pod, PodCondition } from '../../generated/api.ts';
import { isSidecar } from '../../kube/effective-requests.ts';
import type { PodPhase } from './pod-phase.ts';

/** A condition as the kubelet computes it, before it gets its times. */
export interface ConditionState {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** Mirrors pkg/kubelet/status/generate.go GeneratePodInitializedCondition. */
export function initializedCondition(pod: Pod, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): ConditionState {
  const containers = pod.spec?.initContainers ?? [];
  if (statuses === undefined && containers.length > 0) return UNKNOWN_STATUSES;
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of containers) {
    const status = statuses?.find(({ name }) => name === container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!(isSidecar(container) ? status.started === true : status.ready)) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  if (hasAppStarted(pod, statuses ?? [])) return TRUE;
  const message = joined(listed('unknown', unknown), listed('incomplete', incomplete));
  if (message === '') return TRUE;
  const wasInitialized = pod.status?.conditions?.some(({ type, status }) => type === 'Initialized' && status === 'True');
  return wasInitialized === true ? TRUE : { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** Mirrors GenerateContainersReadyCondition: apps and sidecars must be ready. */
export function containersReadyCondition(pod: Pod, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): ConditionState {
  if (statuses === undefined) return UNKNOWN_STATUSES;
  const unknown: string[] = [];
  const unready: string[] = [];
  for (const { name } of [...(pod.spec?.initContainers ?? []).filter(isSidecar), ...(pod.spec?.containers ?? [])]) {
    const status = statuses.find((each) => each.name === name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const message = joined(listed('unknown', unknown), listed('unready', unready));
  return message === '' ? TRUE : { status: 'False', reason: 'ContainersNotReady', message };
}

/** Mirrors GeneratePodReadyCondition: ready containers, and every readiness gate True. */
export function readyCondition(pod: Pod, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): ConditionState {
  const containersReady = containersReadyCondition(pod, statuses, phase);
  if (containersReady.status !== 'True') return containersReady;
  const message = joined(
    ...(pod.spec?.readinessGates ?? []).map(({ conditionType }) => gateProblem(conditionType, pod.status?.conditions ?? [])),
  );
  return message === '' ? TRUE : { status: 'False', reason: 'ReadinessGatesNotReady', message };
}

/** Whether an app container runs or has ended, in whatever way. */
export function hasAppStarted(pod: Pod, statuses: readonly ContainerStatus[]): boolean {
  return statuses.some(
    ({ name, state }) =>
      (state?.running !== undefined || state?.terminated !== undefined) &&
      (pod.spec?.containers ?? []).some((container) => container.name === name),
  );
}

const TRUE: ConditionState = { status: 'True' };
const UNKNOWN_STATUSES: ConditionState = { status: 'False', reason: 'UnknownContainerStatuses' };

function gateProblem(gate: string, conditions: readonly PodCondition[]): string {
  const condition = conditions.find(({ type }) => type === gate);
  if (condition === undefined) return `corresponding condition of pod readiness gate ${quoteGo(gate)} does not exist.`;
  if (condition.status === 'True') return '';
  return `the status of pod readiness gate ${quoteGo(gate)} is not "True", but ${condition.status}`;
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `containers with ${what} status: [${names.join(' ')}]`;
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(', ');
}
