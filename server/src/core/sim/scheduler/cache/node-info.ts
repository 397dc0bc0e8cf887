import type { Node, Taint } from '../../../generated/api.ts';
import type { HostPort, PodInfo } from './pod-info.ts';
import { addResources, emptyResources, type Resources, readResources } from './resources.ts';

/** A node with the sums over its pods, kept up to date pod by pod (`pkg/scheduler/framework/types.go`, NodeInfo). */
export class NodeInfo {
  readonly name: string;
  /** A small number of its own among living nodes: the index into tables by node. */
  readonly slot: number;
  node: Node;
  labels: Readonly<Record<string, string>>;
  taints: readonly Taint[];
  allocatable: Resources;
  /** In the order of upstream: an added pod comes last, a removed one is replaced by the last. */
  readonly pods: PodInfo[] = [];
  readonly requested: Resources = emptyResources();
  /** Requests with the scheduler's defaults for containers that state none; used for scoring only. */
  readonly nonZeroRequested = { cpuMilli: 0, memoryBytes: 0 };
  /** By `address/protocol/port`: a set, as upstream, so a port taken twice is freed once. */
  readonly usedPorts = new Map<string, HostPort>();

  constructor(node: Node, slot: number) {
    this.name = node.metadata?.name ?? '';
    this.slot = slot;
    this.node = node;
    this.labels = node.metadata?.labels ?? {};
    this.taints = node.spec?.taints ?? [];
    this.allocatable = readResources(node.status?.allocatable);
  }

  setNode(node: Node): void {
    this.node = node;
    this.labels = node.metadata?.labels ?? {};
    this.taints = node.spec?.taints ?? [];
    this.allocatable = readResources(node.status?.allocatable);
  }

  add(pod: PodInfo): void {
    this.pods.push(pod);
    this.count(pod, 1);
    for (const port of pod.hostPorts) this.usedPorts.set(portId(port), port);
  }

  remove(pod: PodInfo): void {
    const index = this.pods.findIndex(({ key }) => key === pod.key);
    const found = this.pods[index];
    const last = this.pods.pop();
    if (found === undefined || last === undefined) {
      if (last !== undefined) this.pods.push(last);
      return;
    }
    if (index < this.pods.length) this.pods[index] = last;
    this.count(found, -1);
    for (const port of found.hostPorts) this.usedPorts.delete(portId(port));
  }

  /** A copy to suppose things on; the original stays as it is. */
  copy(): NodeInfo {
    const copy = new NodeInfo(this.node, this.slot);
    for (const pod of this.pods) copy.pods.push(pod);
    addResources(copy.requested, this.requested, 1);
    copy.nonZeroRequested.cpuMilli = this.nonZeroRequested.cpuMilli;
    copy.nonZeroRequested.memoryBytes = this.nonZeroRequested.memoryBytes;
    for (const [id, port] of this.usedPorts) copy.usedPorts.set(id, port);
    return copy;
  }

  private count(pod: PodInfo, sign: 1 | -1): void {
    addResources(this.requested, pod.requests, sign);
    this.nonZeroRequested.cpuMilli += sign * pod.nonZeroRequests.cpuMilli;
    this.nonZeroRequested.memoryBytes += sign * pod.nonZeroRequests.memoryBytes;
  }
}

function portId({ ip, protocol, port }: HostPort): string {
  return `${ip}/${protocol}/${port}`;
}
