/** 퍼시스턴트볼륨과 퍼시스턴트볼륨클레임. */
export const storage = {
  storageClaimUnused: '퍼시스턴트볼륨클레임 {claim|을/를} 쓰는 파드가 더는 없어 삭제를 마칩니다.',
  storageProvisioning: '퍼시스턴트볼륨클레임 {claim}에 맞는 볼륨이 없어 프로비저너 {provisioner}에 만들기를 요청합니다.',
  storageProvisioned: '프로비저너가 퍼시스턴트볼륨클레임 {claim|을/를} 위해 볼륨 {volume|을/를} 만들었습니다.',
  storageBound: '퍼시스턴트볼륨클레임 {claim|을/를} 볼륨 {volume}에 묶습니다.',
  storageAvailable: '볼륨 {volume|은/는} 아무 클레임에도 묶이지 않아 쓸 수 있습니다.',
  storageReleased: '볼륨 {volume}의 클레임이 사라졌습니다. 반환 정책은 {policy}입니다.',
  storageClaimPhase: '퍼시스턴트볼륨클레임 {claim}의 단계가 {phase|이/가} 되었습니다.',
  storageClaimNews: '퍼시스턴트볼륨클레임 {claim}: {text}',
  storageExpanding: '클레임 {claim}의 크기는 {has}인데 {asked|을/를} 요청했고 스토리지클래스가 확장을 허용하므로 볼륨을 키웁니다.',
} as const satisfies Readonly<Record<string, string>>;
