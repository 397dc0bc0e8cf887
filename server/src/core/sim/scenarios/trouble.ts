import { at, budget, WEB, web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

/** A node stops: nobody notices for 50 seconds, and its pods are replaced five minutes after that. */
export const nodeFailure: ReadyScenario = {
  id: 'node-failure',
  title: 'lessonNodeFailure',
  lesson: 'lessonNodeFailureText',
  cluster: 'three',
  from: [web('web:1', { replicas: 4 })],
  objects: [],
  scenario: {
    steps: [at(10, { do: 'fail-node', node: 'worker-1' }), at(480, { do: 'recover-node', node: 'worker-1' })],
    containers: [],
    untilMs: 600_000,
  },
};

/** A node is emptied for maintenance; the budget keeps enough pods up. */
export const drain: ReadyScenario = {
  id: 'drain',
  title: 'lessonDrain',
  lesson: 'lessonDrainText',
  cluster: 'three',
  from: [web('web:1', { replicas: 4 }), budget(3)],
  objects: [],
  scenario: {
    steps: [at(5, { do: 'drain', node: 'worker-1' }), at(60, { do: 'uncordon', node: 'worker-1' })],
    containers: [{ behavior: { startAfterMs: 2000, readyAfterMs: 2000 } }],
    untilMs: 90_000,
  },
};

/** The new version never becomes ready: the rollout stops by itself, and a rollback mends it. */
export const failingRollout: ReadyScenario = {
  id: 'failing-rollout',
  title: 'lessonFailingRollout',
  lesson: 'lessonFailingRolloutText',
  cluster: 'three',
  from: [web('web:1', { progressDeadlineSeconds: 60 })],
  objects: [web('web:broken', { progressDeadlineSeconds: 60 })],
  scenario: {
    steps: [at(90, { do: 'rollback', target: WEB, toRevision: 0 })],
    containers: [{ image: 'web:broken', behavior: { failReadiness: true } }],
    untilMs: 120_000,
  },
};
