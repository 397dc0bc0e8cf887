import type { Container, CronJob, Deployment, PodDisruptionBudget, Service } from '../../generated/api.ts';
import type { ScenarioStep } from '../scenario.ts';

/** The manifests that the lessons are made of. */
type DeploymentSpec = NonNullable<Deployment['spec']>;

export function web(image: string, spec: Partial<DeploymentSpec> = {}): Deployment {
  return deployment('web', { app: 'web' }, image, spec);
}

/** One of several versions that stand side by side behind one Service. */
export function version(name: string, image: string, replicas: number): Deployment {
  const made = deployment(`web-${name}`, { app: 'web', version: name }, image, { replicas });
  return withContainer(made, { lifecycle: { preStop: { sleep: { seconds: 3 } } } });
}

/** The same with more in its container. */
export function withContainer(made: Deployment, extra: Partial<Container>): Deployment {
  const { template } = made.spec ?? {};
  const containers = (template?.spec?.containers ?? []).map((container) => ({ ...container, ...extra }));
  return { ...made, spec: { ...made.spec, template: { ...template, spec: { ...template?.spec, containers } } } } as Deployment;
}

export function service(selector: Readonly<Record<string, string>>, name = 'web'): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

export function budget(minAvailable: number): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { minAvailable, selector: { matchLabels: { app: 'web' } } },
  };
}

/** Every minute. */
export function everyMinute(concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace'): CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: NAMESPACE },
    spec: {
      schedule: '* * * * *',
      concurrencyPolicy,
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'report', image: 'report:1' }] } } } },
    },
  };
}

type StepAt<T> = T extends unknown ? Omit<T, 'atMs' | 'namespace'> : never;

/** A step at a second of the run. */
export function at(second: number, step: StepAt<ScenarioStep>): ScenarioStep {
  return { atMs: second * 1000, namespace: NAMESPACE, ...step };
}

export const WEB = { kind: 'Deployment', name: 'web' } as const;

const NAMESPACE = 'default';

function deployment(name: string, labels: Readonly<Record<string, string>>, image: string, spec: Partial<DeploymentSpec>): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image,
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: '200m', memory: '128Mi' } },
              readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 2 },
            },
          ],
        },
      },
      ...spec,
    },
  };
}
