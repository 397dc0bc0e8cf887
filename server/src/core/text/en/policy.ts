/** HorizontalPodAutoscaler, PodDisruptionBudget, eviction and drain. */
export const policy = {
  policyNoPods: 'No pod matches the selector of PodDisruptionBudget {budget}.',
  policyBudgetFailed: 'The expected pods of PodDisruptionBudget {budget} cannot be counted, so no eviction is allowed: {text}',
  policyBudgetCounted:
    'PodDisruptionBudget {budget}: {healthy#healthy pod/healthy pods}, {desired} must stay, so {allowed} may be evicted now.',
  policyRescaled: 'HorizontalPodAutoscaler {hpa} changes the replicas from {before} to {after}: {text}',
  policyRescaledByEarlierWish:
    'HorizontalPodAutoscaler {hpa} changes the replicas from {before} to {after}: its metrics ask for {before} now, but the highest recommendation within the stabilization window holds.',
  policyAutoscalerStatus: 'HorizontalPodAutoscaler {hpa} writes down the metrics it saw and what it made of them.',
  policyAutoscalerStuck: 'HorizontalPodAutoscaler {hpa} could not decide on a size: {text}',
  policyQuotaCounted: 'What ResourceQuota {quota} shows as used was counted again from the objects of its namespace.',
} as const satisfies Readonly<Record<string, string>>;
