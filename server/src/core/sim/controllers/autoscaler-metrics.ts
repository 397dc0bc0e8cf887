import type { Container, Pod } from '../../generated/api.ts';
import { hasPodLevelRequests, isSidecar, podRequests } from '../../kube/effective-requests.ts';
import { milliValue, quantityOf } from '../../kube/quantity.ts';
import { refOf, timeOf } from '../object.ts';
import { conditionOf, isReady } from './pods.ts';

/** One pod's measurement, in thousandths of its unit, averaged over the window before `timeMs`. */
export interface MetricSample {
  readonly valueMilli: bigint;
  readonly timeMs: number;
  readonly windowMs: number;
}

export interface MetricsError {
  readonly error: string;
}

/** What the metrics API answers. Pods that reported nothing are absent. */
export interface MetricsApi {
  resource(name: string, container: string, pods: readonly Pod[], nowMs: number): ReadonlyMap<string, MetricSample> | MetricsError;
  custom(name: string, pods: readonly Pod[], nowMs: number): ReadonlyMap<string, MetricSample> | MetricsError;
  object(name: string, kind: string, objectName: string, nowMs: number): bigint | MetricsError;
  external(name: string, nowMs: number): readonly bigint[] | MetricsError;
}

/** How far the ratio of use to target may be from 1 without a change. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

export interface Proposal {
  readonly replicas: number;
  /** What was measured: an average per pod or a value, in thousandths. */
  readonly usageMilli: bigint;
  /** Per cent of what is requested, for targets of that kind. */
  readonly utilization?: number;
}

/** A workload under one of its metrics. */
export interface Measured {
  readonly current: number;
  readonly pods: readonly Pod[];
  readonly samples: ReadonlyMap<string, MetricSample>;
  /** Pods that start use more cpu than they will: they are left out for a while. */
  readonly isCpu: boolean;
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}

/**
 * Replicas for a target utilization, in per cent of requests.
 *
 * Mirrors pkg/controller/podautoscaler/replica_calculator.go GetResourceReplicas.
 */
export function replicasForUtilization(
  measured: Measured,
  resource: string,
  container: string,
  targetPercent: number,
): Proposal | MetricsError {
  const requests = requestsOf(measured.pods, resource, container);
  const use = useOf(measured);
  if ('error' in use) return use;
  if ('error' in requests) return requests;
  const first = utilizationOf(use.samples, requests);
  if ('error' in first) return first;
  const percent = BigInt(Math.max(100, targetPercent));
  return propose(measured, use, {
    measure: (samples) => {
      const utilization = utilizationOf(samples, requests);
      return 'error' in utilization ? utilization : { ratio: utilization.percent / targetPercent };
    },
    assumed: (name) => ((requests.get(name) ?? 0n) * percent) / 100n,
    result: { usageMilli: first.averageMilli, utilization: first.percent },
  });
}

/** Replicas for a target average per pod (calcPlainMetricReplicas). */
export function replicasForAverage(measured: Measured, targetMilli: bigint): Proposal | MetricsError {
  const use = useOf(measured);
  if ('error' in use) return use;
  return propose(measured, use, {
    measure: (samples) => ({ ratio: Number(averageOf(samples)) / Number(targetMilli) }),
    assumed: () => targetMilli,
    result: { usageMilli: averageOf(use.samples) },
  });
}

/** Replicas for one value that the whole workload shares (getUsageRatioReplicaCount). */
export function replicasForValue(
  current: number,
  usageMilli: bigint,
  targetMilli: bigint,
  pods: readonly Pod[],
  tolerances: Tolerances,
): Proposal | MetricsError {
  const ratio = Number(usageMilli) / Number(targetMilli);
  if (current === 0) return { replicas: Math.ceil(ratio), usageMilli };
  if (isWithin(ratio, tolerances)) return { replicas: current, usageMilli };
  if (pods.length === 0) return { error: 'unable to calculate ready pods: no pods returned by selector while calculating replica count' };
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length;
  return { replicas: Math.min(LARGEST_INT32, Math.ceil(ratio * ready)), usageMilli };
}

/** Replicas for one value that is to be shared out so much to each pod (GetExternalPerPodMetricReplicas). */
export function replicasForShare(current: number, usageMilli: bigint, targetMilli: bigint, tolerances: Tolerances): Proposal {
  const ratio = Number(usageMilli) / (Number(targetMilli) * current);
  const replicas = isWithin(ratio, tolerances) ? current : Math.min(LARGEST_INT32, Math.ceil(Number(usageMilli) / Number(targetMilli)));
  return { replicas, usageMilli: current === 0 ? 0n : BigInt(Math.ceil(Number(usageMilli) / current)) };
}

const LARGEST_INT32 = 2 ** 31 - 1;
/** How long a pod's cpu is not trusted after its start unless it has been ready for a whole window. */
const CPU_INITIALIZATION_MS = 5 * 60_000;
/** A pod that turned unready later than this after its start was ready once. */
const INITIAL_READINESS_MS = 30_000;

/** The pods sorted by what can be said of them, and the measurements that count. */
interface Use {
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly samples: Map<string, bigint>;
}

function useOf({ pods, samples, isCpu, nowMs }: Measured): Use | MetricsError {
  if (pods.length === 0) return { error: 'no pods returned by selector while calculating replica count' };
  const counted = new Map([...samples].map(([name, { valueMilli }]) => [name, valueMilli]));
  const unready: string[] = [];
  const missing: string[] = [];
  let ready = 0;
  for (const pod of pods) {
    const { name } = refOf(pod);
    const sample = samples.get(name);
    if (pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase === 'Failed') {
      counted.delete(name);
    } else if (pod.status?.phase === 'Pending' || (sample !== undefined && isCpu && isStarting(pod, sample, nowMs))) {
      counted.delete(name);
      unready.push(name);
    } else if (sample === undefined) {
      missing.push(name);
    } else {
      ready++;
    }
  }
  if (counted.size === 0) return { error: 'did not receive metrics for targeted pods (pods might be unready)' };
  return { ready, unready, missing, samples: counted };
}

function isStarting(pod: Pod, sample: MetricSample, nowMs: number): boolean {
  const condition = conditionOf(pod, 'Ready');
  const startMs = timeOf(pod.status?.startTime);
  if (condition === undefined || startMs === undefined) return true;
  const changeMs = timeOf(condition.lastTransitionTime) ?? 0;
  if (startMs + CPU_INITIALIZATION_MS > nowMs) return condition.status === 'False' || sample.timeMs < changeMs + sample.windowMs;
  return condition.status === 'False' && startMs + INITIAL_READINESS_MS > changeMs;
}

interface Yardstick {
  measure(samples: ReadonlyMap<string, bigint>): { readonly ratio: number } | MetricsError;
  /** What a pod that reports nothing is taken to use when the workload would shrink. */
  assumed(podName: string): bigint;
  readonly result: Omit<Proposal, 'replicas'>;
}

/** First by the pods that report; where others are missing or unready, again with the careful guess about those. */
function propose({ current, tolerances }: Measured, use: Use, yardstick: Yardstick): Proposal | MetricsError {
  const first = yardstick.measure(use.samples);
  if ('error' in first) return first;
  const keep = { replicas: current, ...yardstick.result };
  const isGrowingWithUnready = use.unready.length > 0 && first.ratio > 1;
  if (!isGrowingWithUnready && use.missing.length === 0) {
    return isWithin(first.ratio, tolerances) ? keep : { ...keep, replicas: Math.ceil(first.ratio * use.ready) };
  }
  const samples = new Map(use.samples);
  for (const name of use.missing) {
    if (first.ratio < 1) samples.set(name, yardstick.assumed(name));
    else if (first.ratio > 1) samples.set(name, 0n);
  }
  if (isGrowingWithUnready) for (const name of use.unready) samples.set(name, 0n);
  const second = yardstick.measure(samples);
  if ('error' in second) return second;
  const isTurning = (first.ratio < 1 && second.ratio > 1) || (first.ratio > 1 && second.ratio < 1);
  if (isWithin(second.ratio, tolerances) || isTurning) return keep;
  const replicas = Math.ceil(second.ratio * samples.size);
  const isContrary = (second.ratio < 1 && replicas > current) || (second.ratio > 1 && replicas < current);
  return isContrary ? keep : { ...keep, replicas };
}

function isWithin(ratio: number, { up, down }: Tolerances): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

function averageOf(samples: ReadonlyMap<string, bigint>): bigint {
  return sumOf(samples.values()) / BigInt(samples.size);
}

function sumOf(values: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}

function utilizationOf(
  samples: ReadonlyMap<string, bigint>,
  requests: ReadonlyMap<string, bigint>,
): { readonly percent: number; readonly averageMilli: bigint } | MetricsError {
  const known = [...samples].filter(([name]) => requests.has(name));
  const usage = sumOf(known.map(([, value]) => value));
  const requested = sumOf(known.map(([name]) => requests.get(name) ?? 0n));
  if (requested === 0n) return { error: 'no metrics returned matched known pods' };
  return { percent: Number((usage * 100n) / requested), averageMilli: usage / BigInt(known.length) };
}

/** What each pod, or one container of it, requests in thousandths; every container must say (calculateRequests). */
function requestsOf(pods: readonly Pod[], resource: string, container: string): Map<string, bigint> | MetricsError {
  const requests = new Map<string, bigint>();
  for (const pod of pods) {
    const { name } = refOf(pod);
    const request =
      container === '' && hasPodLevelRequests(pod.spec) ? podLevelRequest(pod, resource) : containerRequests(pod, resource, container);
    if (typeof request !== 'bigint') return request;
    requests.set(name, request);
  }
  return requests;
}

function podLevelRequest(pod: Pod, resource: string): bigint | MetricsError {
  const request = podRequests(pod).get(resource);
  return request === undefined ? { error: `missing pod-level request for ${resource} in Pod ${refOf(pod).name}` } : milliValue(request);
}

function containerRequests(pod: Pod, resource: string, container: string): bigint | MetricsError {
  const { name } = refOf(pod);
  const all: readonly Container[] = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []).filter(isSidecar)];
  const counted = container === '' ? all : all.filter((each) => each.name === container).slice(0, 1);
  if (counted.length === 0 && container !== '') return { error: `container ${container} not found in Pod ${name}` };
  let sum = 0n;
  for (const each of counted) {
    const request = each.resources?.requests?.[resource];
    if (request === undefined) return { error: `missing request for ${resource} in container ${each.name} of Pod ${name}` };
    sum += milliValue(quantityOf(request));
  }
  return sum;
}
