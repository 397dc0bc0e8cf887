import type {
  FlowSchema,
  FlowSchemaSpec,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
  Subject,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { isSame, onlyWith, requireText } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, notSupported, type Report, ROOT, required } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { dnsLabel, dnsSubdomain, POSITIVE } from '../names.ts';
import { MANDATORY_FLOW_SCHEMAS } from './mandatory.ts';

const SPEC = child(ROOT, 'spec');
const MOST_PRECEDENCE = 10_000;
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

/** flowcontrol.apiserver.k8s.io/v1 FlowSchema: ValidateFlowSchema (pkg/apis/flowcontrol/validation/validation.go). */
export const flowSchema: KindRules<FlowSchema> = {
  setDefaults(object) {
    object.spec ??= { priorityLevelConfiguration: { name: '' } };
    object.spec.matchingPrecedence ||= 1000;
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
    const name = effectiveName(metadata);
    validateSpec(report, name, spec ?? { priorityLevelConfiguration: { name: '' } });
    const fixed = Object.hasOwn(MANDATORY_FLOW_SCHEMAS, name) ? MANDATORY_FLOW_SCHEMAS[name] : undefined;
    if (fixed === undefined || isSame(fixed, spec)) return;
    invalid(report, SPEC, undefined, `spec of '${name}' must equal the fixed value`, message('verdict.flow.fixed', { name }));
  },
};

function validateSpec(report: Report, name: string, spec: FlowSchemaSpec): void {
  const { matchingPrecedence: precedence = 0, distinguisherMethod, priorityLevelConfiguration } = spec;
  const path = child(SPEC, 'matchingPrecedence');
  if (precedence <= 0) invalid(report, path, precedence, 'must be a positive value', POSITIVE.words);
  if (precedence > MOST_PRECEDENCE) {
    invalid(
      report,
      path,
      precedence,
      `must not be greater than ${MOST_PRECEDENCE}`,
      message('verdict.notAtMost', { most: MOST_PRECEDENCE }),
    );
  }
  if (precedence === 1 && name !== 'exempt') {
    const detail = "only the schema named 'exempt' may have matchingPrecedence 1";
    invalid(report, path, precedence, detail, message('verdict.flow.precedenceOne'));
  }
  const methods = ['ByNamespace', 'ByUser'];
  if (distinguisherMethod !== undefined && !methods.includes(distinguisherMethod.type)) {
    notSupported(report, child(SPEC, 'distinguisherMethod', 'type'), distinguisherMethod.type ?? '', methods);
  }
  const level = priorityLevelConfiguration?.name ?? '';
  const levelPath = child(SPEC, 'priorityLevelConfiguration', 'name');
  if (level === '') required(report, levelPath, 'must reference a priority level');
  else invalidFor(report, levelPath, level, dnsSubdomain(level));
  eachItem(child(SPEC, 'rules'), spec.rules, (rule, at) => validateRule(report, at, rule));
}

function validateRule(report: Report, path: FieldPath, rule: PolicyRulesWithSubjects): void {
  const { subjects = [], resourceRules = [], nonResourceRules = [] } = rule;
  eachItem(child(path, 'subjects'), subjects, (subject, at) => validateSubject(report, at, subject));
  if (subjects.length === 0) required(report, child(path, 'subjects'), 'subjects must contain at least one value');
  if (resourceRules.length === 0 && nonResourceRules.length === 0) {
    required(report, path, 'at least one of resourceRules and nonResourceRules has to be non-empty', message('verdict.flow.noRules'));
  }
  eachItem(child(path, 'resourceRules'), resourceRules, (each, at) => validateResourceRule(report, at, each));
  eachItem(child(path, 'nonResourceRules'), nonResourceRules, (each, at) => validateNonResourceRule(report, at, each));
}

const FIELD_BY_KIND = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;

function validateSubject(report: Report, path: FieldPath, subject: Subject): void {
  const { kind } = subject;
  if (!Object.hasOwn(FIELD_BY_KIND, kind ?? '')) {
    notSupported(report, child(path, 'kind'), kind ?? '', Object.keys(FIELD_BY_KIND));
    return;
  }
  for (const [other, field] of Object.entries(FIELD_BY_KIND)) {
    const place = child(path, field);
    if (other !== kind) {
      if (subject[field] !== undefined) {
        onlyWith(report, place, `${field} is forbidden when subject kind is not '${other}'`, `kind: ${other}`);
      }
    } else if (subject[field] === undefined) required(report, place, `${field} is required when subject kind is '${kind}'`);
    else if (field === 'serviceAccount') validateServiceAccount(report, place, subject[field] ?? {});
    else requireText(report, child(place, 'name'), subject[field]?.name);
  }
}

function validateServiceAccount(report: Report, path: FieldPath, account: { readonly name?: string; readonly namespace?: string }): void {
  const { name = '', namespace = '' } = account;
  if (name === '') required(report, child(path, 'name'));
  else if (name !== '*') invalidFor(report, child(path, 'name'), name, dnsSubdomain(name));
  if (namespace === '') required(report, child(path, 'namespace'), 'must specify namespace for service account');
  else invalidFor(report, child(path, 'namespace'), namespace, dnsLabel(namespace));
}

function validateVerbs(report: Report, path: FieldPath, verbs: readonly string[]): void {
  if (verbs.length === 0) required(report, path, 'verbs must contain at least one value');
  else if (verbs.includes('*')) refuseBesideAll(report, path, verbs, 'verbs');
  else if (verbs.some((verb) => !VERBS.includes(verb))) notSupported(report, path, verbs.join(', '), VERBS);
}

function refuseBesideAll(report: Report, path: FieldPath, items: readonly string[], what: string): void {
  if (!items.includes('*') || items.length === 1) return;
  invalid(report, path, [...items], `if '*' is present, must not specify other ${what}`, message('verdict.wildcardAlone'));
}

function validateNonResourceRule(report: Report, path: FieldPath, { verbs = [], nonResourceURLs = [] }: NonResourcePolicyRule): void {
  validateVerbs(report, child(path, 'verbs'), verbs);
  const urls = child(path, 'nonResourceURLs');
  if (nonResourceURLs.length === 0) required(report, urls, 'nonResourceURLs must contain at least one value');
  else if (nonResourceURLs.includes('*')) refuseBesideAll(report, urls, nonResourceURLs, 'non-resource URLs');
  else {
    eachItem(urls, nonResourceURLs, (url, at) => {
      const problem = urlProblem(url);
      if (problem !== undefined) invalid(report, at, url, problem, message('verdict.flow.url'));
    });
  }
}

/** ValidateNonResourceURLPath: the first thing wrong. */
function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const wildcards = url.split('*').length - 1;
  return wildcards > 1 || (wildcards === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}

function validateResourceRule(report: Report, path: FieldPath, rule: ResourcePolicyRule): void {
  const { verbs = [], apiGroups = [], resources = [], namespaces = [], clusterScope = false } = rule;
  validateVerbs(report, child(path, 'verbs'), verbs);
  const groups = child(path, 'apiGroups');
  if (apiGroups.length === 0) required(report, groups, 'resource rules must supply at least one api group');
  refuseBesideAll(report, groups, apiGroups, 'api groups');
  if (resources.length === 0) required(report, child(path, 'resources'), 'resource rules must supply at least one resource');
  refuseBesideAll(report, child(path, 'resources'), resources, 'resources');
  const list = child(path, 'namespaces');
  if (namespaces.length === 0 && !clusterScope) {
    const detail = 'resource rules that are not cluster scoped must supply at least one namespace';
    required(report, list, detail, message('verdict.flow.namespaces'));
  } else if (namespaces.includes('*')) refuseBesideAll(report, list, namespaces, 'namespaces');
  else eachItem(list, namespaces, (namespace, at) => invalidFor(report, at, namespace, dnsLabel(namespace)));
}
