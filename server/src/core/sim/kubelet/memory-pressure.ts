import type { Node, NodeCondition, Pod } from '../../generated/api.ts';
import { isCriticalPod } from '../../kube/critical-pod.ts';
import { compare, formatQuantity, integerQuantity, quantityOf, value } from '../../kube/quantity.ts';
import { formatTime } from '../object.ts';
import { isRunning } from './container-run.ts';
import { rankByExcess } from './eviction-rank.ts';
import { containersOf, type PodRun } from './pod-run.ts';

/** How often a kubelet looks at its node's memory. */
export const PRESSURE_CHECK_MS = 10_000;

/** The kubelet's hard threshold where nothing else is set. */
const THRESHOLD_BYTES = 100n * 1024n * 1024n;

/** How long a node goes on saying that it is short of memory after it was the last time (`evictionPressureTransitionPeriod`). */
export const PRESSURE_LASTS_MS = 5 * 60_000;

/** Whether a node has less memory left than its threshold. */
export function isShortOfMemory(node: Node, pods: readonly Pod[], runOf: (pod: Pod) => PodRun | undefined): boolean {
  const available = availableOf(node, pods, runOf);
  return available !== undefined && available < THRESHOLD_BYTES;
}

/** The node as it says that it is, or is no longer, short of memory (`pkg/kubelet/nodestatus/setters.go` MemoryPressureCondition). */
export function withMemoryPressure(node: Node, isShort: boolean, nowMs: number): Node {
  const condition: NodeCondition = {
    type: MEMORY_PRESSURE,
    status: isShort ? 'True' : 'False',
    lastTransitionTime: formatTime(nowMs),
    reason: isShort ? 'KubeletHasInsufficientMemory' : 'KubeletHasSufficientMemory',
    message: isShort ? 'kubelet has insufficient memory available' : 'kubelet has sufficient memory available',
  };
  const others = (node.status?.conditions ?? []).filter(({ type }) => type !== MEMORY_PRESSURE);
  return { ...node, status: { ...node.status, conditions: [condition, ...others] } };
}

export function saysMemoryPressure({ status }: Node): boolean {
  return status?.conditions?.some((each) => each.type === MEMORY_PRESSURE && each.status === 'True') ?? false;
}

const MEMORY_PRESSURE = 'MemoryPressure';

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
  const available = availableOf(node, pods, runOf);
  if (available === undefined || available >= THRESHOLD_BYTES) return undefined;
  const candidates = pods.filter((pod) => {
    const run = runOf(pod);
    return run !== undefined && run.verdict === undefined && run.deletionMs === undefined && !isCriticalPod(pod) && memoryOf(run) > 0n;
  });
  const [pod] = rankByExcess(candidates, 'memory', (each) => integerQuantity(memoryOf(runOf(each)), 'BinarySI'));
  return pod === undefined ? undefined : { pod, text: evictionText(pod, runOf(pod), available) };
}

/** undefined for a node that does not say how much it has. */
function availableOf({ status }: Node, pods: readonly Pod[], runOf: (pod: Pod) => PodRun | undefined): bigint | undefined {
  const capacity = value(quantityOf(status?.capacity?.memory ?? status?.allocatable?.memory));
  if (capacity === 0n) return undefined;
  return pods.reduce((left, pod) => left - memoryOf(runOf(pod)), capacity);
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
