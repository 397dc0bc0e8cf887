/** HorizontalPodAutoscaler, PodDisruptionBudget, eviction and drain. */
export const policy = {
  policyNoPods: 'No pod matches the selector of PodDisruptionBudget {budget}.',
  policyBudgetFailed: 'The expected pods of PodDisruptionBudget {budget} cannot be counted, so no eviction is allowed: {text}',
  policyBudgetCounted: 'PodDisruptionBudget {budget}: {healthy} healthy pods, {desired} must stay, so {allowed} may be evicted now.',
} as const satisfies Readonly<Record<string, string>>;
