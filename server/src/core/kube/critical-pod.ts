import type { Pod } from '../generated/api.ts';

/** A pod the kubelet never evicts: static, a mirror of one, or of system priority (pkg/kubelet/types/pod_update.go). */
export function isCriticalPod(pod: Pod): boolean {
  const annotations = pod.metadata?.annotations ?? {};
  const source = annotations['kubernetes.io/config.source'];
  const isStatic = source !== undefined && source !== 'api';
  const isMirror = annotations['kubernetes.io/config.mirror'] !== undefined;
  return isStatic || isMirror || (pod.spec?.priority ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
}

export function isNodeCriticalPod(pod: Pod): boolean {
  return isCriticalPod(pod) && pod.spec?.priorityClassName === 'system-node-critical';
}

const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;
