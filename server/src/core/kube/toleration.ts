import type { Taint, Toleration } from '../generated/api.ts';

/**
 * Whether a toleration covers a taint: an empty effect covers all effects, an empty key with Exists all keys, and an empty operator is
 * Equal. Gt and Lt need a feature gate that is off in every release so far, so they tolerate nothing
 * (`staging/src/k8s.io/api/core/v1/toleration.go`, ToleratesTaint).
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** The first taint with one of the effects that no toleration covers (`component-helpers/scheduling/corev1/helpers.go`). */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !tolerations?.some((toleration) => tolerates(toleration, taint)));
}

/** The effects that keep a pod from being placed; PreferNoSchedule only lowers a node's score. */
export const BLOCKING_EFFECTS: readonly string[] = ['NoSchedule', 'NoExecute'];
