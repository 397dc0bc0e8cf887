import type { Pod } from '../../generated/api.ts';
import { resourceRequest } from '../../kube/effective-requests.ts';
import { compare, type Quantity, subtract } from '../../kube/quantity.ts';

/**
 * The pods in the order in which a node short of memory (or disk) gives them up: those above their request, then lower
 * priority, then further above the request. Pods without a measurement go first.
 *
 * Mirrors pkg/kubelet/eviction/helpers.go rankMemoryPressure and rankDiskPressureFunc.
 */
export function rankByExcess(
  pods: readonly Pod[],
  resource: 'memory' | 'ephemeral-storage',
  usageOf: (pod: Pod) => Quantity | undefined,
): readonly Pod[] {
  const measured = pods.map((pod) => {
    const usage = usageOf(pod);
    const request = resourceRequest(pod, resource);
    return { pod, usage, isAbove: usage !== undefined && compare(usage, request) > 0, excess: usage && subtract(usage, request) };
  });
  measured.sort((a, b) => {
    const byMeasure = Number(a.usage !== undefined) - Number(b.usage !== undefined);
    if (byMeasure !== 0) return byMeasure;
    const order = Number(b.isAbove) - Number(a.isAbove) || priorityOf(a.pod) - priorityOf(b.pod);
    if (order !== 0 || a.excess === undefined || b.excess === undefined) return order;
    return compare(b.excess, a.excess);
  });
  return measured.map(({ pod }) => pod);
}

/** The same for a node short of process ids: lower priority, then pods without a measurement, then more processes (rankPIDPressure). */
export function rankByProcesses(pods: readonly Pod[], processesOf: (pod: Pod) => number | undefined): readonly Pod[] {
  const count = (pod: Pod): number => processesOf(pod) ?? Number.MAX_SAFE_INTEGER;
  return [...pods].sort((a, b) => priorityOf(a) - priorityOf(b) || count(b) - count(a));
}

function priorityOf({ spec }: Pod): number {
  return spec?.priority ?? 0;
}
