/** What VS Code itself shows around the editor: status bar, pick lists, messages. */
export const client = {
  'client.statusTooltip': 'Kijabi 키잡이 · 쿠버네티스 {version} 기준 · 이 파일의 진단 {problems}개 · 눌러서 버전을 바꿉니다',
  'client.noNote': '# 노트가 없습니다\n\n`{id}`{id||이라는/라는} 노트를 찾을 수 없습니다.',
  'client.searchNotes': '노트 검색: 제목, 내용, id',
  'client.selectVersion': '검사 기준으로 삼을 쿠버네티스 버전을 고르십시오',
  'client.selectCluster': '시뮬레이션할 클러스터를 고르십시오',
  'client.editCluster': '이 클러스터를 파일로 편집',
  'client.clusterFromFile': '파일에서 읽기 (kubectl get … -o yaml)',
  'client.clusterFromKubectl': 'kubectl 컨텍스트에서 읽기',
  'client.selectContext': '읽어 올 kubectl 컨텍스트를 고르십시오 (읽기만 합니다)',
  'client.kubectlFailed': '클러스터를 읽지 못했습니다: {reason}',
  'client.noManifest': '쿠버네티스 매니페스트를 먼저 여십시오.',
} as const satisfies Readonly<Record<string, string>>;
