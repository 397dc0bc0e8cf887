/** What the engine's run is called and summed up as, for the preview panel. */
export const panel = {
  'panel.scenario.apply': '빈 클러스터에 처음 적용',
  'panel.scenario.change': '커밋된 버전에서 지금 편집한 것으로',
  'panel.scenario.update': '업데이트: 실행 중인 것의 이미지를 새 버전으로',
  'panel.scenario.scale': '스케일: 레플리카를 두 배로',
  'panel.scenario.drain': '노드 {node} 비우기 (drain)',
  'panel.scenario.nodeFailure': '노드 {node} 고장',
  'panel.scenario.lesson': '배우기 · {title}',
  'panel.summary.rolling':
    '레플리카 {replicas}개, maxSurge {surge}, maxUnavailable {unavailable} → 최대 {most}개까지 만들고 최소 {fewest}개는 가용하게 둡니다.',
  'panel.summary.recreate': '레플리카 {replicas}개를 모두 끝낸 다음 새로 시작합니다(Recreate). 그 사이는 다운타임입니다.',
  'panel.summary.statefulSet': '스테이트풀셋 {name|은/는} 파드 {replicas}개를 순서대로 만들고 거꾸로 바꿉니다.',
  'panel.finding.refused': '{kind} {name|이/가} 거부되었습니다: {text}',
  'panel.finding.allPlaced': '파드 {count}개가 모두 배치되었습니다',
  'panel.finding.waiting': '파드 {placed}/{total} 배치 · {pod} 대기: {text}',
  'panel.finding.downtime': '{name}: 다운타임 {seconds}초',
  'panel.finding.lowest': '{name}: 가용 파드가 {desired}개 중 {available}개까지 줄어듭니다',
  'panel.finding.stall': '{name}: {seconds}초부터 진행되지 않습니다',
  'panel.finding.completed': '{name}: {seconds}초 만에 완료',
  'panel.finding.peak': '{name}: 추가 자원 최대 {cpu}/{memory}',
  'panel.noDocument': '시뮬레이션할 파일을 찾을 수 없습니다: {uri}',
  'panel.noObjects': '이 파일에는 쿠버네티스 객체가 없습니다.',
} as const satisfies Readonly<Record<string, string>>;
