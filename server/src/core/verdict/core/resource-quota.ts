import type { ResourceQuota, ResourceQuotaSpec } from '../../generated/api.ts';
import { compare, formatQuantity, quantityOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, type FieldPath, invalid, key, type Report, ROOT, required, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { isStandardOfQuota, validateResourceName, validateResourceQuantity } from '../resource-names.ts';

const SPEC = child(ROOT, 'spec');

/** v1 ResourceQuota: ValidateResourceQuota (pkg/apis/core/validation/validation.go). */
export const resourceQuota: KindRules<ResourceQuota> = { validate, warn: warnOfQuota };

function validate({ metadata, spec }: ResourceQuota, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  for (const [name, quantity] of Object.entries(spec?.hard ?? {})) {
    const path = key(child(SPEC, 'hard'), name);
    validateQuotaResourceName(report, path, name);
    validateResourceQuantity(report, path, name, quantity);
  }
  validateScopes(report, spec ?? {});
  validateScopeSelector(report, spec ?? {});
}

/** ValidateResourceQuotaResourceName. */
function validateQuotaResourceName(report: Report, path: FieldPath, name: string): void {
  validateResourceName(report, path, name);
  if (name.includes('/') || isStandardOfQuota(name)) return;
  invalid(report, path, name, 'must be a standard resource for quota', message('verdict.quota.resource'));
}

const COMPUTE = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
/** Which standard resources a scope can count; others than these scopes are unknown. */
const RESOURCES_BY_SCOPE: Readonly<Record<string, readonly string[]>> = {
  Terminating: COMPUTE,
  NotTerminating: COMPUTE,
  NotBestEffort: COMPUTE,
  PriorityClass: COMPUTE,
  CrossNamespacePodAffinity: COMPUTE,
  BestEffort: ['pods'],
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};
const EXCLUSIVE = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

function validateScopes(report: Report, spec: ResourceQuotaSpec): void {
  const scopes = spec.scopes ?? [];
  const path = child(SPEC, 'scopes');
  for (const scope of scopes) {
    if (!Object.hasOwn(RESOURCES_BY_SCOPE, scope)) refuseScope(report, path, scope);
    refuseResources(report, path, scope, spec);
  }
  refuseConflicts(report, path, scopes);
}

function refuseScope(report: Report, path: FieldPath, scope: string): void {
  const words = message('verdict.quota.scope', { scope, allowed: Object.keys(RESOURCES_BY_SCOPE).join(', ') });
  invalid(report, path, scope, 'unsupported scope', words);
}

function refuseResources(report: Report, path: FieldPath, scope: string, spec: ResourceQuotaSpec): void {
  const counted = RESOURCES_BY_SCOPE[scope];
  if (counted === undefined) return;
  for (const resource of Object.keys(spec.hard ?? {})) {
    if (!isStandardOfQuota(resource) || counted.includes(resource)) continue;
    invalid(report, path, scope, 'unsupported scope applied to resource', message('verdict.quota.scopeResource', { scope, resource }));
  }
}

function refuseConflicts(report: Report, path: FieldPath, scopes: readonly string[]): void {
  for (const [first, second] of EXCLUSIVE) {
    if (!scopes.includes(first) || !scopes.includes(second)) continue;
    invalid(report, path, [...scopes], 'conflicting scopes', message('verdict.excludeEachOther', { first, second }));
  }
}

/** validateScopedResourceSelectorRequirement; the server leaves out which expression it is. */
function validateScopeSelector(report: Report, spec: ResourceQuotaSpec): void {
  const expressions = spec.scopeSelector?.matchExpressions ?? [];
  const path = child(SPEC, 'scopeSelector', 'matchExpressions');
  expressions.forEach((expression, position) => {
    const { scopeName = '', operator = '', values = [] } = expression;
    const at = (field: string): FieldPath => ({ text: `${path.text}.${field}`, at: [...path.at, position, field] });
    if (!Object.hasOwn(RESOURCES_BY_SCOPE, scopeName)) refuseScope(report, at('scopeName'), scopeName);
    refuseResources(report, { text: path.text, at: [...path.at, position] }, scopeName, spec);
    const takesValues = scopeName === 'PriorityClass' || scopeName === 'VolumeAttributesClass';
    if (!takesValues && Object.hasOwn(RESOURCES_BY_SCOPE, scopeName) && operator !== 'Exists') {
      const detail =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
      invalid(report, at('operator'), operator, detail, message('verdict.quota.exists', { scope: scopeName }));
    }
    validateOperator(report, at, operator, values);
  });
  refuseConflicts(
    report,
    path,
    expressions.map(({ scopeName = '' }) => scopeName),
  );
}

function validateOperator(report: Report, at: (field: string) => FieldPath, operator: string, values: readonly string[]): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length > 0) return;
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    required(report, at('values'), detail, message('verdict.selectorValuesRequired', { operator }));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length === 0) return;
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    invalid(report, at('values'), [...values], detail, message('verdict.selectorValuesForbidden', { operator }));
  } else invalid(report, at('operator'), operator, 'not a valid selector operator', message('verdict.selectorOperator'));
}

/** WarningsOnCreate (pkg/registry/core/resourcequota/strategy.go): requests allowed above limits. */
function warnOfQuota({ spec }: ResourceQuota, report: Report): void {
  const hard = spec?.hard ?? {};
  for (const resource of ['cpu', 'memory', 'storage', 'ephemeral-storage']) {
    const names = resource.endsWith('storage') ? [`requests.${resource}`] : [`requests.${resource}`, resource];
    const requests = names.find((name) => hard[name] !== undefined);
    const limits = `limits.${resource}`;
    if (requests === undefined || hard[limits] === undefined) continue;
    const [request, limit] = [quantityOf(hard[requests]), quantityOf(hard[limits])];
    if (compare(request, limit) <= 0) continue;
    const values = { requests, request: formatQuantity(request), limits, limit: formatQuantity(limit) };
    const text = `ResourceQuota ${requests} (${values.request}) should be less than ${limits} (${values.limit})`;
    warn(report, key(child(SPEC, 'hard'), requests), text, message('verdict.quota.requestsOver', values));
  }
}
