import type { PriorityClass } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, forbidden, type Report, ROOT } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

const HIGHEST_USER_VALUE = 1_000_000_000;
const SYSTEM_VALUES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** scheduling.k8s.io/v1 PriorityClass: ValidatePriorityClass (pkg/apis/scheduling/validation/validation.go). */
export const priorityClass: KindRules<PriorityClass> = {
  setDefaults(object) {
    object.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  validate(object, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: false, name: dnsSubdomain });
    const name = effectiveName(object.metadata);
    const { value = 0 } = object;
    if (name.startsWith('system-')) validateSystemClass(report, name, object);
    else if (value > HIGHEST_USER_VALUE) {
      const detail = `maximum allowed value of a user defined priority is ${HIGHEST_USER_VALUE}`;
      forbidden(report, child(ROOT, 'value'), detail, message('verdict.priorityClass.value', { value, most: HIGHEST_USER_VALUE }));
    }
    checkOneOf(report, child(ROOT, 'preemptionPolicy'), object.preemptionPolicy, ['PreemptLowerPriority', 'Never']);
  },
};

/** IsKnownSystemPriorityClass (pkg/apis/scheduling/v1/helpers.go). */
function validateSystemClass(report: Report, name: string, { value = 0, globalDefault = false }: PriorityClass): void {
  const known = Object.hasOwn(SYSTEM_VALUES, name) ? SYSTEM_VALUES[name] : undefined;
  if (known === value && !globalDefault) return;
  const reason =
    known === undefined
      ? `${name} is not a known system priority class`
      : known === value
        ? `globalDefault of ${name} PriorityClass must be false`
        : `value of ${name} PriorityClass must be ${known}`;
  const detail = `priority class names with 'system-' prefix are reserved for system use only. error: ${reason}`;
  forbidden(report, child(ROOT, 'metadata', 'name'), detail, message('verdict.priorityClass.system', { name }));
}
