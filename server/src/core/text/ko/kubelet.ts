/** 노드 위에서 일어나는 일: kubelet, 노드 수명 주기, 테인트에 따른 축출. */
export const kubelet = {
  kubeletPodNews: '파드 {pod}: {text}',
  kubeletContainerNews: '파드 {pod}의 컨테이너 {container}: {text}',
  kubeletRejected: '노드의 kubelet이 파드 {pod|을/를} 받지 않았습니다: {text}',
} as const satisfies Readonly<Record<string, string>>;
