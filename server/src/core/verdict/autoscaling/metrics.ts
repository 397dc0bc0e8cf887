import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from '../../generated/api.ts';
import { quantityOf, signOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import { requireChecked, requireText } from '../checks.ts';
import { validateContainerResourceName } from '../core/resource-requirements.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, notSupported, type Report, required } from '../field.ts';
import { dnsLabel, POSITIVE, pathSegment } from '../names.ts';
import { validateObjectReference } from './horizontal-pod-autoscaler.ts';

const FIELD_BY_TYPE = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const;
type Source = (typeof FIELD_BY_TYPE)[keyof typeof FIELD_BY_TYPE];
const SOURCES: readonly Source[] = Object.values(FIELD_BY_TYPE);
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

/** validateMetrics (pkg/apis/autoscaling/validation/validation.go). */
export function validateMetrics(report: Report, path: FieldPath, metrics: readonly MetricSpec[]): void {
  eachItem(path, metrics, (metric, at) => validateMetric(report, at, metric));
}

/** A share of what is requested, in percent. */
export function validateUtilization(report: Report, path: FieldPath, utilization: number): void {
  if (utilization < 1) invalid(report, path, utilization, 'must be greater than 0', POSITIVE.words);
}

/** validateMetricSpec: only the first source is looked at. */
function validateMetric(report: Report, path: FieldPath, metric: MetricSpec): void {
  const { type = '' } = metric;
  const typePath = child(path, 'type');
  const given = SOURCES.filter((source) => metric[source] !== undefined);
  const expected = Object.hasOwn(FIELD_BY_TYPE, type) ? FIELD_BY_TYPE[type as keyof typeof FIELD_BY_TYPE] : undefined;
  if (type === '') required(report, typePath, 'must specify a metric source type');
  if (expected === undefined) notSupported(report, typePath, type, Object.keys(FIELD_BY_TYPE));
  const [first] = given;
  if (first !== undefined) validateSource(report, child(path, first), metric, first);
  if (expected !== undefined && metric[expected] === undefined) {
    required(report, child(path, expected), 'must populate information for the given metric source');
  }
  if (given.length === 1) return;
  for (const source of given) {
    if (source === expected) continue;
    forbidden(report, child(path, source), 'must populate the given metric source only', message('verdict.autoscaler.oneSource', { type }));
  }
}

function validateSource(report: Report, path: FieldPath, metric: MetricSpec, source: Source): void {
  const { object, external, pods, resource, containerResource } = metric;
  if (source === 'object' && object !== undefined) validateObject(report, path, object);
  if (source === 'external' && external !== undefined) validateExternal(report, path, external);
  if (source === 'pods' && pods !== undefined) validatePods(report, path, pods);
  if (source === 'resource' && resource !== undefined) validateResource(report, path, resource);
  if (source === 'containerResource' && containerResource !== undefined) validateContainerResource(report, path, containerResource);
}

function validateObject(report: Report, path: FieldPath, { describedObject, metric, target = EMPTY }: ObjectMetricSource): void {
  validateObjectReference(report, child(path, 'describedObject'), describedObject, true);
  validateIdentifier(report, child(path, 'metric'), metric);
  validateTarget(report, child(path, 'target'), target);
  if (target.value !== undefined || target.averageValue !== undefined) return;
  required(report, child(path, 'target', 'averageValue'), 'must set either a target value or averageValue', ONE_TARGET);
}

function validateExternal(report: Report, path: FieldPath, { metric, target = EMPTY }: ExternalMetricSource): void {
  validateIdentifier(report, child(path, 'metric'), metric);
  validateTarget(report, child(path, 'target'), target);
  const { value, averageValue } = target;
  if (value === undefined && averageValue === undefined) {
    required(report, child(path, 'target', 'averageValue'), 'must set either a target value for metric or a per-pod target', ONE_TARGET);
  }
  if (value !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target value for metric and a per-pod target';
    forbidden(report, child(path, 'target', 'value'), detail, ONE_TARGET);
  }
}

function validatePods(report: Report, path: FieldPath, { metric, target = EMPTY }: PodsMetricSource): void {
  validateIdentifier(report, child(path, 'metric'), metric);
  validateTarget(report, child(path, 'target'), target);
  if (target.averageValue === undefined) {
    required(report, child(path, 'target', 'averageValue'), 'must specify a positive target averageValue');
  }
}

function validateContainerResource(report: Report, path: FieldPath, source: ContainerResourceMetricSource): void {
  const { name = '', container, target = EMPTY } = source;
  if (name === '') required(report, child(path, 'name'), 'must specify a resource name');
  else validateContainerResourceName(report, child(path, 'name'), name);
  requireChecked(report, child(path, 'container'), container, dnsLabel);
  validateResourceTarget(report, child(path, 'target'), target);
}

function validateResource(report: Report, path: FieldPath, { name, target = EMPTY }: ResourceMetricSource): void {
  requireText(report, child(path, 'name'), name, 'must specify a resource name');
  validateResourceTarget(report, child(path, 'target'), target);
}

function validateResourceTarget(report: Report, path: FieldPath, target: MetricTarget): void {
  validateTarget(report, path, target);
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined) {
    required(report, child(path, 'averageUtilization'), 'must set either a target raw value or a target utilization', ONE_RAW_TARGET);
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    forbidden(report, child(path, 'averageValue'), 'may not set both a target raw value and a target utilization', ONE_RAW_TARGET);
  }
}

const EMPTY: MetricTarget = { type: '' };
const ONE_TARGET = message('verdict.exactlyOne', { names: 'value, averageValue' });
const ONE_RAW_TARGET = message('verdict.exactlyOne', { names: 'averageUtilization, averageValue' });

/** validateMetricTarget. */
function validateTarget(report: Report, path: FieldPath, { type = '', value, averageValue, averageUtilization }: MetricTarget): void {
  if (type === '') required(report, child(path, 'type'), 'must specify a metric target type');
  if (!TARGET_TYPES.includes(type)) {
    const words = message('verdict.notSupported', { value: type, allowed: TARGET_TYPES.join(', ') });
    invalid(report, child(path, 'type'), type, 'must be either Utilization, Value, or AverageValue', words);
  }
  for (const [field, amount] of Object.entries({ value, averageValue })) {
    if (amount === undefined || signOf(quantityOf(amount)) > 0) continue;
    invalid(report, child(path, field), String(amount), 'must be positive', POSITIVE.words);
  }
  if (averageUtilization !== undefined) validateUtilization(report, child(path, 'averageUtilization'), averageUtilization);
}

function validateIdentifier(report: Report, path: FieldPath, identifier: MetricIdentifier | undefined): void {
  const name = identifier?.name ?? '';
  if (name === '') required(report, child(path, 'name'), 'must specify a metric name');
  else requireChecked(report, child(path, 'name'), name, pathSegment);
}
