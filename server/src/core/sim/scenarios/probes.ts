import type { Container, Deployment } from '../../generated/api.ts';
import { service, version, web, withContainer } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

/** One pod more at a time, none less; two pods, so that one old and one new stand side by side. */
const spec = { replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
const PRE_STOP: Partial<Container> = { lifecycle: { preStop: { sleep: { seconds: 5 } } } };
/** The app needs eight seconds until it listens. */
const scenario = { steps: [], containers: [{ behavior: { startAfterMs: 1000, answerAfterMs: 8000 } }], untilMs: 60_000 };

/** Nobody asks whether the app is up yet: half of the requests go to a pod that does not answer. */
export const withoutProbes: ReadyScenario = {
  id: 'without-probes',
  title: 'lessonWithoutProbes',
  lesson: 'lessonWithoutProbesText',
  cluster: 'three',
  from: [withoutReadiness(web('web:1', spec)), service({ app: 'web' })],
  objects: [withoutReadiness(web('web:2', spec))],
  scenario,
};

/** The same with a readiness probe and a pause before the end: nothing is lost. */
export const withProbes: ReadyScenario = {
  id: 'with-probes',
  title: 'lessonWithProbes',
  lesson: 'lessonWithProbesText',
  cluster: 'three',
  from: [withContainer(web('web:1', spec), PRE_STOP), service({ app: 'web' })],
  objects: [withContainer(web('web:2', spec), PRE_STOP)],
  scenario,
};

const LIVENESS: Partial<Container> = { livenessProbe: { httpGet: { path: '/alive', port: 8080 }, periodSeconds: 5 } };

/** One of three pods hangs after a while; its liveness probe has it restarted. */
export const selfHealing: ReadyScenario = {
  id: 'self-healing',
  title: 'lessonSelfHealing',
  lesson: 'lessonSelfHealingText',
  cluster: 'three',
  from: [version('steady', 'web:1', 2), service({ app: 'web' })],
  objects: [withContainer(version('leaky', 'web:2', 1), LIVENESS)],
  scenario: {
    steps: [],
    containers: [{ image: 'web:2', behavior: { answerAfterMs: 1000, hangAfterMs: 20_000, stopAfterMs: 1000 } }],
    untilMs: 50_000,
  },
};

function withoutReadiness(made: Deployment): Deployment {
  const { template } = made.spec ?? {};
  const containers = (template?.spec?.containers ?? []).map(({ readinessProbe: _asked, ...container }) => container);
  return { ...made, spec: { ...made.spec, template: { ...template, spec: { ...template?.spec, containers } } } } as Deployment;
}
