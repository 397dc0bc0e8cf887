import type { Container, Pod } from '../generated/api.ts';
import { isNodeCriticalPod } from './critical-pod.ts';
import { containersRequests, hasPodLevelRequests, isSidecar } from './effective-requests.ts';
import { qosClassOf } from './qos.ts';
import { quantityOf, value } from './quantity.ts';

/**
 * oom_score_adj of a container: the kernel kills the highest first when the node runs out of memory.
 *
 * Mirrors pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust.
 */
export function oomScoreAdjust(pod: Pod, container: Container, nodeMemoryBytes: bigint): number {
  if (isNodeCriticalPod(pod)) return GUARANTEED;
  const qosClass = qosClassOf(pod);
  if (qosClass === 'Guaranteed') return GUARANTEED;
  if (qosClass === 'BestEffort') return BEST_EFFORT;
  const share = podLevelShareBytes(pod);
  let score = scoreOf(memoryBytes(container) + share, nodeMemoryBytes);
  if (isSidecar(container)) score = Math.min(score, scoreOf(smallestAppBytes(pod) + share, nodeMemoryBytes));
  return Math.max(BURSTABLE_LEAST, score === BEST_EFFORT ? BEST_EFFORT - 1 : score);
}

const GUARANTEED = -997;
const BEST_EFFORT = 1000;
/** A burstable container is always killed before a guaranteed one. */
const BURSTABLE_LEAST = BEST_EFFORT + GUARANTEED;

function scoreOf(requestBytes: bigint, nodeMemoryBytes: bigint): number {
  return Number(1000n - BigInt.asIntN(64, 1000n * requestBytes) / nodeMemoryBytes); // int64 overflows for exbibytes, as in Go
}

/** A container without a request of its own shares equally what the pod requests beyond its containers. */
function podLevelShareBytes(pod: Pod): bigint {
  if (!hasPodLevelRequests(pod.spec)) return 0n;
  const requestBytes = value(quantityOf(pod.spec?.resources?.requests?.memory));
  if (requestBytes === 0n) return 0n;
  const ofContainers = containersRequests(pod).get('memory');
  const containers = (pod.spec?.containers.length ?? 0) + (pod.spec?.initContainers?.length ?? 0);
  return (requestBytes - (ofContainers === undefined ? 0n : value(ofContainers))) / BigInt(containers);
}

function smallestAppBytes(pod: Pod): bigint {
  // biome-ignore lint/complexity/useMathMinMax: Math.min does not take a bigint
  return (pod.spec?.containers ?? []).map(memoryBytes).reduce((least, each) => (each < least ? each : least));
}

function memoryBytes({ resources }: Container): bigint {
  return value(quantityOf(resources?.requests?.memory));
}
