/** What an object that stands on no node is like, in a word or two: what kubectl get would show first. Pure. */
import type { KubeObject } from '../../server/src/core/sim/object.ts';

type Fields = Readonly<Record<string, unknown>>;

const GLANCES: Readonly<Record<string, (object: KubeObject, spec: Fields, status: Fields) => string>> = {
  PersistentVolumeClaim: phase,
  PersistentVolume: phase,
  CronJob: (_, { schedule }) => String(schedule ?? ''),
  HorizontalPodAutoscaler: (_, __, { currentReplicas, desiredReplicas }) =>
    currentReplicas === undefined ? '' : `${currentReplicas} → ${desiredReplicas ?? currentReplicas}`,
  ResourceQuota: (_, { hard }, { used }) =>
    Object.entries((hard ?? {}) as Fields)
      .map(([name, most]) => `${name} ${(used as Fields | undefined)?.[name] ?? 0}/${most}`)
      .join(', '),
  LimitRange: () => '',
  PodDisruptionBudget: (_, __, { currentHealthy, desiredHealthy }) =>
    currentHealthy === undefined ? '' : `${currentHealthy} ≥ ${desiredHealthy}`,
  Ingress: () => '',
};

/** Whether it is shown beside the Services. */
export function hasGlance({ kind }: KubeObject): boolean {
  return kind !== undefined && kind in GLANCES;
}

export function glanceAt(object: KubeObject): string {
  return GLANCES[object.kind ?? '']?.(object, (object.spec ?? {}) as Fields, (object.status ?? {}) as Fields) ?? '';
}

function phase({ metadata }: KubeObject, _: Fields, status: Fields): string {
  return metadata?.deletionTimestamp === undefined ? String(status.phase ?? '') : 'Terminating';
}
