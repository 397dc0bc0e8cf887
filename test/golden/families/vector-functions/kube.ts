import type {
  LabelSelector,
  LimitRange,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Service,
} from '../../../../server/src/core/generated/api.ts';
import { nextTime, parseCron } from '../../../../server/src/core/kube/cron.ts';
import { podLimits, podRequests } from '../../../../server/src/core/kube/effective-requests.ts';
import type { Labels, SelectorError } from '../../../../server/src/core/kube/label-requirement.ts';
import {
  formatSelector,
  isSelectorError,
  matches,
  parseSelector,
  type Selector,
  selectorOf,
} from '../../../../server/src/core/kube/label-selector.ts';
import { applyLimitDefaults, claimLimitProblems, limitsInForce, podLimitProblems } from '../../../../server/src/core/kube/limit-range.ts';
import { oomScoreAdjust } from '../../../../server/src/core/kube/oom-score.ts';
import { rounded, withResourceDefaults } from '../../../../server/src/core/kube/pod-resource-defaults.ts';
import { qosClassOf } from '../../../../server/src/core/kube/qos.ts';
import {
  add,
  approximate,
  compare,
  formatQuantity,
  milliValue,
  parseQuantity,
  quantityOf,
  signOf,
  subtract,
  value,
} from '../../../../server/src/core/kube/quantity.ts';
import { type Counted, quotaUsage } from '../../../../server/src/core/kube/quota-usage.ts';
import { formatResources, resourcesOf } from '../../../../server/src/core/kube/resource-list.ts';
import { checkQuotas } from '../../../../server/src/core/kube/resource-quota.ts';

/** Arithmetic on API objects: server/src/core/kube. */
export const kubeFunctions = {
  quota: ({
    quotas: written,
    pod,
    service,
    claim,
  }: {
    quotas: ResourceQuota[];
    pod?: Pod;
    service?: Service;
    claim?: PersistentVolumeClaim;
  }) => {
    const quotas = written.map(withRoundedStatus);
    const counted = countedOf(pod, service, claim);
    const usage = formatResources(quotaUsage(counted, 0));
    const answer = checkQuotas(quotas, counted, 0);
    if (!answer.ok) return { error: answer.message, usage };
    const used = quotas.map((quota) => [
      quota.metadata?.name,
      formatResources(answer.usedByQuota.get(quota) ?? resourcesOf(quota.status?.used)),
    ]);
    return { usage, usedAfter: Object.fromEntries(used) };
  },
  cron: ({ schedule, timeZone, from, n }: { schedule: string; timeZone?: string; from: string; n: number }) => {
    const parsed = parseCron(timeZone === undefined ? schedule : `TZ=${timeZone} ${schedule}`);
    if ('error' in parsed) return parsed;
    const next: string[] = [];
    for (let at = nextTime(parsed, Date.parse(from)); at !== undefined && next.length < n; at = nextTime(parsed, at)) {
      next.push(`${new Date(at).toISOString().slice(0, 19)}Z`);
    }
    return { next };
  },
  limitRange: ({ limitRange, pod: written }: { limitRange: LimitRange; pod: Pod }) => {
    const pod = applyLimitDefaults(limitRange, withResourceDefaults(written));
    const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
    const annotation = pod.metadata?.annotations?.['kubernetes.io/limit-ranger'];
    return {
      ...(annotation === undefined ? {} : { annotation }),
      containers: Object.fromEntries(
        containers.map(({ name, resources }) => [name, { limits: resources?.limits ?? {}, requests: resources?.requests ?? {} }]),
      ),
      defaultedLimitRange: limitsInForce(limitRange).map((item) => ({
        default: item.default ?? {},
        defaultRequest: item.defaultRequest ?? {},
        type: item.type,
      })),
      errors: sortedOrNull(podLimitProblems(limitRange, pod)),
    };
  },
  limitRangePVC: ({ limitRange, claim }: { limitRange: LimitRange; claim: PersistentVolumeClaim }) => ({
    errors: sortedOrNull(claimLimitProblems(limitRange, claim)),
  }),
  oom: ({ pod: written, capacity }: { pod: Pod; capacity: string }) => {
    const pod = withResourceDefaults(written);
    const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
    const nodeBytes = value(quantityOf(capacity));
    const scores = containers.map((container) => [container.name, oomScoreAdjust(pod, container, nodeBytes)]);
    return { oomScoreAdj: Object.fromEntries(scores), qosClass: qosClassOf(pod) };
  },
  labelSelector: ({ selector, labels }: { selector: LabelSelector; labels: Labels }) => selection(selectorOf(selector), labels),
  selectorString: ({ selector, labels }: { selector: string; labels: Labels }) => selection(parseSelector(selector), labels),
  podRequests: (written: Pod) => {
    const pod = withResourceDefaults(written);
    return { limits: formatResources(podLimits(pod)), requests: formatResources(podRequests(pod)) };
  },
  qos: (pod: Pod) => ({ qosClass: qosClassOf(withResourceDefaults(pod)) }),
  quantity: ({ s }: { s: string }) => {
    const parsed = parseQuantity(s);
    if (typeof parsed === 'string') return { error: parsed };
    return {
      approx: approximate(parsed),
      canonical: formatQuantity(parsed),
      format: parsed.format,
      milliValue: String(milliValue(parsed)),
      sign: signOf(parsed),
      value: String(value(parsed)),
    };
  },
  quantityCmp: ({ a, b }: { a: string; b: string }) => {
    const [left, right] = [quantityOf(a), quantityOf(b)];
    return {
      cmp: compare(left, right),
      diff: formatQuantity(subtract(left, right)),
      sum: formatQuantity(add(left, right)),
    };
  },
};

function selection(selector: Selector | undefined | SelectorError, labels: Labels): unknown {
  if (isSelectorError(selector)) return selector;
  return { match: matches(selector, labels), string: formatSelector(selector) };
}

function sortedOrNull(texts: readonly string[]): readonly string[] | null {
  return texts.length === 0 ? null : [...texts].sort();
}

function countedOf(pod: Pod | undefined, service: Service | undefined, claim: PersistentVolumeClaim | undefined): Counted {
  if (pod !== undefined) return { is: 'pod', object: withResourceDefaults(pod) };
  if (service !== undefined) return { is: 'service', object: service };
  return { is: 'claim', object: claim ?? {} };
}

function withRoundedStatus(quota: ResourceQuota): ResourceQuota {
  const { hard, used } = quota.status ?? {};
  return {
    ...quota,
    status: { ...(hard === undefined ? {} : { hard: rounded(hard) }), ...(used === undefined ? {} : { used: rounded(used) }) },
  };
}
