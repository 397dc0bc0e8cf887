import type { DaemonSetStatus } from '../../generated/api.ts';
import { refOf } from '../object.ts';
import { judgeNode } from './daemon-set-nodes.ts';
import { type DaemonPass, isOfHash, oldestFirst } from './daemon-set-pods.ts';
import { isAvailable, isReady } from './pods.ts';

/** Of each node the oldest pod counts (`updateDaemonSetStatus`). */
export function countStatus({ set, nodes, podsByNode, hash, nowMs }: DaemonPass): DaemonSetStatus {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 };
  for (const node of nodes) {
    const pods = podsByNode.get(refOf(node).name) ?? [];
    if (!judgeNode(set, node).shouldRun) {
      if (pods.length > 0) counts.misscheduled++;
      continue;
    }
    counts.desired++;
    const [pod] = oldestFirst(pods);
    if (pod === undefined) continue;
    counts.current++;
    if (isReady(pod)) counts.ready++;
    if (isAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs)) counts.available++;
    if (isOfHash(pod, hash)) counts.updated++;
  }
  return {
    ...set.status,
    desiredNumberScheduled: counts.desired,
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    numberReady: counts.ready,
    numberAvailable: counts.available,
    numberUnavailable: counts.desired - counts.available,
    updatedNumberScheduled: counts.updated,
    observedGeneration: set.metadata?.generation ?? 0,
  };
}
