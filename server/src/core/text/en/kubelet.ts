/** What happens on the nodes: the kubelet, the life of nodes, eviction by taints. */
export const kubelet = {
  kubeletPodNews: 'Pod {pod}: {text}',
  kubeletContainerNews: 'Container {container} of pod {pod}: {text}',
  kubeletRejected: 'The kubelet turned pod {pod} away: {text}',
  kubeletShortOfMemory: 'Node {node} has less than 100Mi of memory left, so it gives up pods one by one and takes no new ones.',
  kubeletEnoughMemory: 'Node {node} has had enough memory for five minutes, so it takes pods again.',
} as const satisfies Readonly<Record<string, string>>;
