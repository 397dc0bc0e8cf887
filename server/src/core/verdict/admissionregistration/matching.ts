import type { MatchResources, ParamKind, ParamRef } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf, requireText } from '../checks.ts';
import type { Mutable } from '../context.ts';
import {
  child,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  notSupported,
  type Report,
  required,
  requireOneOf,
} from '../field.ts';
import { dns1035Label, dnsSubdomain, pathSegment } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { setRuleDefaults, validateNamedRule } from './rules.ts';

const MUTATING_OPERATIONS = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

/** SetDefaults_MatchResources (pkg/apis/admissionregistration/v1/defaults.go). */
export function setMatchDefaults(match: Mutable<MatchResources> | undefined): void {
  if (match === undefined) return;
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  setRuleDefaults(match.resourceRules);
  setRuleDefaults(match.excludeResourceRules);
}

/** validateMatchResources (pkg/apis/admissionregistration/validation/validation.go). */
export function validateMatchResources(report: Report, path: FieldPath, match: MatchResources): void {
  checkOneOf(report, child(path, 'matchPolicy'), match.matchPolicy, ['Equivalent', 'Exact']);
  validateLabelSelector(report, child(path, 'namespaceSelector'), match.namespaceSelector);
  validateLabelSelector(report, child(path, 'objectSelector'), match.objectSelector);
  eachItem(child(path, 'resourceRules'), match.resourceRules, (rule, at) => validateNamedRule(report, at, rule));
  eachItem(child(path, 'excludeResourceRules'), match.excludeResourceRules, (rule, at) => validateNamedRule(report, at, rule));
}

/** A policy's constraints: they name resources. */
export function validateMatchConstraints(report: Report, path: FieldPath, match: MatchResources | undefined): void {
  if (match === undefined) {
    required(report, path);
    return;
  }
  validateMatchResources(report, path, match);
  if ((match.resourceRules ?? []).length === 0) required(report, child(path, 'resourceRules'));
}

/** What is deleted cannot be changed; the server names the operations of all rules as one. */
export function validateMutatingOperations(report: Report, path: FieldPath, match: MatchResources | undefined): void {
  (match?.resourceRules ?? []).forEach(({ operations = [] }, rule) => {
    operations.forEach((operation, position) => {
      if (MUTATING_OPERATIONS.includes(operation)) return;
      const at = [...path.at, 'resourceRules', rule, 'operations', position];
      notSupported(report, { text: `${path.text}.resourceRules.operations`, at }, operation, MUTATING_OPERATIONS);
    });
  });
}

/** validateParamKind. */
export function validateParamKind(report: Report, path: FieldPath, { apiVersion = '', kind = '' }: ParamKind): void {
  validateApiVersion(report, child(path, 'apiVersion'), apiVersion);
  requireText(report, child(path, 'kind'), kind);
  if (kind !== '') invalidFor(report, child(path, 'kind'), kind, dns1035Label(kind.toLowerCase()));
}

function validateApiVersion(report: Report, path: FieldPath, apiVersion: string): void {
  if (apiVersion === '') {
    required(report, path);
    return;
  }
  const parts = apiVersion === '/' ? ['', ''] : apiVersion.split('/');
  const words = message('verdict.admission.paramApiVersion');
  if (parts.length > 2) {
    invalid(report, path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`, words);
    return;
  }
  const version = parts.at(-1) ?? '';
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  if (group !== '') invalidFor(report, path, group, dnsSubdomain(group));
  if (version === '') invalid(report, path, apiVersion, 'version must be specified', words);
  else invalidFor(report, path, version, dns1035Label(version));
}

/** validateParamRef. */
export function validateParamRef(report: Report, path: FieldPath, reference: ParamRef): void {
  const { name = '', selector, parameterNotFoundAction } = reference;
  const words = message('verdict.exactlyOne', { names: 'name, selector' });
  const exclude = (field: string) => forbidden(report, child(path, field), 'name and selector are mutually exclusive', words);
  if (name !== '') {
    invalidFor(report, child(path, 'name'), name, pathSegment(name));
    if (selector !== undefined) exclude('name');
  }
  validateLabelSelector(report, child(path, 'selector'), selector);
  if (name !== '' && selector !== undefined) exclude('selector');
  if (name === '' && selector === undefined) required(report, path, 'one of name or selector must be specified', words);
  requireOneOf(report, child(path, 'parameterNotFoundAction'), parameterNotFoundAction, ['Deny', 'Allow']);
}
