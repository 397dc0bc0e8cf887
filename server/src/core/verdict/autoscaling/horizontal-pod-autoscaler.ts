import type { AutoscalingV1HorizontalPodAutoscaler, CrossVersionObjectReference, HorizontalPodAutoscaler } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { requireChecked } from '../checks.ts';
import type { Context, KindRules } from '../context.ts';
import { child, type FieldPath, forbidden, invalid, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, pathSegment } from '../names.ts';
import { has } from '../versions.ts';
import { setBehaviorDefaults, validateBehavior } from './behavior.ts';
import { validateMetrics, validateUtilization } from './metrics.ts';

const SPEC = child(ROOT, 'spec');
const METADATA = child(ROOT, 'metadata');
const RULES = { namespaced: true, name: dnsSubdomain } as const;

/** autoscaling/v2 HorizontalPodAutoscaler: ValidateHorizontalPodAutoscaler (pkg/apis/autoscaling/validation/validation.go). */
export const horizontalPodAutoscaler: KindRules<HorizontalPodAutoscaler> = {
  setDefaults(object, context) {
    const spec = startOf(object);
    if ((spec.metrics ?? []).length === 0) {
      spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
    }
    if (spec.behavior !== undefined) setBehaviorDefaults(spec.behavior, has(context, 'hpaTolerance'));
  },
  validate({ metadata, spec }, report, context) {
    validateObjectMeta(report, METADATA, metadata, RULES);
    validateReplicas(report, spec?.minReplicas ?? 1, spec?.maxReplicas ?? 0);
    validateTarget(report, spec?.scaleTargetRef, context);
    const metrics = spec?.metrics ?? [];
    validateMetrics(report, child(SPEC, 'metrics'), metrics);
    if (spec?.minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) refuseZero(report);
    if (spec?.behavior !== undefined) validateBehavior(report, child(SPEC, 'behavior'), spec.behavior);
  },
};

/** autoscaling/v1 HorizontalPodAutoscaler: validated as the v2 object it stands for. */
export const horizontalPodAutoscalerV1: KindRules<AutoscalingV1HorizontalPodAutoscaler> = {
  setDefaults(object) {
    startOf(object);
  },
  validate({ metadata, spec }, report, context) {
    validateObjectMeta(report, METADATA, metadata, RULES);
    validateReplicas(report, spec?.minReplicas ?? 1, spec?.maxReplicas ?? 0);
    validateTarget(report, spec?.scaleTargetRef, context);
    const utilization = spec?.targetCPUUtilizationPercentage;
    if (utilization !== undefined) {
      const text = 'spec.metrics[0].resource.target.averageUtilization';
      validateUtilization(report, { text, at: [...SPEC.at, 'targetCPUUtilizationPercentage'] }, utilization);
    }
    if (spec?.minReplicas === 0) refuseZero(report);
  },
};

function startOf<T extends { minReplicas?: number }>(object: { spec?: T }): T {
  object.spec ??= {} as T;
  object.spec.minReplicas ??= 1;
  return object.spec;
}

function validateReplicas(report: Report, least: number, most: number): void {
  const path = child(SPEC, 'maxReplicas');
  const atLeastOne = message('verdict.notAtLeast', { least: 1 });
  if (least < 1) invalid(report, child(SPEC, 'minReplicas'), least, 'must be greater than or equal to 1', atLeastOne);
  if (most === 0) required(report, path, 'must be set and greater than 0', message('verdict.required'));
  else if (most < 0) invalid(report, path, most, 'must be greater than or equal to 1', atLeastOne);
  if (most < least) invalid(report, path, most, 'must be greater than or equal to `minReplicas`', message('verdict.notAtLeast', { least }));
}

function refuseZero(report: Report): void {
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  forbidden(report, child(SPEC, 'metrics'), detail, message('verdict.autoscaler.zero'));
}

function validateTarget(report: Report, target: CrossVersionObjectReference | undefined, context: Context): void {
  const mayBeCore = target?.kind === 'ReplicationController';
  validateObjectReference(report, child(SPEC, 'scaleTargetRef'), target, mayBeCore || !has(context, 'hpaApiVersionChecked'));
}

/** ValidateCrossVersionObjectReference. */
export function validateObjectReference(
  report: Report,
  path: FieldPath,
  reference: Partial<CrossVersionObjectReference> | undefined,
  mayBeCore: boolean,
): void {
  const { kind, name, apiVersion = '' } = reference ?? {};
  requireChecked(report, child(path, 'kind'), kind, pathSegment);
  requireChecked(report, child(path, 'name'), name, pathSegment);
  const parts = apiVersion.split('/');
  const place = child(path, 'apiVersion');
  const words = message('verdict.autoscaler.apiVersion');
  if (parts.length > 2) invalid(report, place, apiVersion, `unexpected GroupVersion string: ${apiVersion}`, words);
  else if (!mayBeCore && (parts.length === 1 || parts[0] === '')) {
    invalid(report, place, apiVersion, 'apiVersion must specify API group', words);
  }
}
