/** What happens on the nodes: the kubelet, the life of nodes, eviction by taints. */
export const kubelet = {
  kubeletPodNews: 'Pod {pod}: {text}',
  kubeletContainerNews: 'Container {container} of pod {pod}: {text}',
  kubeletRejected: 'The kubelet turned pod {pod} away: {text}',
} as const satisfies Readonly<Record<string, string>>;
