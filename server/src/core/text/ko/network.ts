/** 서비스와 트래픽. */
export const network = {
  networkEndpoints: '서비스 {service|을/를} 받을 준비가 된 파드가 {ready}개입니다.',
} as const satisfies Readonly<Record<string, string>>;
