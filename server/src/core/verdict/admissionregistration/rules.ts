import type { NamedRuleWithOperations, RuleWithOperations } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { Mutable } from '../context.ts';
import { child, duplicate, eachItem, type FieldPath, index, invalid, invalidFor, type Report, required } from '../field.ts';
import { pathSegment } from '../names.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** SetDefaults_Rule (pkg/apis/admissionregistration/v1/defaults.go). */
export function setRuleDefaults(rules: readonly Mutable<RuleWithOperations>[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}

/** validateRuleWithOperations (pkg/apis/admissionregistration/validation/validation.go). */
export function validateRule(report: Report, path: FieldPath, rule: RuleWithOperations): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  requireItems(report, child(path, 'operations'), operations, 'operations');
  eachItem(child(path, 'operations'), operations, (operation, at) => checkOneOf(report, at, operation, OPERATIONS));
  requireItems(report, child(path, 'apiGroups'), apiGroups, 'API groups');
  requireItems(report, child(path, 'apiVersions'), apiVersions, 'API versions');
  eachItem(child(path, 'apiVersions'), apiVersions, (version, at) => {
    if (version === '') required(report, at);
  });
  validateResources(report, child(path, 'resources'), resources);
  checkOneOf(report, child(path, 'scope'), scope, SCOPES);
}

/** validateNamedRuleWithOperations. */
export function validateNamedRule(report: Report, path: FieldPath, rule: NamedRuleWithOperations): void {
  const names = new Set<string>();
  eachItem(child(path, 'resourceNames'), rule.resourceNames, (name, at) => {
    invalidFor(report, at, name, pathSegment(name));
    if (names.has(name)) duplicate(report, at, name);
    names.add(name);
  });
  validateRule(report, path, rule);
}

function requireItems(report: Report, path: FieldPath, items: readonly string[], what: string): void {
  if (items.length === 0) required(report, path);
  if (items.length > 1 && items.includes('*')) {
    invalid(report, path, [...items], `if '*' is present, must not specify other ${what}`, message('verdict.wildcardAlone'));
  }
}

/** validateResources: `resource`, `resource/subresource`, with wildcards for either. */
function validateResources(report: Report, path: FieldPath, resources: readonly string[]): void {
  if (resources.length === 0) required(report, path);
  const wholeResources = new Set<string>();
  const wholeSubresources = new Set<string>();
  let lastPlain = false;
  for (const [position, resource] of resources.entries()) {
    const slash = resource.indexOf('/');
    const at = index(path, position);
    if (resource === '') required(report, at);
    else if (slash < 0) lastPlain = resource !== '*';
    else {
      const [name, sub] = [resource.slice(0, slash), resource.slice(slash + 1)];
      const covered = [...(wholeResources.has(name) ? [`${name}/*`] : []), ...(wholeSubresources.has(sub) ? [`*/${sub}`] : [])];
      for (const all of covered) {
        const detail = `if '${all}' is present, must not specify ${resource}`;
        invalid(report, at, resource, detail, message('verdict.admission.covered', { all }));
      }
      if (sub === '*') wholeResources.add(name);
      if (name === '*') wholeSubresources.add(sub);
    }
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    const detail = "if '*/*' is present, must not specify other resources";
    invalid(report, path, [...resources], detail, message('verdict.admission.covered', { all: '*/*' }));
  }
  // As the server does: only the last resource without a slash counts.
  if (resources.includes('*') && lastPlain) {
    const detail = "if '*' is present, must not specify other resources without subresources";
    invalid(report, path, [...resources], detail, message('verdict.admission.covered', { all: '*' }));
  }
}
