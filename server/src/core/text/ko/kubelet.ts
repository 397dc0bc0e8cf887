/** 노드 위에서 일어나는 일: kubelet, 노드 수명 주기, 테인트에 따른 축출. */
export const kubelet = {
  kubeletPodNews: '파드 {pod}: {text}',
  kubeletContainerNews: '파드 {pod}의 컨테이너 {container}: {text}',
  kubeletRejected: '노드의 kubelet이 파드 {pod|을/를} 받지 않았습니다: {text}',
  kubeletShortOfMemory: '노드 {node}의 남은 메모리가 100Mi에 못 미쳐, 파드를 하나씩 내보내고 새 파드를 막습니다.',
  kubeletEnoughMemory: '노드 {node}의 메모리가 5분 동안 넉넉하여 다시 파드를 받습니다.',
} as const satisfies Readonly<Record<string, string>>;
