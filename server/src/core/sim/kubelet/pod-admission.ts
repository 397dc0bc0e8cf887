import type { Node, Pod } from '../../generated/api.ts';
import { isSidecar, podRequests } from '../../kube/effective-requests.ts';
import { requiredNodeMatcher } from '../../kube/node-selector.ts';
import { qosClassOf } from '../../kube/qos.ts';
import { milliValue, type Quantity, quantityOf, value } from '../../kube/quantity.ts';
import type { Resources } from '../../kube/resource-list.ts';
import { tolerates, untoleratedTaint } from '../../kube/toleration.ts';
import { hasEnded } from '../controllers/pods.ts';
import { saysMemoryPressure } from './memory-pressure.ts';

/** Why a kubelet turns a pod away that was bound to its node, as its status says it. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * The kubelet's own look at a pod before it starts it: what was put on a node past the scheduler has to fit all the same.
 *
 * Mirrors pkg/kubelet/lifecycle/predicate.go (Admit, generalFilter); making room for critical pods is left out.
 *
 * @param others the pods that the kubelet has taken before
 */
export function rejectionOf(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const labels = node.metadata?.labels ?? {};
  const { spec } = pod;
  if (saysMemoryPressure(node) && qosClassOf(pod) === 'BestEffort' && !toleratesPressure(pod)) {
    return { reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' };
  }
  const os = spec?.nodeSelector?.[OS];
  if (os !== undefined && labels[OS] !== undefined && os !== labels[OS]) {
    return {
      reason: 'PodOSSelectorNodeLabelDoesNotMatch',
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  }
  const present = others.filter((each) => !hasEnded(each));
  const shortage = shortageOf(pod, node, present);
  if (shortage !== undefined) return shortage;
  if (requiredNodeMatcher(spec)?.matches(labels, node.metadata?.name ?? '') === false) {
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  const wanted = hostPortsOf(pod);
  if (wanted.length > 0 && present.some((other) => hostPortsOf(other).some((used) => wanted.some((port) => isSamePort(port, used))))) {
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  const taint = untoleratedTaint(node.spec?.taints, spec?.tolerations ?? [], ['NoExecute']);
  return taint === undefined ? undefined : failed('TaintToleration', 'node(s) had untolerated taint(s)');
}

/** `pkg/kubelet/eviction/eviction_manager.go` Admit. */
function toleratesPressure({ spec }: Pod): boolean {
  return spec?.tolerations?.some((each) => tolerates(each, { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' })) ?? false;
}

const OS = 'kubernetes.io/os';

function failed(predicate: string, text: string): Rejection {
  return { reason: predicate, message: `Predicate ${predicate} failed: ${text}` };
}

/** The first resource that the node has too little of: pods, cpu, memory, storage, then all others. */
function shortageOf(pod: Pod, { status }: Node, present: readonly Pod[]): Rejection | undefined {
  const allocatable = status?.allocatable ?? {};
  if (allocatable.pods !== undefined && BigInt(present.length + 1) > value(quantityOf(allocatable.pods))) {
    return shortage('pods', 1n, BigInt(present.length), value(quantityOf(allocatable.pods)));
  }
  const requests = requestsOf(pod);
  const usages = present.map(requestsOf);
  for (const name of [...FIRST, ...[...requests.keys()].filter((each) => !FIRST.includes(each))]) {
    const amount = name === 'cpu' ? milliValue : value;
    const of = (quantity: Quantity | undefined): bigint => (quantity === undefined ? 0n : amount(quantity));
    const asked = of(requests.get(name));
    // A kubelet knows nothing of extended resources that no plugin has told it of.
    if (asked === 0n || (allocatable[name] === undefined && !FIRST.includes(name))) continue;
    const used = usages.reduce((sum, each) => sum + of(each.get(name)), 0n);
    const capacity = amount(quantityOf(allocatable[name]));
    if (asked > capacity - used) return shortage(name, asked, used, capacity);
  }
  return undefined;
}

const requestsBySpec = new WeakMap<object, Resources>();

/** Added up once: every new pod asks for those of all others on its node. */
function requestsOf(pod: Pod): Resources {
  const known = requestsBySpec.get(pod.spec ?? pod);
  if (known !== undefined) return known;
  const requests = podRequests(pod);
  requestsBySpec.set(pod.spec ?? pod, requests);
  return requests;
}

const FIRST: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

function shortage(resource: string, requested: bigint, used: bigint, capacity: bigint): Rejection {
  const text = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message: text };
}

interface HostPort {
  readonly port: number;
  readonly protocol: string;
  readonly ip: string;
}

const ANY = '0.0.0.0';

function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)];
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, protocol = 'TCP', hostIP = ANY }) =>
      hostPort === 0 ? [] : [{ port: hostPort, protocol, ip: hostIP || ANY }],
    ),
  );
}

function isSamePort(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY || b.ip === ANY);
}
