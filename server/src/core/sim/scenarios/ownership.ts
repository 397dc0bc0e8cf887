import type { Job, LimitRange, Pod, ReplicaSet } from '../../generated/api.ts';
import { at, service, WEB, web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const LABELS = { app: 'web' };
const CONTAINERS = [{ name: 'web', image: 'web:1' }];

/** A ReplicaSet counts whatever its selector finds: it adopts a stray pod, and replaces one that loses the label. */
export const selector: ReadyScenario = {
  id: 'selector',
  title: 'panel.lesson.selector',
  lesson: 'panel.lesson.selectorText',
  cluster: 'three',
  from: [stray('web')],
  objects: [replicaSet()],
  scenario: { steps: [at(15, { do: 'apply', objects: [stray('debug')] })], containers: [], untilMs: 40_000 },
};

/** Who stands behind a Service: its selector decides, and nobody else checks it. */
export const endpoints: ReadyScenario = {
  id: 'endpoints',
  title: 'panel.lesson.endpoints',
  lesson: 'panel.lesson.endpointsText',
  cluster: 'three',
  from: [web('web:1', { replicas: 2 }), service(LABELS)],
  objects: [],
  scenario: {
    steps: [
      at(5, { do: 'scale', target: WEB, replicas: 4 }),
      at(20, { do: 'apply', objects: [service({ app: 'wbe' })] }),
      at(35, { do: 'apply', objects: [service(LABELS)] }),
    ],
    containers: [{ behavior: { readyAfterMs: 4000 } }],
    untilMs: 50_000,
  },
};

/** One Job that finishes, two pods at a time; one that fails until it gives up. */
export const jobs: ReadyScenario = {
  id: 'job',
  title: 'panel.lesson.job',
  lesson: 'panel.lesson.jobText',
  cluster: 'three',
  objects: [job('sum', 'sum:1', { completions: 4, parallelism: 2 })],
  scenario: {
    steps: [at(25, { do: 'apply', objects: [job('broken', 'broken:1', { backoffLimit: 2 })] })],
    containers: [
      { image: 'sum:1', behavior: { crashAfterMs: 6000, exitCode: 0 } },
      { image: 'broken:1', behavior: { crashAfterMs: 2000, exitCode: 1 } },
    ],
    untilMs: 180_000,
  },
};

/** A namespace with defaults and a ceiling: what is not said is filled in, what is too much is refused. */
export const limitRange: ReadyScenario = {
  id: 'limit-range',
  title: 'panel.lesson.limitRange',
  lesson: 'panel.lesson.limitRangeText',
  cluster: 'three',
  from: [ranges()],
  objects: [pod('modest', {})],
  scenario: {
    steps: [at(10, { do: 'apply', objects: [pod('greedy', { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } })] })],
    containers: [],
    untilMs: 30_000,
  },
};

function stray(app: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'stray', namespace: 'default', labels: { app } },
    spec: { containers: CONTAINERS },
  };
}

function replicaSet(): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: { containers: CONTAINERS } } },
  };
}

function job(name: string, image: string, spec: Partial<NonNullable<Job['spec']>>): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers: [{ name, image }] } } },
  };
}

function pod(name: string, resources: NonNullable<Pod['spec']>['containers'][number]['resources']): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name, image: 'app:1', ...(resources && { resources }) }] },
  };
}

function ranges(): LimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'sizes', namespace: 'default' },
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: '100m', memory: '128Mi' },
          default: { cpu: '200m', memory: '256Mi' },
          max: { memory: '512Mi' },
        },
      ],
    },
  };
}
