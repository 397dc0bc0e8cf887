import type { Ingress } from '../../generated/api.ts';
import { at, service, version } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const stable = { kind: 'Deployment', name: 'web-stable' };
const canary = { kind: 'Deployment', name: 'web-canary' };

/** One Service for both: the number of pods is the share of requests. Then the new version takes over. */
export const canaryByPods: ReadyScenario = {
  id: 'canary',
  title: 'lessonCanary',
  lesson: 'lessonCanaryText',
  cluster: 'three',
  from: [version('stable', 'web:1', 4), service({ app: 'web' })],
  objects: [version('canary', 'web:2', 1)],
  scenario: {
    steps: [
      at(30, { do: 'scale', target: canary, replicas: 4 }),
      at(40, { do: 'scale', target: stable, replicas: 1 }),
      at(60, { do: 'apply', objects: [version('stable', 'web:2', 4)] }),
      at(75, { do: 'scale', target: canary, replicas: 0 }),
    ],
    containers: [],
    untilMs: 120_000,
  },
};

/** An Ingress sends one path to the new version, and later all of them. */
export const canaryByPath: ReadyScenario = {
  id: 'canary-ingress',
  title: 'lessonCanaryIngress',
  lesson: 'lessonCanaryIngressText',
  cluster: 'three',
  from: [version('stable', 'web:1', 2), service({ version: 'stable' }, 'web-stable'), ingress('web-stable', 'web-stable')],
  objects: [version('canary', 'web:2', 2), service({ version: 'canary' }, 'web-canary')],
  scenario: {
    steps: [
      at(20, { do: 'apply', objects: [ingress('web-stable', 'web-canary')] }),
      at(60, { do: 'apply', objects: [ingress('web-canary', 'web-canary')] }),
      at(80, { do: 'delete', target: { kind: 'Service', name: 'web-stable' } }),
      at(81, { do: 'scale', target: stable, replicas: 0 }),
    ],
    containers: [],
    untilMs: 120_000,
  },
};

function ingress(root: string, beta: string): Ingress {
  const route = (path: string, name: string) => ({ path, pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'default' },
    spec: { rules: [{ host: 'shop.example.com', http: { paths: [route('/beta', beta), route('/', root)] } }] },
  };
}
