import type { Pod, PodCondition, PodTemplateSpec } from '../../generated/api.ts';

/** Not ended and not being deleted (`pkg/controller/controller_utils.go IsPodActive`). */
export function isActive(pod: Pod): boolean {
  return !hasEnded(pod) && pod.metadata?.deletionTimestamp === undefined;
}

/** Being deleted but not ended (`IsPodTerminating`). */
export function isTerminating(pod: Pod): boolean {
  return !hasEnded(pod) && pod.metadata?.deletionTimestamp !== undefined;
}

export function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

export function conditionOf(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** When the Ready condition last changed, in milliseconds since 1970; 0 when it never did. */
export function readyChangeMs(pod: Pod): number {
  const time = conditionOf(pod, 'Ready')?.lastTransitionTime;
  return time === undefined || time === null ? 0 : Date.parse(time);
}

/** Ready for at least `minReadySeconds` (`pkg/api/v1/pod/util.go IsPodAvailable`). */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  if (!isReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readyChangeMs(pod);
  return since !== 0 && since + minReadySeconds * 1000 <= nowMs;
}

/** How long until the first of the ready pods becomes available; undefined when none is on its way. */
export function nextAvailabilityMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  let nearest: number | undefined;
  for (const pod of pods) {
    if (!isReady(pod) || minReadySeconds <= 0 || readyChangeMs(pod) === 0) continue;
    const remaining = readyChangeMs(pod) + minReadySeconds * 1000 - nowMs;
    if (remaining > 0 && (nearest === undefined || remaining < nearest)) nearest = remaining;
  }
  return nearest;
}

/** A pod as its template says, not yet named or owned (`GetPodFromTemplate`). */
export function podFromTemplate(template: PodTemplateSpec | undefined): Pod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    ...(template?.spec === undefined ? {} : { spec: template.spec }),
  };
}
