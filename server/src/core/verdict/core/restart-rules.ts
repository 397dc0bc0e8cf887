import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, duplicate, eachItem, type FieldPath, forbidden, invalid, notSupported, required, requireOneOf, tooMany } from '../field.ts';
import { has } from '../versions.ts';
import type { PodScope } from './pod-scope.ts';

/** The restart policy of one regular container: validateContainerRestartPolicy of pkg/apis/core/validation/validation.go. */
export function validateContainerRestart(scope: PodScope, path: FieldPath, container: Container): void {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (has(scope.context, 'containerRestartRules')) validatePolicyAndRules(scope, path, restartPolicy, rules);
  else if (restartPolicy !== undefined) {
    const words = message('verdict.restartPolicyInitOnly');
    forbidden(scope.report, child(path, 'restartPolicy'), 'may not be set for non-init containers', words);
  }
}

/** The same of an init container: validateInitContainerRestartPolicy. */
export function validateInitRestart(scope: PodScope, path: FieldPath, container: Container): void {
  const { report, context } = scope;
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (!has(context, 'containerRestartRules')) {
    const isRefused = restartPolicy !== undefined && restartPolicy !== 'Always';
    if (isRefused) notSupported(report, child(path, 'restartPolicy'), restartPolicy, ['Always']);
    return;
  }
  if (restartPolicy !== 'Always' || has(context, 'restartAllContainers')) {
    validatePolicyAndRules(scope, path, restartPolicy, rules, 'init');
  } else if (rules.length > 0) {
    const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always';
    forbidden(report, child(path, 'restartPolicyRules'), detail, message('verdict.restartRulesSidecar'));
  }
}

/** validateResizePolicy. The server names the list, not the item, but for repeated resources. */
export function validateResizePolicy(
  { report, spec }: PodScope,
  path: FieldPath,
  policies: readonly ContainerResizePolicy[] | undefined,
): void {
  const seen = new Set<string>();
  eachItem(path, policies, ({ resourceName = '', restartPolicy = '' }, place) => {
    if (seen.has(resourceName)) duplicate(report, place, resourceName);
    seen.add(resourceName);
    const list = (field: string): FieldPath => ({ text: path.text, at: [...place.at, field] });
    requireOneOf(report, list('resourceName'), resourceName, ['cpu', 'memory']);
    requireOneOf(report, list('restartPolicy'), restartPolicy, ['NotRequired', 'RestartContainer']);
    if (spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      const detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
      invalid(report, list('restartPolicy'), restartPolicy, detail, message('verdict.resizeNever'));
    }
  });
}

const POLICIES = ['Always', 'Never', 'OnFailure'];
const OPERATORS = ['In', 'NotIn'];
const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;

function validatePolicyAndRules(
  scope: PodScope,
  path: FieldPath,
  policy: string | undefined,
  rules: readonly ContainerRestartRule[],
  kind: 'init' | 'regular' = 'regular',
): void {
  const { report, context } = scope;
  const at = child(path, 'restartPolicy');
  if (policy === undefined) {
    if (rules.length === 0) return;
    required(report, at, 'must specify restartPolicy when restart rules are used', message('verdict.restartRulesNeedPolicy'));
    // An init container without a policy is not looked into further.
    if (kind === 'init') return;
  } else if (!POLICIES.includes(policy)) notSupported(report, at, policy, POLICIES);
  const rulesPath = child(path, 'restartPolicyRules');
  if (rules.length > MOST_RULES) tooMany(report, rulesPath, rules.length, MOST_RULES);
  const actions = has(context, 'restartAllContainers') ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  eachItem(rulesPath, rules, ({ action = '', exitCodes }, place) => {
    if (!actions.includes(action)) notSupported(report, child(place, 'action'), action, actions);
    if (exitCodes === undefined) return required(report, child(place, 'exitCodes'), 'must be specified');
    const { operator = '', values = [] } = exitCodes;
    if (!OPERATORS.includes(operator)) notSupported(report, child(place, 'exitCodes', 'operator'), operator, OPERATORS);
    if (values.length > MOST_EXIT_CODES) tooMany(report, child(place, 'exitCodes', 'values'), values.length, MOST_EXIT_CODES);
  });
}
