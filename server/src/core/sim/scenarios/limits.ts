import type { HorizontalPodAutoscaler, ResourceQuota } from '../../generated/api.ts';
import { web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const MEMORY_LIMIT = '128Mi';
const MEBIBYTE = 1024 * 1024;

/** A container uses more memory than its limit: it is killed, restarted, and killed again ever more slowly. */
export const outOfMemory: ReadyScenario = {
  id: 'out-of-memory',
  title: 'lessonOutOfMemory',
  lesson: 'lessonOutOfMemoryText',
  cluster: 'three',
  objects: [withMemoryLimit('web:leak')],
  scenario: {
    steps: [],
    containers: [{ image: 'web:leak', behavior: { readyAfterMs: 1000, memoryBytes: 200 * MEBIBYTE } }],
    untilMs: 120_000,
  },
};

/** The namespace may have three pods; the workload wants five. */
export const quotaRefusal: ReadyScenario = {
  id: 'quota-refusal',
  title: 'lessonQuota',
  lesson: 'lessonQuotaText',
  cluster: 'three',
  from: [podQuota(3)],
  objects: [web('web:1', { replicas: 5 })],
  scenario: { steps: [], containers: [], untilMs: 60_000 },
};

/** Load rises and falls: the autoscaler follows up at once, and down only after five calm minutes. */
export const autoscaling: ReadyScenario = {
  id: 'autoscaling',
  title: 'lessonAutoscaling',
  lesson: 'lessonAutoscalingText',
  cluster: 'three',
  from: [web('web:1', { replicas: 2 }), autoscaler(2, 6)],
  objects: [],
  scenario: {
    steps: [],
    containers: [],
    load: [
      { atMs: 0, workload: 'Deployment/web', metric: 'cpu', valueMilli: 160n },
      { atMs: 60_000, workload: 'Deployment/web', metric: 'cpu', valueMilli: 520n },
      { atMs: 180_000, workload: 'Deployment/web', metric: 'cpu', valueMilli: 160n },
    ],
    untilMs: 600_000,
  },
};

function withMemoryLimit(image: string): ReturnType<typeof web> {
  const deployment = web(image, { replicas: 1 });
  const template = deployment.spec?.template;
  const containers = (template?.spec?.containers ?? []).map((container) => ({
    ...container,
    resources: { ...container.resources, limits: { memory: MEMORY_LIMIT } },
  }));
  return web(image, { replicas: 1, template: { ...template, spec: { ...template?.spec, containers } } });
}

function podQuota(pods: number): ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'few-pods', namespace: 'default' },
    spec: { hard: { pods: String(pods) } },
  };
}

function autoscaler(minReplicas: number, maxReplicas: number): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas,
      maxReplicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
  };
}
