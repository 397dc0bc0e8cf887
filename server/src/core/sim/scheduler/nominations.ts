import type { PodInfo } from './cache/pod-info.ts';

/** Pods that preemption has promised a node to; others of no higher priority must leave them room (`backend/queue/nominator.go`). */
export interface Nominations {
  /** '' forgets the pod. */
  set(pod: PodInfo, nodeName: string): void;
  delete(key: string): void;
  on(nodeName: string): readonly PodInfo[];
  /** The node promised to a pod, or ''. */
  nodeOf(key: string): string;
  readonly size: number;
}

export function createNominations(): Nominations {
  const podsByNode = new Map<string, PodInfo[]>();
  const nodeByPod = new Map<string, string>();

  function remove(key: string): void {
    const nodeName = nodeByPod.get(key);
    if (nodeName === undefined) return;
    nodeByPod.delete(key);
    const left = (podsByNode.get(nodeName) ?? []).filter((pod) => pod.key !== key);
    if (left.length === 0) podsByNode.delete(nodeName);
    else podsByNode.set(nodeName, left);
  }

  return {
    set(pod, nodeName) {
      remove(pod.key);
      if (nodeName === '') return;
      nodeByPod.set(pod.key, nodeName);
      podsByNode.set(nodeName, [...(podsByNode.get(nodeName) ?? []), pod]);
    },
    delete: remove,
    nodeOf: (key) => nodeByPod.get(key) ?? '',
    on: (nodeName) => podsByNode.get(nodeName) ?? NONE,
    get size() {
      return nodeByPod.size;
    },
  };
}

const NONE: readonly PodInfo[] = [];
