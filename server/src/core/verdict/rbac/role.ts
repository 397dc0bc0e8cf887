import type { ClusterRole, PolicyRule, Role } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, eachItem, type FieldPath, invalid, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { pathSegment } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';

const METADATA = child(ROOT, 'metadata');
const RULES = child(ROOT, 'rules');

/** rbac.authorization.k8s.io/v1 Role: ValidateRole (pkg/apis/rbac/validation/validation.go). */
export const role: KindRules<Role> = {
  validate({ metadata, rules }, report) {
    validateObjectMeta(report, METADATA, metadata, { namespaced: true, name: pathSegment });
    eachItem(RULES, rules, (rule, path) => validateRule(report, path, rule, true));
  },
};

/** ClusterRole: ValidateClusterRole. */
export const clusterRole: KindRules<ClusterRole> = {
  validate({ metadata, rules, aggregationRule }, report) {
    validateObjectMeta(report, METADATA, metadata, { namespaced: false, name: pathSegment });
    eachItem(RULES, rules, (rule, path) => validateRule(report, path, rule, false));
    if (aggregationRule === undefined) return;
    const path = child(ROOT, 'aggregationRule', 'clusterRoleSelectors');
    const selectors = aggregationRule.clusterRoleSelectors ?? [];
    if (selectors.length === 0) {
      required(report, path, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
    }
    eachItem(path, selectors, (selector, at) => {
      const before = report.errors.length;
      validateLabelSelector(report, at, selector);
      if (report.errors.length > before) invalid(report, at, undefined, 'invalid label selector.', message('verdict.rbac.selector'));
    });
  },
};

/** ValidatePolicyRule. */
function validateRule(report: Report, path: FieldPath, rule: PolicyRule, isNamespaced: boolean): void {
  const { verbs = [], nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (verbs.length === 0) required(report, child(path, 'verbs'), 'verbs must contain at least one value');
  if (nonResourceURLs.length > 0) {
    const urls = child(path, 'nonResourceURLs');
    if (isNamespaced) {
      const detail = 'namespaced rules cannot apply to non-resource URLs';
      invalid(report, urls, [...nonResourceURLs], detail, message('verdict.rbac.urlsInRole'));
    }
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      const detail = 'rules cannot apply to both regular resources and non-resource URLs';
      invalid(report, urls, [...nonResourceURLs], detail, message('verdict.rbac.urlsAlone'));
    }
    return;
  }
  if (apiGroups.length === 0) {
    required(report, child(path, 'apiGroups'), 'resource rules must supply at least one api group', message('verdict.rbac.apiGroups'));
  }
  if (resources.length === 0) required(report, child(path, 'resources'), 'resource rules must supply at least one resource');
}
