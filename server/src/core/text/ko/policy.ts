/** HorizontalPodAutoscaler, PodDisruptionBudget, 축출과 드레인. */
export const policy = {
  policyNoPods: 'PodDisruptionBudget {budget}의 셀렉터에 맞는 파드가 없습니다.',
  policyBudgetFailed: 'PodDisruptionBudget {budget}의 기대 파드 수를 셀 수 없어 축출을 허용하지 않습니다: {text}',
  policyBudgetCounted:
    'PodDisruptionBudget {budget}: 건강한 파드 {healthy}개, 지켜야 할 수 {desired}개이므로 지금 {allowed}개까지 축출할 수 있습니다.',
  policyRescaled: 'HorizontalPodAutoscaler {hpa|이/가} 레플리카를 {before}개에서 {after}개로 바꿉니다: {text}',
  policyRescaledByEarlierWish:
    'HorizontalPodAutoscaler {hpa|이/가} 레플리카를 {before}개에서 {after}개로 바꿉니다: 지금 메트릭으로는 {before}개면 되지만, 안정화 시간 안에 나온 가장 큰 권고를 따릅니다.',
  policyAutoscalerStatus: 'HorizontalPodAutoscaler {hpa|이/가} 방금 본 메트릭과 판단을 상태에 적습니다.',
  policyAutoscalerStuck: 'HorizontalPodAutoscaler {hpa|이/가} 크기를 정하지 못했습니다: {text}',
  policyQuotaCounted: '리소스쿼터 {quota}의 사용량을 네임스페이스의 오브젝트로 다시 세었습니다.',
} as const satisfies Readonly<Record<string, string>>;
