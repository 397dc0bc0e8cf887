import type {
  HorizontalPodAutoscaler,
  LabelSelector,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
  Pod,
} from '../../generated/api.ts';
import { approximate, formatQuantity, milliQuantity, milliValue, quantityOf } from '../../kube/quantity.ts';
import type { Reason } from './autoscaler-behavior.ts';
import {
  type Measured,
  type MetricSample,
  type MetricsApi,
  type MetricsError,
  type Proposal,
  replicasForAverage,
  replicasForShare,
  replicasForUtilization,
  replicasForValue,
  type Tolerances,
} from './autoscaler-metrics.ts';

/** The workload that an autoscaler scales, as its scale subresource shows it. */
export interface ScaledWorkload {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly pods: readonly Pod[];
}

/** What all metrics together want; `failure` where one or more could not be read. */
export interface MetricsWish {
  /** undefined: nothing can be decided. */
  readonly replicas: number | undefined;
  readonly metric: string;
  readonly statuses: readonly MetricStatus[];
  readonly scalingActive: Reason & { readonly isActive: boolean };
  /** One for each metric that could not be read, as an Event. */
  readonly events: readonly Reason[];
  readonly failure?: string;
}

/**
 * The largest of what each metric proposes. If one cannot be read, the others may only scale up.
 *
 * Mirrors pkg/controller/podautoscaler/horizontal.go computeReplicasForMetrics.
 */
export function computeWish(hpa: HorizontalPodAutoscaler, workload: ScaledWorkload, api: MetricsApi, nowMs: number): MetricsWish {
  const specs = metricsOf(hpa);
  const answers = specs.map((spec) => proposeFor(spec, { hpa, workload, api, nowMs }));
  const failures = answers.filter((answer) => 'condition' in answer);
  const statuses = answers.map((answer) => ('condition' in answer ? NO_STATUS : answer.status));
  let best: Extract<Answer, { proposal: Proposal }> | undefined;
  for (const answer of answers) {
    if ('condition' in answer) continue;
    if (best === undefined || best.proposal.replicas === 0 || answer.proposal.replicas > best.proposal.replicas) best = answer;
  }
  const first = failures[0];
  const events = failures.map(({ condition, event }) => ({ reason: condition.reason, message: event }));
  const failure = first && `invalid metrics (${failures.length} invalid out of ${specs.length}), first error is: ${first.error}`;
  const common = { statuses, events, ...(failure === undefined ? {} : { failure }) };
  const isShrinking = failures.length > 0 && (best?.proposal.replicas ?? 0) < workload.specReplicas;
  if (first !== undefined && (failures.length >= specs.length || isShrinking)) {
    return { ...common, replicas: undefined, metric: '', scalingActive: { ...first.condition, isActive: false } };
  }
  const metric = best?.metric ?? '';
  const message = `the HPA was able to successfully calculate a replica count from ${metric}`;
  return {
    ...common,
    replicas: best?.proposal.replicas ?? 0,
    metric,
    scalingActive: { reason: 'ValidMetricFound', message, isActive: true },
  };
}

/** Without metrics the API server asks for 80 per cent of cpu. */
export function metricsOf({ spec }: HorizontalPodAutoscaler): readonly MetricSpec[] {
  const metrics = spec?.metrics ?? [];
  return metrics.length > 0 ? metrics : [DEFAULT_METRIC];
}

const DEFAULT_METRIC: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};
const DEFAULT_TOLERANCE = 0.1;
const NO_STATUS: MetricStatus = { type: '' };

interface Context {
  readonly hpa: HorizontalPodAutoscaler;
  readonly workload: ScaledWorkload;
  readonly api: MetricsApi;
  readonly nowMs: number;
}

type Answer =
  | { readonly proposal: Proposal; readonly metric: string; readonly status: MetricStatus }
  | { readonly condition: Reason; readonly error: string; readonly event: string };

function proposeFor(spec: MetricSpec, context: Context): Answer {
  switch (spec.type) {
    case 'Resource':
      return forResource(spec, context);
    case 'ContainerResource':
      return forContainerResource(spec, context);
    case 'Pods':
      return forPods(spec, context);
    case 'Object':
      return forObject(spec, context);
    case 'External':
      return forExternal(spec, context);
    default: {
      const error = `unknown metric source type "${spec.type}"`;
      return failed('InvalidMetricSourceType', error, error);
    }
  }
}

function failed(reason: string, event: string, error: string): Answer {
  const message = `the HPA was unable to compute the replica count: ${event}`;
  return { condition: { reason, message }, event, error };
}

function forResource({ resource }: MetricSpec, context: Context): Answer {
  const name = resource?.name ?? '';
  const found = forResourceTarget(context, name, '', resource?.target);
  if ('error' in found)
    return failed('FailedGetResourceMetric', found.error, `failed to get ${name} resource metric value: ${found.error}`);
  const metric = found.isUtilization ? `${name} resource utilization (percentage of request)` : `${name} resource`;
  return {
    proposal: found.proposal,
    metric,
    status: { type: 'Resource', resource: { name, current: resourceStatus(name, found.proposal) } },
  };
}

function forContainerResource({ containerResource }: MetricSpec, context: Context): Answer {
  const { name = '', container = '', target } = containerResource ?? {};
  const found = forResourceTarget(context, name, container, target);
  if ('error' in found) {
    return failed('FailedGetContainerResourceMetric', found.error, `failed to get ${container} container metric value: ${found.error}`);
  }
  const metric = found.isUtilization ? `${name} container resource utilization (percentage of request)` : `${name} resource`;
  const current = resourceStatus(name, found.proposal);
  return { proposal: found.proposal, metric, status: { type: 'ContainerResource', containerResource: { name, container, current } } };
}

function forResourceTarget(
  context: Context,
  name: string,
  container: string,
  target: MetricTarget | undefined,
): { readonly proposal: Proposal; readonly isUtilization: boolean } | MetricsError {
  const isAverage = target?.averageValue !== undefined;
  if (!isAverage && target?.averageUtilization === undefined) {
    return { error: 'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set' };
  }
  const what = isAverage ? 'usage' : 'utilization';
  const { api, workload, nowMs } = context;
  const samples = api.resource(name, container, workload.pods, nowMs);
  if (isFailure(samples)) return { error: `failed to get ${name} ${what}: unable to get metrics for resource ${name}: ${samples.error}` };
  const measured = measure(context, samples, name === 'cpu');
  const proposal = isAverage
    ? replicasForAverage(measured, milli(target.averageValue))
    : replicasForUtilization(measured, name, container, target?.averageUtilization ?? 0);
  return 'error' in proposal ? { error: `failed to get ${name} ${what}: ${proposal.error}` } : { proposal, isUtilization: !isAverage };
}

function forPods({ pods }: MetricSpec, context: Context): Answer {
  const name = pods?.metric.name ?? '';
  const wrong = (error: string): Answer => failed('FailedGetPodsMetric', error, `failed to get pods metric value: ${error}`);
  const samples = context.api.custom(name, context.workload.pods, context.nowMs);
  if (isFailure(samples)) return wrong(`unable to get metric ${name}: ${samples.error}`);
  const proposal = replicasForAverage(measure(context, samples, false), milli(pods?.target.averageValue));
  if ('error' in proposal) return wrong(proposal.error);
  const current = { averageValue: text(proposal.usageMilli) };
  return { proposal, metric: `pods metric ${name}`, status: { type: 'Pods', pods: { metric: pods?.metric ?? { name }, current } } };
}

function forObject({ object }: MetricSpec, { hpa, workload, api, nowMs }: Context): Answer {
  const name = object?.metric.name ?? '';
  const isValue = object?.target.type === 'Value' && object.target.value !== undefined;
  const isShare = object?.target.type === 'AverageValue' && object.target.averageValue !== undefined;
  const wrong = (error: string): Answer =>
    failed(
      'FailedGetObjectMetric',
      error,
      `failed to get object metric value: ${isShare ? `failed to get ${name} object metric: ` : ''}${error}`,
    );
  if (object === undefined || !(isValue || isShare)) return wrong(NO_OBJECT_TARGET);
  const { describedObject, target, metric } = object;
  const usage = api.object(name, describedObject.kind, describedObject.name, nowMs);
  if (typeof usage !== 'bigint') {
    const namespace = hpa.metadata?.namespace ?? '';
    return wrong(`unable to get metric ${name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/${usage.error}`);
  }
  const proposal = forOneValue(workload, usage, target, isShare, tolerancesOf(hpa));
  if ('error' in proposal) return wrong(proposal.error);
  const label = isValue ? `${describedObject.kind} metric ${name}` : `external metric ${name}(${formatLabelSelector(metric.selector)})`;
  return {
    proposal,
    metric: label,
    status: { type: 'Object', object: { describedObject, metric, current: valueStatus(proposal, isShare) } },
  };
}

function forExternal({ external }: MetricSpec, { hpa, workload, api, nowMs }: Context): Answer {
  const name = external?.metric.name ?? '';
  const { value, averageValue } = external?.target ?? {};
  const isShare = averageValue !== undefined;
  const before = isShare ? `failed to get ${name} external metric: ` : `failed to get external metric ${name}: `;
  const wrong = (error: string, prefix = before): Answer =>
    failed('FailedGetExternalMetric', error, `failed to get ${name} external metric value: ${prefix}${error}`);
  if (external === undefined || (value === undefined && !isShare)) return wrong(NO_EXTERNAL_TARGET, '');
  const selector = formatLabelSelector(external.metric.selector);
  const read = api.external(name, nowMs);
  if ('error' in read) return wrong(`unable to get external metric ${hpa.metadata?.namespace ?? ''}/${name}/${selector}: ${read.error}`);
  const usage = read.reduce((sum, each) => sum + each, 0n);
  const proposal = forOneValue(workload, usage, external.target, isShare, tolerancesOf(hpa));
  if ('error' in proposal) return wrong(proposal.error);
  const status: MetricStatus = { type: 'External', external: { metric: external.metric, current: valueStatus(proposal, isShare) } };
  return { proposal, metric: `external metric ${name}(${selector})`, status };
}

function forOneValue(
  { specReplicas, statusReplicas, pods }: ScaledWorkload,
  usageMilli: bigint,
  { value, averageValue }: MetricTarget,
  isShare: boolean,
  tolerances: Tolerances,
): Proposal | MetricsError {
  return isShare
    ? replicasForShare(statusReplicas, usageMilli, milli(averageValue), tolerances)
    : replicasForValue(specReplicas, usageMilli, milli(value), pods, tolerances);
}

function valueStatus({ usageMilli }: Proposal, isShare: boolean): MetricValueStatus {
  return isShare ? { averageValue: text(usageMilli) } : { value: text(usageMilli) };
}

const NO_OBJECT_TARGET = 'invalid object metric source: neither a value target nor an average value target was set';
const NO_EXTERNAL_TARGET = 'invalid external metric source: neither a value target nor an average value target was set';

function measure({ hpa, workload, nowMs }: Context, samples: ReadonlyMap<string, MetricSample>, isCpu: boolean): Measured {
  return { current: workload.specReplicas, pods: workload.pods, samples, isCpu, tolerances: tolerancesOf(hpa), nowMs };
}

function tolerancesOf({ spec }: HorizontalPodAutoscaler): Tolerances {
  const toleranceOf = (written: string | number | undefined): number =>
    written === undefined ? DEFAULT_TOLERANCE : approximate(quantityOf(written));
  return { up: toleranceOf(spec?.behavior?.scaleUp?.tolerance), down: toleranceOf(spec?.behavior?.scaleDown?.tolerance) };
}

function isFailure(answer: ReadonlyMap<string, MetricSample> | MetricsError): answer is MetricsError {
  return 'error' in answer;
}

function milli(written: string | number | undefined): bigint {
  return milliValue(quantityOf(written));
}

function text(usageMilli: bigint): string {
  return formatQuantity(milliQuantity(usageMilli, 'DecimalSI'));
}

function resourceStatus(name: string, { usageMilli, utilization }: Proposal): MetricValueStatus {
  const averageValue = formatQuantity(milliQuantity(usageMilli, name === 'memory' ? 'BinarySI' : 'DecimalSI'));
  return utilization === undefined ? { averageValue } : { averageUtilization: utilization, averageValue };
}

/** As Go prints the protobuf type. */
function formatLabelSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
