import type { Node, Pod } from '../../generated/api.ts';
import { isCriticalPod } from '../../kube/critical-pod.ts';
import { compare, formatQuantity, integerQuantity, quantityOf, value } from '../../kube/quantity.ts';
import { isRunning } from './container-run.ts';
import { rankByExcess } from './eviction-rank.ts';
import { containersOf, type PodRun } from './pod-run.ts';

/** How often a kubelet looks at its node's memory. */
export const PRESSURE_CHECK_MS = 10_000;

/** The kubelet's hard threshold where nothing else is set. */
const THRESHOLD_BYTES = 100n * 1024n * 1024n;

/**
 * The pod that a node short of memory evicts, with the server's own text; undefined while there is enough, or nobody may go.
 *
 * Mirrors pkg/kubelet/eviction/eviction_manager.go: one pod a round, critical pods never.
 */
export function pressureVictim(
  node: Node,
  pods: readonly Pod[],
  runOf: (pod: Pod) => PodRun | undefined,
): { readonly pod: Pod; readonly text: string } | undefined {
  const capacity = value(quantityOf(node.status?.capacity?.memory ?? node.status?.allocatable?.memory));
  if (capacity === 0n) return undefined;
  const used = pods.map((pod) => memoryOf(runOf(pod))).reduce((sum, each) => sum + each, 0n);
  const available = capacity - used;
  if (available >= THRESHOLD_BYTES) return undefined;
  const candidates = pods.filter((pod) => {
    const run = runOf(pod);
    return run !== undefined && run.verdict === undefined && run.deletionMs === undefined && !isCriticalPod(pod) && memoryOf(run) > 0n;
  });
  const [pod] = rankByExcess(candidates, 'memory', (each) => integerQuantity(memoryOf(runOf(each)), 'BinarySI'));
  return pod === undefined ? undefined : { pod, text: evictionText(pod, runOf(pod), available) };
}

function memoryOf(run: PodRun | undefined): bigint {
  if (run === undefined) return 0n;
  return containersOf(run)
    .filter(isRunning)
    .reduce((sum, { behavior }) => sum + BigInt(Math.ceil(behavior.memoryBytes ?? 0)), 0n);
}

function evictionText(pod: Pod, run: PodRun | undefined, available: bigint): string {
  const threshold = formatQuantity(integerQuantity(THRESHOLD_BYTES, 'BinarySI'));
  const left = formatQuantity(integerQuantity(available < 0n ? 0n : available, 'BinarySI'));
  let text = `The node was low on resource: memory. Threshold quantity: ${threshold}, available: ${left}. `;
  for (const { container, behavior } of run === undefined ? [] : containersOf(run)) {
    const usage = integerQuantity(Math.ceil(behavior.memoryBytes ?? 0), 'BinarySI');
    const request = quantityOf(pod.spec?.containers.find(({ name }) => name === container.name)?.resources?.requests?.memory);
    if (compare(usage, request) <= 0) continue;
    text += `Container ${container.name} was using ${formatQuantity(usage)}, request is ${formatQuantity(request)}, has larger consumption of memory. `;
  }
  return text;
}
