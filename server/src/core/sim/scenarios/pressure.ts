import type { Deployment } from '../../generated/api.ts';
import { at, web, withContainer } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const GIBIBYTE = 1024 ** 3;

/** Three workloads on one node of 8Gi; a fourth comes and uses far more than it asked for. */
export const memoryPressure: ReadyScenario = {
  id: 'memory-pressure',
  title: 'lessonMemoryPressure',
  lesson: 'lessonMemoryPressureText',
  cluster: 'one',
  from: [sized('shop', '2Gi', '2Gi'), sized('report', '1Gi'), sized('cache')],
  objects: [],
  scenario: {
    steps: [at(10, { do: 'apply', objects: [sized('batch', '512Mi')] })],
    containers: [
      { image: 'shop:1', behavior: { memoryBytes: 2 * GIBIBYTE } },
      { image: 'report:1', behavior: { memoryBytes: 1.5 * GIBIBYTE } },
      { image: 'cache:1', behavior: { memoryBytes: GIBIBYTE } },
      { image: 'batch:1', behavior: { memoryBytes: 3.75 * GIBIBYTE } },
    ],
    untilMs: 420_000,
  },
};

/** Memory asked for, and its limit: both make it Guaranteed, one Burstable, none BestEffort. */
function sized(name: string, request?: string, limit?: string): Deployment {
  const labels = { app: name };
  const made = web(`${name}:1`, { replicas: 1, selector: { matchLabels: labels } });
  const cpu = '100m';
  const resources = {
    ...(request === undefined ? {} : { requests: { cpu, memory: request } }),
    ...(limit === undefined ? {} : { limits: { cpu, memory: limit } }),
  };
  const named = withContainer(made, { name, resources });
  const template = { ...named.spec?.template, metadata: { labels } };
  return { ...named, metadata: { ...named.metadata, name }, spec: { ...named.spec, template } } as Deployment;
}
