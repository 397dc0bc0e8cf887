import type { Pod } from '../../../generated/api.ts';
import { timeOf } from '../../object.ts';
import { affinityTermsOf, type PodAffinityTerms } from './affinity-term.ts';
import { podRequests, podScoringRequests, type Resources } from './resources.ts';

/** A pod with what the scheduler reads of it, worked out once. */
export interface PodInfo extends PodAffinityTerms {
  readonly pod: Pod;
  /** `namespace/name`. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly terminating: boolean;
  /** What the pod counts with on a node, status of a running pod included. */
  readonly requests: Resources;
  /** The same with the scheduler's defaults where containers state nothing; for scoring only. */
  readonly nonZeroRequests: { readonly cpuMilli: number; readonly memoryBytes: number };
  /** Of containers and sidecars. */
  readonly hostPorts: readonly HostPort[];
  /** `namespace/name` of the claims that its volumes name. */
  readonly claims: readonly string[];
  readonly startTimeMs: number | undefined;
  /** Equal for pods that no selector can tell apart. */
  readonly kindId: string;
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** Every address: what an empty hostIP means. */
export const ANY_ADDRESS = '0.0.0.0';

/** `before`: the same pod as it was; what its spec says is not worked out again while it says the same. */
export function createPodInfo(pod: Pod, before?: PodInfo): PodInfo {
  const namespace = pod.metadata?.namespace ?? '';
  const name = pod.metadata?.name ?? '';
  const labels = pod.metadata?.labels ?? {};
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  return {
    pod,
    key: `${namespace}/${name}`,
    namespace,
    name,
    labels,
    priority: pod.spec?.priority ?? 0,
    terminating,
    startTimeMs: timeOf(pod.status?.startTime),
    kindId:
      before !== undefined && before.labels === labels && before.terminating === terminating
        ? before.kindId
        : kindIdOf(namespace, labels, terminating),
    ...(before !== undefined && hasSameSpec(before.pod, pod) ? specFacts(before) : readSpec(pod, namespace)),
  };
}

/** What follows from the spec (and from a resize in progress) alone. */
type SpecFacts = Pick<PodInfo, 'requests' | 'nonZeroRequests' | 'hostPorts' | 'claims'> & PodAffinityTerms;

function readSpec(pod: Pod, namespace: string): SpecFacts {
  const requests = podRequests(pod);
  return {
    requests,
    nonZeroRequests: podScoringRequests(pod, requests),
    hostPorts: hostPortsOf(pod),
    claims: (pod.spec?.volumes ?? []).flatMap((volume) =>
      volume.persistentVolumeClaim ? [`${namespace}/${volume.persistentVolumeClaim.claimName}`] : [],
    ),
    ...affinityTermsOf(pod),
  };
}

function specFacts({ requests, nonZeroRequests, hostPorts, claims, ...terms }: PodInfo): SpecFacts {
  const { requiredAffinity, requiredAntiAffinity, preferredAffinity, preferredAntiAffinity } = terms;
  return { requests, nonZeroRequests, hostPorts, claims, requiredAffinity, requiredAntiAffinity, preferredAffinity, preferredAntiAffinity };
}

/** By identity: an update of status or nodeName shares the parts of the spec. */
function hasSameSpec({ spec: a, status }: Pod, { spec: b, status: next }: Pod): boolean {
  if (isResized(status) || isResized(next)) return false;
  return (
    a?.containers === b?.containers &&
    a?.initContainers === b?.initContainers &&
    a?.overhead === b?.overhead &&
    a?.resources === b?.resources &&
    a?.volumes === b?.volumes &&
    a?.affinity === b?.affinity
  );
}

/** Whether the status tells of resources, which then count instead of the spec's. */
function isResized(status: Pod['status']): boolean {
  if (status === undefined) return false;
  if (status.resources !== undefined) return true;
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].some(({ resources }) => resources !== undefined);
}

export function hasRequiredTerms(pod: PodInfo): boolean {
  return pod.requiredAffinity.length > 0 || pod.requiredAntiAffinity.length > 0;
}

function hostPortsOf(pod: Pod): readonly HostPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const ports: HostPort[] = [];
  for (const container of [...sidecars, ...(pod.spec?.containers ?? [])]) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort && hostPort > 0) ports.push({ ip: hostIP || ANY_ADDRESS, protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports;
}

function kindIdOf(namespace: string, labels: Readonly<Record<string, string>>, terminating: boolean): string {
  const keys = Object.keys(labels);
  if (keys.length > 1) keys.sort();
  let id = terminating ? `-${namespace}` : `+${namespace}`;
  for (const key of keys) id += `\n${key}=${labels[key]}`;
  return id;
}
